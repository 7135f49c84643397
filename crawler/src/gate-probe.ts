import { withDeadline } from "./deadline.ts";
import { causeCode } from "./errors.ts";

/** What a WebDriver endpoint says of itself. */
export type Readiness =
  /** Nobody listens, or nobody answers in time: the server is starting. */
  | { readonly kind: "refused"; readonly detail: string }
  /** Something answers, and it is no WebDriver remote end. */
  | { readonly kind: "noWebDriver"; readonly detail: string }
  /** `sessions` hold the slots. */
  | {
      readonly kind: "notReady";
      readonly base: string;
      readonly sessions: readonly string[];
      readonly detail: string;
    }
  /** `slots`: sessions that it can have at once; null where it does not say, nor which `sessions` it has. */
  | {
      readonly kind: "ready";
      readonly base: string;
      readonly slots: number | null;
      readonly sessions: readonly string[];
    };

const probeMs = 2000;

/**
 * Base URLs under which an endpoint may answer: Grid 4 and chromedriver at the root, Selenium 3 and
 * `chromedriver --url-base=/wd/hub` below `/wd/hub`.
 */
export function candidateBases(endpoint: string): readonly string[] {
  const base = endpoint.replace(/\/+$/, "");
  return base.endsWith("/wd/hub")
    ? [base, base.slice(0, -"/wd/hub".length)]
    : [base, `${base}/wd/hub`];
}

/** Asks `/status` of each candidate (https://www.w3.org/TR/webdriver2/#status) until one answers as WebDriver. */
export async function probe(endpoint: string, signal: AbortSignal): Promise<Readiness> {
  let other: Readiness = { kind: "refused", detail: "no answer" };
  for (const base of candidateBases(endpoint)) {
    const answer = await ask(base, signal);
    if (answer.kind === "ready" || answer.kind === "notReady") return answer;
    other = answer;
    if (answer.kind === "refused") return answer;
  }
  return other;
}

async function ask(base: string, signal: AbortSignal): Promise<Readiness> {
  try {
    const { status, text } = await withDeadline(probeMs, signal, async (within) => {
      const response = await fetch(`${base}/status`, { signal: within });
      return { status: response.status, text: await response.text() };
    });
    const value = statusValue(text);
    if (value === null) {
      return {
        kind: "noWebDriver",
        detail: `HTTP status ${String(status)} without a WebDriver status`,
      };
    }
    if (value.ready) {
      return { kind: "ready", base, slots: slotsOf(text), sessions: idsIn(text, "sessionId") };
    }
    return {
      kind: "notReady",
      base,
      sessions: idsIn(text, "sessionId"),
      detail: value.message,
    };
  } catch (error) {
    return { kind: "refused", detail: causeCode(error) ?? "no answer in time" };
  }
}

/**
 * Sessions of a server that does not tell them with its status: chromedriver and Selenium 3 list them. None where it knows
 * no such list.
 */
export async function listSessions(base: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const text = await withDeadline(probeMs, signal, async (within) => {
      const response = await fetch(`${base}/sessions`, { signal: within });
      return response.ok ? await response.text() : "";
    });
    return idsIn(text, "id");
  } catch {
    return [];
  }
}

function idsIn(json: string, name: "id" | "sessionId"): readonly string[] {
  const ids = json.matchAll(new RegExp(`"${name}":\\s*"([\\w-]+)"`, "g"));
  return [...ids].flatMap(([, id]) => id ?? []);
}

/** Grid 4 lists the slots of its nodes; chromedriver and Selenium 3 say nothing of the kind. */
function slotsOf(status: string): number | null {
  return status.match(/"stereotype":/g)?.length ?? null;
}

/** `value` of a status answer; null when it is none. */
function statusValue(text: string): { readonly ready: boolean; readonly message: string } | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("value" in body)) return null;
    const { value } = body;
    if (typeof value !== "object" || value === null || !("ready" in value)) return null;
    const message = "message" in value && typeof value.message === "string" ? value.message : "";
    return { ready: value.ready === true, message };
  } catch {
    return null;
  }
}
