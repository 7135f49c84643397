import { connect as systemConnect, type TcpNetConnectOpts } from "node:net";
import type { Resolve } from "../../../crawler/src/direct-route.ts";

/** A public address that nobody asks here. */
const publicAddress = "93.184.215.14";

/**
 * Names with addresses of their own, and one public address at which servers of this machine are. A name that is not in
 * `names` does not resolve; `site` stands for the public address.
 */
export function testInternet(names: Readonly<Record<string, readonly string[]>>): {
  readonly resolve: Resolve;
  readonly open: typeof systemConnect;
  /** Addresses that connections were made to. */
  readonly connected: readonly string[];
} {
  const connected: string[] = [];
  const resolve: Resolve = (name) => {
    const addresses = names[name];
    if (addresses === undefined) {
      return Promise.reject(Object.assign(new Error("unknown name"), { code: "ENOTFOUND" }));
    }
    return Promise.resolve(
      addresses.map((text) => {
        const address = text === "site" ? publicAddress : text;
        return { address, family: address.includes(":") ? 6 : 4 };
      }),
    );
  };
  // Called with options alone, by the code under test.
  const open = ((options: TcpNetConnectOpts) =>
    systemConnect({
      ...options,
      // As the operating system would be told; the public address is here.
      lookup: (name, lookupOptions, callback) => {
        options.lookup?.(name, lookupOptions, (error, found, family) => {
          if (error !== null) {
            callback(error, found, family);
            return;
          }
          const addresses = Array.isArray(found)
            ? found
            : [{ address: found, family: family ?? 4 }];
          connected.push(...addresses.map(({ address }) => address));
          callback(null, [{ address: "127.0.0.1", family: 4 }], 4);
        });
      },
    })) as typeof systemConnect;
  return { resolve, open, connected };
}
