import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveFolder } from "./static-site.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mayfly-static-"));
  await mkdir(join(folder, "site"));
  await writeFile(join(folder, "site", "index.html"), "<title>Ünder</title>");
  await writeFile(join(folder, "site", "a b.css"), "a {}");
  await writeFile(join(folder, "secret.txt"), "secret");
});
afterEach(() => rm(folder, { recursive: true }));

/** Status for a path as it is: fetch would tidy it up. */
const rawStatus = (url: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { path }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });

test("files have their types, and index.html stands for its folder", async () => {
  await using site = await serveFolder(join(folder, "site"));
  const home = await fetch(site.url);
  expect(home.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await home.text()).toContain("Ünder");
  const style = await fetch(`${site.url}a%20b.css`);
  expect(style.headers.get("content-type")).toBe("text/css; charset=utf-8");
});

test("what is not there is a 404, and nothing outside the folder is there", async () => {
  await using site = await serveFolder(join(folder, "site"));
  for (const path of [
    "/missing",
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/%zz",
  ]) {
    expect([path, await rawStatus(site.url, path)]).toEqual([path, 404]);
  }
});
