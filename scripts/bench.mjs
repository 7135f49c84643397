// `npm run bench`: measures speed as ratios of things that run side by side, in turns or in virtual time, in one run.
// `node scripts/bench.mjs watching` measures one of them alone.
import { crawlBench } from "./bench/crawl.mjs";
import { frontierBench } from "./bench/frontier.mjs";
import { gateBench } from "./bench/gate.mjs";
import { growthBench } from "./bench/growth.mjs";
import { previewBench } from "./bench/preview.mjs";
import { watchingBench } from "./bench/watching.mjs";
import { installPulumi } from "./e2e/pulumi.mjs";
import { installMoto } from "./e2e/moto.mjs";
import { runScript, SetupError } from "./lib/say.mjs";

/** @type {Record<string, () => Promise<void>>} */
const benches = {
  watching: watchingBench,
  preview: async () => {
    await installPulumi();
    await installMoto();
    await previewBench();
  },
  crawl: crawlBench,
  gate: gateBench,
  growth: growthBench,
  frontier: frontierBench,
};

await runScript(async () => {
  const [name] = process.argv.slice(2);
  const chosen = name === undefined ? Object.values(benches) : [benches[name]];
  for (const bench of chosen) {
    if (bench === undefined) {
      const known = Object.keys(benches).join(" or ");
      throw new SetupError(
        `Expected ${known} as the bench to run, or nothing for all; got "${name}".`,
      );
    }
    await bench();
  }
});
