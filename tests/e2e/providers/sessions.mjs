/**
 * Who is asking: an attached provider is one process for every run and every provider resource, but each of those opens its
 * own connection, so that configuration and cancellation belong to the connection.
 */
/* global AbortController */

/** A configuration value arrives as text, and as JSON text where it is not a string. */
function parsed(value) {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  return JSON.parse(value);
}

/** Keeps the sessions of a provider by the peer's address; a peer that came back unconfigured has the newest one's. */
export function sessions() {
  const byPeer = new Map();
  let newest;
  return {
    open(peer, variables, args) {
      const named = Object.entries(variables).map(([key, value]) => [key.split(":").at(-1), value]);
      const all = { ...Object.fromEntries(named), ...args };
      const config = Object.fromEntries(Object.entries(all).map(([k, v]) => [k, parsed(v)]));
      const abort = new AbortController();
      newest = { config, signal: abort.signal, abort };
      byPeer.set(peer, newest);
    },
    of(peer) {
      const session = byPeer.get(peer) ?? newest;
      if (!session) throw new Error("the provider was not configured before its first use");
      return session;
    },
    cancel(peer) {
      byPeer.get(peer)?.abort.abort();
    },
  };
}
