/** Pages that would break or deceive a reader which runs among their own scripts, each with the title that it really has. */
export const hostileScripts: Readonly<Record<string, string>> = {
  "replaces the methods of arrays": `for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    if (name !== "length" && name !== "constructor") Array.prototype[name] = () => [];
  }`,
  "replaces Array": `Array = function () { throw new Error("no"); };`,
  "iterates nothing": `Array.prototype[Symbol.iterator] = function* () {};`,
  "iterates for ever": `Array.prototype[Symbol.iterator] = function* () { for (;;) yield "lie"; };`,
  "replaces JSON": `JSON = { stringify: () => '"lie"', parse: () => "lie" };`,
  "gives everything a toJSON": `Object.prototype.toJSON = () => ({ title: "lie" });`,
  "replaces Promise": `Promise = function () { throw new Error("no"); };`,
  "never resolves a promise": `Promise.prototype.then = () => new Promise(() => {});`,
  "replaces Map and Set": `Map = Set = function () { throw new Error("no"); };`,
  "replaces URL": `URL = function () { return { href: "http://lie/", protocol: "http:" }; };`,
  "replaces Proxy and Reflect": `Proxy = function () {}; Reflect = {};`,
  "replaces Object's functions": `for (const name of Object.getOwnPropertyNames(Object)) {
    try { Object[name] = () => { throw new Error("no"); }; } catch {}
  }`,
  "sets a trap on every object": `Object.defineProperty(Object.prototype, "title", { get: () => "lie", set() {} });
    Object.defineProperty(Object.prototype, "value", { get: () => "lie", set() {} });`,
  "finds nothing": `document.querySelectorAll = () => []; document.querySelector = () => null;`,
  "finds nothing by prototype": `Document.prototype.querySelectorAll = () => [];
    Element.prototype.getAttribute = () => "lie";`,
  "lies about its title": `Object.defineProperty(document, "title", { get: () => "lie" });
    Object.defineProperty(Document.prototype, "title", { get: () => "lie" });`,
  "lies about its type": `Object.defineProperty(document, "contentType", { get: () => "image/png" });`,
  "has no body": `Object.defineProperty(document, "body", { get: () => { throw new Error("no"); } });`,
  "lies about its links": `Object.defineProperty(HTMLAnchorElement.prototype, "href", { get: () => "http://lie/" });`,
  "lies about its text": `Object.defineProperty(HTMLElement.prototype, "innerText", { get: () => "lie" });`,
  "lies about its base": `Object.defineProperty(Node.prototype, "baseURI", { get: () => "http://lie/" });`,
  "lies about its performance": `performance.getEntriesByType = () => [{ responseStatus: 404, name: "http://lie/" }];
    Object.defineProperty(window, "performance", { value: undefined });`,
  "freezes its window": `Object.freeze(Object.prototype); Object.preventExtensions(window.document);`,
  "takes the names of the reader": `Object.defineProperty(window, "__mayfly", { value: { mark: "x" } });
    Object.defineProperty(window, "__mayflyMark", { value: "x" });`,
  "observes no change": `MutationObserver = function () { throw new Error("no"); };
    setTimeout = () => 0; setInterval = () => 0;`,
  "stops its clock": `performance.now = () => NaN; Date.now = () => NaN;`,
  "throws whatever is asked": `window.onerror = () => { throw new Error("no"); };
    RegExp.prototype.test = String.prototype.split = String.prototype.toLowerCase = () => { throw new Error("no"); };`,
  "calls itself something else": `history.replaceState(null, "", "/elsewhere");`,
  "calls itself something else by its base": `history.pushState(null, "", "/elsewhere?lie#lie");`,
};

/** Elements whose names hide properties of the document, of a form, or of the window. */
export const hostileElements: Readonly<Record<string, string>> = {
  "hides the document's methods": `<form name=querySelectorAll></form><img name=querySelector><img name=createElement>`,
  "hides the document's properties": `<img name=title><img name=body><img name=scripts><img name=contentType><img name=baseURI>`,
  "hides the window's properties": `<a id=performance></a><a id=location></a><a id=document></a><a id=__mayfly></a>`,
  "has a form that hides its own": `<form><input name=getAttribute><input name=innerText><input name=closest></form>`,
};
