import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dockerEngine } from "../../../../automation/targets/docker/engine.ts";

let folder: string;
let server: Server;
/** What the engine answers to a build or a pull: 200, whatever becomes of it. */
let answer: (response: ServerResponse) => void;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "mayfly-engine-"));
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  server = createServer((request, response) => {
    request.resume().once("end", () => {
      answer(response.writeHead(200, { "content-type": "application/json" }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(join(folder, "engine.sock"), resolve);
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const engine = () =>
  dockerEngine({ host: `unix://${join(folder, "engine.sock")}`, certPath: null });
const lines = (...events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\r\n`).join("");
const says = (text: string): void => {
  answer = (response) => response.end(text);
};
const build = async (signal = never): Promise<string> => {
  let heard = "";
  const hear = (text: string): void => {
    heard += text;
  };
  await engine()
    .build(folder, ["Dockerfile"], "crawler:1", hear, signal)
    .catch((error: unknown) => {
      throw new Error(`${(error as Error).message} <${heard}>`);
    });
  return heard;
};
const failed = { code: 7, message: "The command '/bin/sh -c exit 7' returned a non-zero code: 7" };

describe("a build", () => {
  test("tells what it prints", async () => {
    says(lines({ stream: "Step 1/1\n" }, { aux: { ID: "sha256:1" } }, { stream: "Grüße\n" }));
    expect(await build()).toBe("Step 1/1\nGrüße\n");
  });

  test("fails with the error among what it prints, which is heard too", async () => {
    says(lines({ stream: "Step 1/1\n" }, { errorDetail: failed, error: failed.message }));
    await expect(build()).rejects.toThrow(`${failed.message} <Step 1/1\n${failed.message}\n>`);
  });

  test("fails with an error that is the last thing and has no end of line", async () => {
    says(JSON.stringify({ error: "no space left on device" }));
    await expect(build()).rejects.toThrow("no space left on device");
  });

  test("fails where the engine goes away", async () => {
    answer = (response) => {
      response.write(lines({ stream: "Step 1/1\n" }), () => response.destroy());
    };
    await expect(build()).rejects.toThrow(/^No Docker engine answers at /);
  });

  test("ends with the signal's reason", async () => {
    const abort = new AbortController();
    answer = (response) => {
      response.write(lines({ stream: "Step 1/1\n" }), () => {
        abort.abort(new Error("enough"));
      });
    };
    await expect(build(abort.signal)).rejects.toThrow("enough");
  });
});

describe("a pull", () => {
  test("that breaks midway fails with the engine's words", async () => {
    says(
      lines(
        { status: "Pulling fs layer", id: "1" },
        { error: "unexpected EOF", errorDetail: { message: "unexpected EOF" } },
      ),
    );
    await expect(engine().pull("crawler:1", undefined, never)).rejects.toThrow(/^unexpected EOF$/);
  });
});
