// `npm run bench`: measures speed as ratios of things that run side by side, in turns, in one run.
import { previewBench } from "./bench/preview.mjs";
import { installPulumi } from "./e2e/pulumi.mjs";
import { installMoto } from "./e2e/moto.mjs";
import { runScript } from "./lib/say.mjs";

await runScript(async () => {
  await installPulumi();
  await installMoto();
  await previewBench();
});
