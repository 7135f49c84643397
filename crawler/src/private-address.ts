import { specialAddress, specialHost } from "./special-address.ts";

/** A place where the crawl may not go, unless it is allowed to. The message names the address and the option. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

/** Why the host of a URL may not be asked, as far as it tells without DNS; null when it may. */
export function privateHost(hostname: string): string | null {
  const what = specialHost(hostname);
  return what === null ? null : sentence(hostname, what);
}

/** Why an address that a name resolves to may not be asked; null when it may. */
export function privateAddress(name: string, address: string): string | null {
  const what = specialAddress(address);
  return what === null ? null : sentence(name, `${address}, ${what}`);
}

function sentence(hostname: string, what: string): string {
  return `${hostname} is ${what}, which is crawled with --allow-private alone`;
}
