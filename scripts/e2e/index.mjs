// What the end-to-end tests start; `scripts/install-e2e-tools.mjs` installs it.
export { ensureBaseImage } from "./base-image.mjs";
export { startDockerEngine } from "./docker.mjs";
export { startFakecloud } from "./fakecloud.mjs";
export { startMinistack } from "./ministack.mjs";
export { startMoto } from "./moto.mjs";
export { isRecentPulumi, pulumiFolder } from "./pulumi.mjs";
export { startRegistry } from "./registry.mjs";
export { ensureSeleniumImage, seleniumImage } from "./selenium-image.mjs";
export { httpStatus, serviceFolder, startService } from "./service.mjs";
