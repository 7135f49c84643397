import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listRunIds, runFolder } from "../../automation/run/run-folder.ts";
import { readRecord } from "../../automation/run/record.ts";
import { startDemoSite, type DemoSite } from "../fixtures/demo-site/server.mjs";
import { bridgeAddress, dockerInventory, forgetImages, pushSelenium } from "./helpers/docker.ts";
import { outputsIn } from "./helpers/outputs.ts";
import { writeLogin } from "./helpers/registry.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

let world: World;
let site: DemoSite;
let selenium: string;
const ofProject = () => ["--stack", "images", "--cwd", world.project.folder];

beforeAll(async () => {
  world = await startWorld();
  site = await startDemoSite({ host: await bridgeAddress() });
  selenium = await pushSelenium(world.registry);
  await world.configure("images", { seleniumImage: selenium, memory: "2048", cpu: "1024" });
  await must(world.run("mayfly", ["up", ...ofProject()]));
});
afterAll(async () => {
  await site.close();
  await world[Symbol.asyncDispose]();
});

it("crawls on a Docker engine with the two images of a stack, pulled as its user", async () => {
  const { stdout } = await must(world.run("mayfly", ["outputs", "--json", ...ofProject()]));
  const { images } = outputsIn(stdout);
  // On another machine they are not there.
  await forgetImages(world.registry.host);
  const before = await dockerInventory();
  const login = join(world.project.folder, "login");
  mkdirSync(login);
  writeLogin(login, world.registry);
  const limits = ["--max-pages", "3", "--delay", "0", "--allow-private"];
  const target = ["--target", "docker", ...ofProject()];
  await must(
    world.run("mayfly", ["run", site.url, ...target, ...limits], { DOCKER_CONFIG: login }),
  );
  const base = join(world.project.folder, ".mayfly");
  const folder = runFolder(base, listRunIds(base).at(-1) ?? "");
  const { outcome, pages, task, target: kind } = readRecord(folder);
  expect({ outcome, kind }).toMatchObject({ outcome: { kind: "completed" }, kind: "docker" });
  expect(pages.retrieved).toBe(3);
  expect(task?.containers).toMatchObject([
    { name: "selenium", image: selenium },
    { name: "crawler", image: images.crawler, exitCode: 0 },
  ]);
  expect(readFileSync(folder.log("crawler"), "utf8")).toContain("Retrieved URL: ");
  await forgetImages(world.registry.host);
  expect(await dockerInventory()).toEqual(before);
});
