import { defaultSeleniumImages, type SeleniumVersion } from "../container-definitions.ts";
import type { CpuArchitecture } from "./crawl-config.ts";
import { parseImageReference, seleniumVersionOf } from "./image-reference.ts";
import { checkImage } from "./pinned-image.ts";
import type { ConfigReader } from "./reader.ts";

/** https://github.com/SeleniumHQ/docker-selenium#experimental-multi-arch-images */
const forX86Alone = ["selenium/standalone-chrome", "selenium/standalone-edge"];

/** Reads what concerns the Selenium server, and refuses an image that a task could not start. */
export function seleniumImageOf(
  read: ConfigReader,
  cpuArchitecture: CpuArchitecture,
): { readonly seleniumImage: string; readonly seleniumVersion: SeleniumVersion } {
  const image = read.text("seleniumImage") ?? defaultSeleniumImages[cpuArchitecture];
  checkImage(read, "seleniumImage", image);
  const { registry, repository = "" } = parseImageReference(image) ?? {};
  if (cpuArchitecture === "ARM64" && registry === "docker.io" && forX86Alone.includes(repository)) {
    read.problems.push(
      `Expected an image for ARM64 such as ${defaultSeleniumImages.ARM64} for seleniumImage, since cpuArchitecture is ARM64, but got ${JSON.stringify(image)}, which is for X86_64 alone.`,
    );
  }
  const version = read.choice("seleniumVersion", ["auto", "3", "4"]);
  return {
    seleniumImage: image,
    seleniumVersion: version === "auto" ? seleniumVersionOf(image) : version === "3" ? 3 : 4,
  };
}
