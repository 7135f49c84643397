import { failure, netErrorCode, type FailedVisit } from "./classify.ts";
import { causeCode } from "./errors.ts";
import { PrivateAddressError } from "./private-address.ts";
import { ProxyError } from "./proxy-server.ts";

/** Chromium's names for errors of connections, by those of the system. */
const netErrors: Readonly<Record<string, string>> = {
  ENOTFOUND: "ERR_NAME_NOT_RESOLVED",
  EAI_AGAIN: "ERR_NAME_NOT_RESOLVED",
  ECONNREFUSED: "ERR_CONNECTION_REFUSED",
  ECONNRESET: "ERR_CONNECTION_RESET",
  EHOSTUNREACH: "ERR_ADDRESS_UNREACHABLE",
  ENETUNREACH: "ERR_ADDRESS_UNREACHABLE",
  ETIMEDOUT: "ERR_CONNECTION_TIMED_OUT",
};

/** Whether the browser says no more than that the SOCKS server made no connection. */
export function isFailureOfWay({ message }: Pick<FailedVisit, "message">): boolean {
  return /ERR_(?:SOCKS|PROXY|TUNNEL|UNEXPECTED_PROXY)/.test(message);
}

/** The same failure, told as a browser would tell it that connects by itself; `cause` is what the connection failed with. */
export function explained(visit: FailedVisit, cause: unknown): FailedVisit {
  if (cause instanceof PrivateAddressError) return failure("privateAddress", cause.message, false);
  if (cause instanceof ProxyError) return failure("proxy", cause.message, false);
  const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
  const name = netErrors[isLate ? "ETIMEDOUT" : (causeCode(cause) ?? "")];
  return name === undefined ? visit : failure(netErrorCode(name), name, false);
}
