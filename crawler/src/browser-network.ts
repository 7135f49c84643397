/**
 * Arguments with which Chromium has one way to the network: the SOCKS server on loopback at `port`, which resolves names, too.
 * https://chromium.googlesource.com/chromium/src/+/HEAD/net/docs/proxy.md
 */
export function throughSocks(port: number): readonly string[] {
  return [
    `--proxy-server=socks5://127.0.0.1:${String(port)}`,
    // Chromium goes to loopback and link-local addresses by itself, unless this takes away that rule.
    "--proxy-bypass-list=<-loopback>",
    // Nothing is resolved here, so that nothing can go another way.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--dns-prefetch-disable",
    // UDP does not go through SOCKS: without this, WebRTC would send it by itself. Chromium's name for it, and the older one.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  ];
}
