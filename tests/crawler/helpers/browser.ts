import { readdirSync, readFileSync } from "node:fs";
import type { BrowserSession, SessionSettings } from "../../../crawler/src/browser-session.ts";
import { openSession } from "../../../crawler/src/session.ts";
import { findBrowser } from "../../../scripts/lib/find-browser.mjs";

/** Opens sessions of this machine's browser; time-outs in seconds, short so that tests need not wait. */
export async function sessionOpener(
  endpoint: string,
  settings: Pick<SessionSettings, "pageLoadTimeout" | "scriptTimeout" | "socksPort">,
): Promise<() => Promise<BrowserSession>> {
  const pair = await findBrowser();
  if (pair === undefined) throw new Error("There is no browser: run `npm run pretest` first.");
  return async () =>
    await openSession(endpoint, {
      browserBinary: pair.browser,
      // Chrome's sandbox refuses to work for root.
      browserArguments: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
      userAgent: undefined,
      ...settings,
    });
}

/** Kills the processes that render pages, of the browsers of one server: their tabs crash. */
export function crashTabs(serverPid: number): number {
  const renderers = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isRendererOf(pid, serverPid));
  for (const pid of renderers) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  return renderers.length;
}

function isRendererOf(pid: number, serverPid: number): boolean {
  try {
    // After the name in parentheses: state, parent, process group.
    const [, , group] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (
      group === String(serverPid) &&
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")
    );
  } catch {
    return false;
  }
}
