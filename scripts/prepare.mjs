// `prepare`, which npm runs after `npm ci`: the crawler's own packages, then both `dist/`, so that `npx mayfly` works.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildIfStale, canBuild, isBuilt } from "./lib/build.mjs";
import { installPackages } from "./lib/packages.mjs";
import { crawlerFolder } from "./lib/paths.mjs";
import { runScript, say } from "./lib/say.mjs";

await runScript(async () => {
  // A package that was packed has no sources, and nothing to prepare.
  if (!existsSync(join(crawlerFolder, "src"))) return;
  const dev = canBuild();
  await installPackages("crawler packages", crawlerFolder, { dev });
  if (dev) return buildIfStale();
  const advice =
    "run `npm ci` with development dependencies once, or copy `dist/` and `crawler/dist/` here";
  say(
    "build",
    isBuilt()
      ? "kept as it is, since there is no compiler"
      : `not possible without the compiler: ${advice}`,
  );
});
