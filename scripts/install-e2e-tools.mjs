// `npm run test:e2e` runs this first (`pretest:e2e`): whatever the end-to-end tests need and this machine lacks.
import { ensureBaseImage } from "./e2e/base-image.mjs";
import { installDocker, startDockerEngine } from "./e2e/docker.mjs";
import { installFakecloud } from "./e2e/fakecloud.mjs";
import { installMinistack } from "./e2e/ministack.mjs";
import { installMoto } from "./e2e/moto.mjs";
import { installPulumi } from "./e2e/pulumi.mjs";
import { installRegistry } from "./e2e/registry.mjs";
import { ensureSeleniumImage } from "./e2e/selenium-image.mjs";
import { buildIfStale } from "./lib/build.mjs";
import { installPackages } from "./lib/packages.mjs";
import { crawlerFolder, root } from "./lib/paths.mjs";
import { runScript } from "./lib/say.mjs";

await runScript(async () => {
  await installPackages("root packages", root);
  await installPackages("crawler packages", crawlerFolder);
  await buildIfStale();
  await Promise.all([installWithApt(), installCompiled()]);
});

/** One after the other, since each may call apt-get, which locks. */
async function installWithApt() {
  await installRegistry();
  await installMoto();
  await installMinistack();
  await installDocker();
  const engine = await startDockerEngine();
  try {
    await ensureBaseImage(engine);
    await ensureSeleniumImage(engine);
  } finally {
    await engine.close();
  }
}

/** One after the other, since each takes all cores. */
async function installCompiled() {
  await installPulumi();
  await installFakecloud();
}
