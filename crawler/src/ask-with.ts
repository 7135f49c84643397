import type { Ask } from "./network.ts";

/** As many as browsers and `fetch` follow: https://fetch.spec.whatwg.org/#http-redirect-fetch */
const mostRedirects = 20;

/**
 * Asks with headers that depend on the URL. Redirects are followed here, since `fetch` would take all headers but
 * Authorization and Cookie along to another host. Throws what `ask` throws, and for too many redirects.
 */
export function askWith(
  ask: Ask,
  headersOf: (url: string) => Readonly<Record<string, string>>,
): Ask {
  return async (asked, question) => {
    let url = asked;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const response = await ask(url, {
        ...question,
        redirect: "manual",
        headers: headersOf(url),
      });
      const location = response.headers.get("location");
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
      if (question.redirect === "manual" || !isRedirect || location === null) return response;
      await response.body?.cancel();
      url = new URL(location, url).href;
      if (!/^https?:/.test(url)) throw new Error("a redirect to what is no http or https URL");
    }
    throw new Error("too many redirects");
  };
}
