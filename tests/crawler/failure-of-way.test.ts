import { describe, expect, test } from "vitest";
import { failure } from "../../crawler/src/classify.ts";
import { explained, isFailureOfWay } from "../../crawler/src/failure-of-way.ts";
import { PrivateAddressError } from "../../crawler/src/private-address.ts";
import { ProxyError } from "../../crawler/src/proxy-server.ts";

const told = failure("network", "ERR_SOCKS_CONNECTION_FAILED", false);
const system = (code: string) => Object.assign(new Error(code), { code });

describe("a failure of the way is told by what the connection failed with:", () => {
  test.each<[unknown, string, string]>([
    [new PrivateAddressError("a.test is private"), "privateAddress", "a.test is private"],
    [new ProxyError("the proxy refuses"), "proxy", "the proxy refuses"],
    [system("ENOTFOUND"), "dns", "ERR_NAME_NOT_RESOLVED"],
    [system("EAI_AGAIN"), "dns", "ERR_NAME_NOT_RESOLVED"],
    [system("ECONNREFUSED"), "network", "ERR_CONNECTION_REFUSED"],
    [new AggregateError([system("ECONNREFUSED")]), "network", "ERR_CONNECTION_REFUSED"],
    [system("ECONNRESET"), "network", "ERR_CONNECTION_RESET"],
    [system("ENETUNREACH"), "network", "ERR_ADDRESS_UNREACHABLE"],
    [system("ETIMEDOUT"), "timeout", "ERR_CONNECTION_TIMED_OUT"],
    [new DOMException("No answer", "TimeoutError"), "timeout", "ERR_CONNECTION_TIMED_OUT"],
    [undefined, "network", "ERR_SOCKS_CONNECTION_FAILED"],
    [new Error("something else"), "network", "ERR_SOCKS_CONNECTION_FAILED"],
  ])("%s", (cause, code, message) => {
    expect(explained(told, cause)).toMatchObject({ kind: "error", code, message });
  });
});

test("what the browser knows by itself is left as it is", () => {
  expect(isFailureOfWay(told)).toBe(true);
  for (const message of ["ERR_CONNECTION_RESET", "ERR_CERT_DATE_INVALID", "HTTP status 502"]) {
    expect(isFailureOfWay({ message })).toBe(false);
  }
});
