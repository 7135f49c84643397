import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directRoute, resolveName } from "../../crawler/src/direct-route.ts";
import { never } from "./helpers/fakes.ts";
import { testInternet } from "./helpers/test-internet.ts";

const server = createServer((socket) => socket.on("error", () => undefined).end("hello"));
beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});
const port = () => (server.address() as AddressInfo).port;

const names = {
  "public.test": ["site"],
  "inside.test": ["10.0.0.5"],
  "inside6.test": ["fd00:ec2::254"],
  "mapped.test": ["::ffff:169.254.169.254"],
  "both.test": ["192.168.1.1", "site", "::1"],
  "nowhere.test": [],
};

describe("a connection to a name", () => {
  test("leads to its public address", async () => {
    const { resolve, open, connected } = testInternet(names);
    const socket = await directRoute(resolve, open)({ host: "public.test", port: port() }, never);
    expect((await socket.toArray()).join("")).toBe("hello");
    socket.destroy();
    expect(connected).toEqual(["93.184.215.14"]);
  });

  test("never leads to one of its addresses that is not public", async () => {
    const { resolve, open, connected } = testInternet(names);
    const socket = await directRoute(resolve, open)({ host: "both.test", port: port() }, never);
    socket.destroy();
    expect(connected).toEqual(["93.184.215.14"]);
  });

  test.each([
    ["inside.test", "inside.test is 10.0.0.5, a private address, which is crawled with"],
    ["inside6.test", "inside6.test is fd00:ec2::254, a private address, which is crawled with"],
    ["mapped.test", "mapped.test is ::ffff:169.254.169.254, a link-local address, which is"],
  ])("%s is refused", async (host, message) => {
    const { resolve, open, connected } = testInternet(names);
    await expect(directRoute(resolve, open)({ host, port: port() }, never)).rejects.toThrow(
      message,
    );
    expect(connected).toEqual([]);
  });

  test("is checked by the one answer that it goes by: a second one changes nothing", async () => {
    let answers = 0;
    const { open, connected } = testInternet(names);
    const rebinding = () => {
      answers += 1;
      const address = answers === 1 ? "93.184.215.14" : "127.0.0.1";
      return Promise.resolve([{ address, family: 4 }]);
    };
    const socket = await directRoute(rebinding, open)({ host: "evil.test", port: port() }, never);
    socket.destroy();
    expect([answers, connected]).toEqual([1, ["93.184.215.14"]]);
  });

  test.each(["unknown.test", "nowhere.test"])("%s, which has no address, fails", async (host) => {
    const { resolve, open } = testInternet(names);
    await expect(directRoute(resolve, open)({ host, port: port() }, never)).rejects.toMatchObject({
      code: "ENOTFOUND",
    });
  });
});

describe("a connection to an address", () => {
  test.each(["127.0.0.1", "::1", "localhost", "169.254.170.2", "0.0.0.0", "::ffff:7f00:1"])(
    "%s is refused",
    async (host) => {
      await expect(directRoute()({ host, port: port() }, never)).rejects.toThrow(`${host} is a`);
    },
  );

  test("that this machine has a name for is refused by the system's resolver, too", async () => {
    // 0x7f.1 is 127.0.0.1 to it, though no URL has it in that form.
    await expect(directRoute(resolveName)({ host: "0x7f.1", port: port() }, never)).rejects.toThrow(
      "0x7f.1 is 127.0.0.1, a loopback address",
    );
  });
});

test("a connection that is not wanted any more is given up, with the reason", async () => {
  const leaving = new AbortController();
  const asking = new Promise<void>((asked) => {
    const forever = () => {
      asked();
      return new Promise<never>(() => undefined);
    };
    const connecting = directRoute(forever)({ host: "slow.test", port: 80 }, leaving.signal);
    connecting.catch(() => undefined);
    result = connecting;
  });
  await asking;
  leaving.abort(new Error("no more"));
  await expect(result).rejects.toThrow("no more");
});
let result: Promise<unknown>;
