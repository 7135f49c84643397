import { describe, expect, test } from "vitest";
import { specialAddress, specialHost } from "../../crawler/src/special-address.ts";

const loopback = "a loopback address";
const own = "a private address";
const linkLocal = "a link-local address";
const reserved = "a reserved address";
const unspecified = "an unspecified address";
const multicast = "a multicast address";

describe("hosts as people write them into URLs", () => {
  test.each<[string, string | null]>([
    // This machine.
    ["127.0.0.1", loopback],
    ["127.0.0.1.", loopback],
    ["127.255.255.254", loopback],
    ["127.1", loopback],
    ["127.0.1", loopback],
    ["2130706433", loopback],
    ["0x7f000001", loopback],
    ["0x7f.1", loopback],
    ["0177.0.0.1", loopback],
    ["017700000001", loopback],
    ["127.0.0.0x1", loopback],
    ["①②⑦.⓪.⓪.①", loopback],
    ["%31%32%37.0.0.1", loopback],
    ["localhost", loopback],
    ["LOCALHOST", loopback],
    ["localhost.", loopback],
    ["a.b.localhost", loopback],
    ["[::1]", loopback],
    ["[0:0:0:0:0:0:0:1]", loopback],
    ["[::ffff:127.0.0.1]", loopback],
    ["[::ffff:7f00:1]", loopback],
    ["[64:ff9b::127.0.0.1]", loopback],
    ["0.0.0.0", unspecified],
    ["0", unspecified],
    ["0.1.2.3", unspecified],
    ["[::]", unspecified],
    ["[::ffff:0.0.0.0]", unspecified],
    ["[64:ff9b::]", unspecified],
    // Networks of somebody's own.
    ["10.0.0.0", own],
    ["10.255.255.255", own],
    ["10.1", own],
    ["012.0.0.1", own],
    ["172.16.0.1", own],
    ["172.31.255.255", own],
    ["192.168.0.1", own],
    ["3232235521", own],
    ["0xc0a80001", own],
    ["[fc00::1]", own],
    ["[fdff:ffff::1]", own],
    ["[fd00:ec2::254]", own],
    ["[fec0::1]", own],
    ["[::ffff:10.0.0.5]", own],
    ["[64:ff9b::a00:5]", own],
    ["100.64.0.1", "a carrier's shared address"],
    ["100.127.255.255", "a carrier's shared address"],
    ["100.100.100.200", "a carrier's shared address"],
    // The link, and what clouds put there.
    ["169.254.169.254", linkLocal],
    ["169.254.170.2", linkLocal],
    ["2852039166", linkLocal],
    ["0xa9fea9fe", linkLocal],
    ["0251.0376.0251.0376", linkLocal],
    ["[::ffff:169.254.169.254]", linkLocal],
    ["[::ffff:a9fe:aa02]", linkLocal],
    ["[64:ff9b::169.254.169.254]", linkLocal],
    ["[fe80::1]", linkLocal],
    ["[febf::1]", linkLocal],
    ["168.63.129.16", "an address of the cloud itself"],
    // To many, or to nobody.
    ["224.0.0.1", multicast],
    ["239.255.255.250", multicast],
    ["[ff02::1]", multicast],
    ["255.255.255.255", "a broadcast address"],
    ["240.0.0.1", reserved],
    ["192.0.0.192", reserved],
    ["192.0.2.1", reserved],
    ["192.88.99.1", reserved],
    ["198.18.0.1", reserved],
    ["198.19.255.255", reserved],
    ["198.51.100.1", reserved],
    ["203.0.113.1", reserved],
    ["[::2]", reserved],
    ["[::127.0.0.1]", reserved],
    ["[::10.0.0.1]", reserved],
    ["[64:ff9b:1::10.0.0.1]", reserved],
    ["[100::1]", reserved],
    ["[2001::1]", reserved],
    ["[2001:0:4136:e378:8000:63bf:3fff:fdd2]", reserved],
    ["[2001:db8::1]", reserved],
    ["[2002:7f00:1::]", reserved],
    ["[2002:a00:5::1]", reserved],
    ["[3fff::1]", reserved],
    ["[4000::1]", reserved],
    ["[5f00::1]", reserved],
    // Neighbours of all these, which are public.
    ["1.0.0.0", null],
    ["9.255.255.255", null],
    ["11.0.0.0", null],
    ["100.63.255.255", null],
    ["100.128.0.0", null],
    ["126.255.255.255", null],
    ["128.0.0.1", null],
    ["169.253.255.255", null],
    ["169.255.0.0", null],
    ["172.15.255.255", null],
    ["172.32.0.0", null],
    ["192.0.1.0", null],
    ["192.167.255.255", null],
    ["192.169.0.0", null],
    ["198.17.255.255", null],
    ["198.20.0.0", null],
    ["223.255.255.255", null],
    ["8.8.8.8", null],
    ["134744072", null],
    ["[2606:4700::1111]", null],
    ["[2a00:1450:4001:80b::200e]", null],
    ["[2001:200::1]", null],
    ["[2003::1]", null],
    ["[::ffff:8.8.8.8]", null],
    ["[64:ff9b::808:808]", null],
    // Names say nothing by themselves.
    ["example.com", null],
    ["localhost.example.com", null],
    ["notlocalhost", null],
    ["127.0.0.1.example.com", null],
    ["10.0.0.1.nip.io", null],
  ])("%s is %s", (host, what) => {
    expect(specialHost(new URL(`http://${host}/`).hostname)).toBe(what);
  });
});

test("an address with a zone is judged without it", () => {
  expect(specialAddress("fe80::1%eth0")).toBe(linkLocal);
  expect(specialAddress("::1%1")).toBe(loopback);
});

test("what is no address is not taken for a public one", () => {
  for (const text of ["", "example.com", "1.2.3", "::g", "127.0.0.1:80"]) {
    expect(specialAddress(text)).toBe("no address");
  }
});
