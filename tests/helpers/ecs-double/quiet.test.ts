import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { Quiet } from "./quiet.ts";

/** A server that answers after so many turns of the event loop. */
async function slowServer(turns: number): Promise<number> {
  const server = createServer((_request, response) => {
    void (async () => {
      for (let left = turns; left > 0; left -= 1) await turn();
      response.end("late");
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

test("It is not quiet while a call is open, however long the answer takes", async () => {
  const port = await slowServer(500);
  using quiet = new Quiet(port, () => 0);
  let answered = false;
  get({ host: "127.0.0.1", port }, (response) =>
    response.resume().once("end", () => (answered = true)),
  );
  await quiet.wait();
  expect(answered).toBe(true);
});

test("It is quiet while the double keeps the call waiting, or while the call is to somebody else", async () => {
  const port = await slowServer(2_000);
  using parked = new Quiet(port, () => 1);
  using elsewhere = new Quiet(port + 1, () => 0);
  let answered = false;
  const request = get({ host: "127.0.0.1", port }, () => (answered = true));
  request.on("error", () => undefined);
  await Promise.all([parked.wait(), elsewhere.wait()]);
  expect(answered).toBe(false);
  request.destroy();
});
