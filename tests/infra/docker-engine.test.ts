import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerEngineAnswers, engineFor, enginePlaces } from "../../infra/docker-engine.ts";
import { listen } from "./helpers/engine.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "mayfly-engine-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("an engine is looked for", () => {
  test("at the sockets of Docker Engine and Docker Desktop", () => {
    const sockets = [
      { path: "/var/run/docker.sock" },
      { path: "/home/kiwi/.docker/run/docker.sock" },
      { path: "/home/kiwi/.docker/desktop/docker.sock" },
    ];
    expect(enginePlaces({ HOME: "/home/kiwi" })).toEqual(sockets);
    expect(enginePlaces({ HOME: "/home/kiwi", DOCKER_HOST: "" })).toEqual(sockets);
  });

  test.each([
    ["unix:///run/user/1000/docker.sock", [{ path: "/run/user/1000/docker.sock" }]],
    ["tcp://10.0.0.7:2376", [{ host: "10.0.0.7", port: 2376 }]],
    ["tcp://engine.example", [{ host: "engine.example", port: 2375 }]],
    ["https://engine.example:2376/", [{ host: "engine.example", port: 2376 }]],
    ["ssh://kiwi@engine.example", ["ssh"]],
    ["npipe:////./pipe/docker_engine", [{ path: "//./pipe/docker_engine" }]],
    ["fd://", []],
    ["engine.example:2375", []],
  ])("at DOCKER_HOST=%s", (host, places) => {
    expect(enginePlaces({ HOME: "/home/kiwi", DOCKER_HOST: host })).toEqual(places);
  });
});

describe("an engine answers", () => {
  test("at a socket", async () => {
    const path = join(home, "engine.sock");
    await using _engine = await listen({ path });
    expect(await dockerEngineAnswers({ DOCKER_HOST: `unix://${path}` })).toBe(true);
  });

  test("at a port", async () => {
    await using engine = await listen();
    const host = `tcp://127.0.0.1:${String(engine.port)}`;
    expect(await dockerEngineAnswers({ DOCKER_HOST: host })).toBe(true);
  });

  test("at the socket of Docker Desktop", async () => {
    await mkdir(join(home, ".docker/desktop"), { recursive: true });
    await using _engine = await listen({ path: join(home, ".docker/desktop/docker.sock") });
    expect(await dockerEngineAnswers({ HOME: home })).toBe(true);
  });

  test("behind ssh, as far as anyone can tell", async () => {
    expect(await dockerEngineAnswers({ DOCKER_HOST: "ssh://kiwi@engine.invalid" })).toBe(true);
  });
});

describe("none answers", () => {
  test("where there is no socket", async () => {
    const host = `unix://${join(home, "none.sock")}`;
    expect(await dockerEngineAnswers({ DOCKER_HOST: host })).toBe(false);
  });

  test("at a port that is closed", async () => {
    const engine = await listen();
    await engine[Symbol.asyncDispose]();
    const host = `tcp://127.0.0.1:${String(engine.port)}`;
    expect(await dockerEngineAnswers({ DOCKER_HOST: host })).toBe(false);
  });

  test("where DOCKER_HOST is no address", async () => {
    expect(await dockerEngineAnswers({ DOCKER_HOST: "nonsense" })).toBe(false);
  });

  test.each(["tcp://", "tcp://a b:1", "tcp://[::1:2375", "tcp://127.0.0.1:99999"])(
    "at %s, which is a mistake and not a crash",
    async (host) => expect(await dockerEngineAnswers({ DOCKER_HOST: host })).toBe(false),
  );
});

test("an IPv6 address in brackets is connected to without them", () => {
  expect(enginePlaces({ DOCKER_HOST: "tcp://[::1]:2375" })).toEqual([{ host: "::1", port: 2375 }]);
});

describe("an engine to build with", () => {
  const built = {
    kind: "built",
    imageName: "docker.io/kiwi/mayfly-crawler:dev",
    nodeImage: "node:22-bookworm-slim",
    registryServer: "docker.io",
    registryUser: "kiwi",
  } as const;
  const prebuilt = { ...built, kind: "prebuilt", image: "kiwi/crawler:1" } as const;
  afterEach(() => void vi.unstubAllEnvs());

  test("is asked for in an update, in one sentence without a stack", async () => {
    vi.stubEnv("DOCKER_HOST", "none://");
    const error: unknown = await engineFor(built, false).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message:
        "Expected a Docker engine to build the crawler image with, but none answers; start Docker, set DOCKER_HOST, or set crawlerImage to an image that exists.",
    });
    expect((error as Error).stack).toBeUndefined();
  });

  test("is not needed for a preview, nor for an image that exists", async () => {
    vi.stubEnv("DOCKER_HOST", "none://");
    expect(await engineFor(built, true)).toBe(false);
    expect(await engineFor(prebuilt, false)).toBe(true);
  });
});
