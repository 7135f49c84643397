import { describe, expect, test } from "vitest";
import { isVpcCidr } from "../../../infra/config/cidr.ts";

describe("a range that a VPC with two public subnets can have", () => {
  test.each([
    "10.0.0.0/16",
    "10.255.0.0/24",
    "172.16.128.0/17",
    "172.31.0.0/16",
    "192.168.255.0/24",
    "100.64.0.0/16",
    "100.127.0.0/16",
  ])("%s", (text) => expect(isVpcCidr(text)).toBe(true));
});

describe("no such range:", () => {
  test.each([
    ["larger than AWS takes", "10.0.0.0/15"],
    ["too small for two subnets", "10.0.0.0/25"],
    ["an address inside the range instead of its first", "10.0.0.1/16"],
    ["bits beyond the mask", "10.0.128.0/16"],
    ["somebody's on the Internet", "8.8.0.0/16"],
    ["just below a private range", "172.15.0.0/16"],
    ["just above one", "172.32.0.0/16"],
    ["beside one", "192.169.0.0/16"],
    ["below the carriers' range", "100.63.0.0/16"],
    ["above it", "100.128.0.0/16"],
    ["this host", "0.0.0.0/16"],
    ["no mask", "10.0.0.0"],
    ["an octet above 255", "10.0.256.0/24"],
    ["an octet with a leading zero", "10.00.0.0/16"],
    ["three octets", "10.0.0/16"],
    ["five octets", "10.0.0.0.0/16"],
    ["an empty octet", "10..0.0/16"],
    ["IPv6", "fd00::/16"],
    ["a negative mask", "10.0.0.0/-16"],
    ["white space", " 10.0.0.0/16"],
    ["nothing", ""],
  ])("%s", (_what, text) => expect(isVpcCidr(text)).toBe(false));
});
