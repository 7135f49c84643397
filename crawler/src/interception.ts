/** Decides on the requests of a page while it loads, through DevTools' Fetch domain. */
import type { DevTools, DevToolsParams } from "./devtools.ts";

/** A request of a page, before it is sent. */
export interface PageRequest {
  readonly url: string;
  /** DevTools' word: `Document`, `Image`, `Font`, … */
  readonly type: string;
  /** Whether it is for the page itself: no frame, image or script. */
  readonly isPage: boolean;
}

/** What a crawl wants of requests. */
export interface RequestRules {
  /** Requests that are looked at; no other is held up. https://chromedevtools.github.io/devtools-protocol/tot/Fetch/ */
  readonly patterns: readonly { readonly urlPattern?: string; readonly resourceType?: string }[];
  /** Headers to send in addition, their names in small letters; null for a request that is not made. */
  readonly decide: (request: PageRequest) => Readonly<Record<string, string>> | null;
}

/** Holds the rules for a page, its frames and its workers until the connection ends. Throws what `send` throws. */
export async function intercept(
  devTools: DevTools,
  page: string,
  sessionId: string | undefined,
  rules: RequestRules,
): Promise<void> {
  devTools.on("Fetch.requestPaused", (params, session) => {
    // It may have been given up meanwhile.
    void answer(devTools, params, session, page, rules).catch(() => undefined);
  });
  devTools.on("Target.attachedToTarget", (params) => {
    const child = params["sessionId"];
    if (typeof child !== "string") return;
    // A worker may have no requests to look at; it must go on all the same.
    void hold(devTools, child, rules)
      .catch(() => undefined)
      .then(async () => await devTools.send("Runtime.runIfWaitingForDebugger", {}, child))
      .catch(() => undefined);
  });
  await hold(devTools, sessionId, rules);
  // Its requests are nobody's page's.
  await devTools.send("Network.enable", { maxTotalBufferSize: 0 }, sessionId);
  await devTools.send("Network.setBypassServiceWorker", { bypass: true }, sessionId);
}

async function hold(
  devTools: DevTools,
  sessionId: string | undefined,
  { patterns }: RequestRules,
): Promise<void> {
  const children = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };
  await Promise.all([
    devTools.send("Fetch.enable", { patterns }, sessionId),
    devTools.send("Target.setAutoAttach", children, sessionId),
  ]);
}

async function answer(
  devTools: DevTools,
  { requestId, request, resourceType, frameId }: DevToolsParams,
  sessionId: string | undefined,
  page: string,
  rules: RequestRules,
): Promise<void> {
  const { url, headers } = request as {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  const type = String(resourceType);
  const more = rules.decide({ url, type, isPage: type === "Document" && frameId === page });
  if (more === null) {
    const refusal = { requestId, errorReason: "BlockedByClient" };
    await devTools.send("Fetch.failRequest", refusal, sessionId);
    return;
  }
  const names = Object.keys(more);
  const own = Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase()));
  const all = [...own, ...Object.entries(more)].map(([name, value]) => ({ name, value }));
  await devTools.send(
    "Fetch.continueRequest",
    { requestId, ...(names.length === 0 ? {} : { headers: all }) },
    sessionId,
  );
}
