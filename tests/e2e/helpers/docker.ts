import { rmSync } from "node:fs";
import { inject } from "vitest";
import { seleniumImage, serviceFolder } from "../../../scripts/e2e/index.mjs";
import { must, start } from "./commands.ts";
import { writeLogin, type RegistryLogin } from "./registry.ts";

/** Runs the Docker command to its end, against the engine of the tests; resolves with what it printed. */
export async function docker(
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = { ...process.env, DOCKER_HOST: inject("dockerHost"), ...more };
  return (await must(start("docker", args, { cwd: "/", env }).ended)).stdout.trim();
}

/** All that the engine has but images without a name, which are the builds' cache: `kind: name`, sorted. */
export async function dockerInventory(): Promise<readonly string[]> {
  const list = async (kind: string, args: readonly string[], format: string) =>
    (await docker([...args, "--format", format]))
      .split("\n")
      .filter((name) => name !== "" && name !== "<none>:<none>")
      .map((name) => `${kind}: ${name}`);
  const found = await Promise.all([
    list("container", ["ps", "--all"], "{{.Names}}"),
    list("network", ["network", "ls"], "{{.Name}}"),
    list("volume", ["volume", "ls"], "{{.Name}}"),
    list("image", ["image", "ls"], "{{.Repository}}:{{.Tag}}"),
  ]);
  return found.flat().sort();
}

/** Address of this machine that containers reach, and nobody outside. */
export async function bridgeAddress(): Promise<string> {
  const format = "{{(index .IPAM.Config 0).Gateway}}";
  return await docker(["network", "inspect", "bridge", "--format", format]);
}

/** Puts the image of the Selenium server into a registry, and resolves with its name there. */
export async function pushSelenium(registry: RegistryLogin): Promise<string> {
  const image = `${registry.host}/${seleniumImage}`;
  const folder = serviceFolder("docker-login");
  try {
    writeLogin(folder, registry);
    await docker(["tag", seleniumImage, image]);
    await docker(["push", "--quiet", image], { DOCKER_CONFIG: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return image;
}

/** Takes the names of a registry's images away; what they were made of stays, as the builds' cache. */
export async function forgetImages(host: string): Promise<void> {
  const format = "{{.Repository}} {{.Tag}} {{.Digest}}";
  const listed = await docker(["image", "ls", "--digests", "--format", format, `${host}/*/*`]);
  const names = listed.split("\n").flatMap((line) => {
    const [repository = "", tag, digest = ""] = line.split(" ");
    if (repository === "") return [];
    // The name by digest goes with the last name by tag.
    return tag === "<none>" ? `${repository}@${digest}` : `${repository}:${String(tag)}`;
  });
  if (names.length > 0) await docker(["image", "rm", "--no-prune", ...new Set(names)]);
}
