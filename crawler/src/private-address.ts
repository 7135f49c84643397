import { specialHost } from "./special-address.ts";

/** Why the host of a URL may not be asked, as far as it tells without DNS; null when it may. */
export function privateHost(hostname: string): string | null {
  const what = specialHost(hostname);
  return what === null ? null : sentence(hostname, what);
}

function sentence(hostname: string, what: string): string {
  return `${hostname} is ${what}, which is crawled with --allow-private alone`;
}
