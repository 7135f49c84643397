/**
 * Health check of the local Selenium container, for machines without curl: `node health-check-main.js http://localhost:PORT`.
 * Grid 4 answers `/readyz`, Selenium 3 `/wd/hub/status`, chromedriver `/status`. Exit code 0 is healthy.
 */
const [base = ""] = process.argv.slice(2);

async function answers(path: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(2500) });
    if (!response.ok) return false;
    if (path === "/readyz") return true;
    const body: unknown = await response.json();
    return (
      typeof body === "object" &&
      body !== null &&
      "value" in body &&
      typeof body.value === "object" &&
      body.value !== null &&
      (!("ready" in body.value) || body.value.ready === true)
    );
  } catch {
    return false;
  }
}

let healthy = false;
for (const path of ["/readyz", "/wd/hub/status", "/status"]) healthy ||= await answers(path);
process.exitCode = healthy ? 0 : 1;
