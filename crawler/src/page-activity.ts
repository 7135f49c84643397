/** Milliseconds that a page gets to use an answer before its request counts as answered. */
const useMs = 100;

/** What the event has behind the question by which a page is asked whether its own requests wait for an answer. */
export const requestsEnding = "-requests";

/**
 * A script that every document gets before its own (`Page.addScriptToEvaluateOnNewDocument` of the DevTools protocol): it
 * keeps count of what the page has begun. To the event `question` it says, by `preventDefault`, that nothing is left that will
 * change the document: no timer within `horizonMs`, no frame, no idle callback and no listener for the end of loading; and
 * that the page never began what ends unseen: requests, sockets, workers, messages, intervals, databases, observers of what
 * is shown. Silence means that nobody knows. To the event with {@link requestsEnding} it
 * says likewise that requests of the page have no answer yet. To the page, its functions are what they were, and do the same.
 */
export function activityScript(question: string, horizonMs: number): string {
  return `(() => {
const { apply, construct } = Reflect;
const { preventDefault } = Event.prototype;
const { addEventListener } = EventTarget.prototype;
const wrap = (owner, names, handler) => {
  for (const name of names) {
    if (typeof owner?.[name] === "function") owner[name] = new Proxy(owner[name], handler);
  }
};
let isUnknown = false;
const endsUnseen = {
  apply: (target, self, args) => ((isUnknown = true), apply(target, self, args)),
  construct: (target, args, subject) => ((isUnknown = true), construct(target, args, subject)),
};
let requests = 0;
const { then } = Promise.prototype;
const { setTimeout: later } = window;
const answered = () => apply(later, window, [() => (requests -= 1), ${String(useMs)}]);
wrap(window, ["fetch"], {
  apply: (target, self, args) => {
    isUnknown = true;
    const answer = apply(target, self, args);
    requests += 1;
    apply(then, answer, [answered, answered]);
    return answer;
  },
});
wrap(window, ["setInterval", "postMessage"], endsUnseen);
wrap(window, ["WebSocket", "WebTransport", "EventSource", "BroadcastChannel", "MessageChannel"], endsUnseen);
wrap(window, ["Worker", "SharedWorker", "Image", "FileReader"], endsUnseen);
wrap(window, ["IntersectionObserver", "ResizeObserver"], endsUnseen);
wrap(window.XMLHttpRequest?.prototype, ["send"], {
  apply: (target, self, args) => {
    isUnknown = true;
    apply(addEventListener, self, ["loadend", answered, { once: true }]);
    const result = apply(target, self, args);
    requests += 1;
    return result;
  },
});
wrap(window.IDBFactory?.prototype, ["open"], endsUnseen);
wrap(window.CacheStorage?.prototype, ["open", "match"], endsUnseen);
wrap(window.Scheduler?.prototype, ["postTask", "yield"], endsUnseen);
let pending = 0;
const runsOnce = (begin, cancel, isFar) => {
  const waiting = { __proto__: null };
  const finish = (id) => {
    if (!waiting[id]) return;
    delete waiting[id];
    pending -= 1;
  };
  wrap(window, [begin], {
    apply: (target, self, args) => {
      const callback = args[0];
      if (isFar(args)) return apply(target, self, args);
      if (typeof callback !== "function") return apply(endsUnseen.apply, null, [target, self, args]);
      args[0] = function () {
        finish(id);
        return apply(callback, this, arguments);
      };
      const id = apply(target, self, args);
      waiting[id] = true;
      pending += 1;
      return id;
    },
  });
  wrap(window, cancel, {
    apply: (target, self, args) => (finish(args[0]), apply(target, self, args)),
  });
};
runsOnce("setTimeout", ["clearTimeout", "clearInterval"], (args) => args[1] > ${String(horizonMs)});
runsOnce("requestAnimationFrame", ["cancelAnimationFrame"], () => false);
runsOnce("requestIdleCallback", ["cancelIdleCallback"], () => false);
let isLoaded = false;
const ofLoading = [];
const isOfLoading = (type) => type === "load" || type === "pageshow" || type === "readystatechange";
wrap(EventTarget.prototype, ["addEventListener"], {
  apply: (target, self, args) => {
    if (isOfLoading(args[0])) ofLoading[ofLoading.length] = args[1];
    return apply(target, self, args);
  },
});
wrap(EventTarget.prototype, ["removeEventListener"], {
  apply: (target, self, args) => {
    if (isOfLoading(args[0])) {
      for (let index = 0; index < ofLoading.length; index += 1) {
        if (ofLoading[index] === args[1]) ofLoading[index] = null;
      }
    }
    return apply(target, self, args);
  },
});
apply(addEventListener, window, ["load", () => (isLoaded = true), { once: true }]);
const waitsForLoad = () => {
  if (isLoaded) return false;
  if (window.onload || window.onpageshow || document.onreadystatechange) return true;
  for (let index = 0; index < ofLoading.length; index += 1) if (ofLoading[index]) return true;
  return false;
};
const answer = (event) => {
  if (pending === 0 && !isUnknown && !waitsForLoad()) apply(preventDefault, event, []);
};
apply(addEventListener, window, [${JSON.stringify(question)}, answer, true]);
const awaits = (event) => {
  if (requests > 0) apply(preventDefault, event, []);
};
apply(addEventListener, window, [${JSON.stringify(question + requestsEnding)}, awaits, true]);
})()`;
}
