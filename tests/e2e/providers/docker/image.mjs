/** `docker:Image`: builds from a context, pushes with the login it was given, and tells the digest that the registry gave. */
import { join, resolve } from "node:path";
import { docker, withLogin } from "./cli.mjs";
import { contextHash } from "./context-hash.mjs";

const contextOf = ({ context = "." } = {}) => resolve(context);
const dockerfileOf = (build = {}) =>
  build.dockerfile ? resolve(build.dockerfile) : join(contextOf(build), "Dockerfile");

/** The hash becomes part of the input `build`, as in the real provider, and so of the comparison. */
async function prepare(inputs) {
  const { build } = inputs;
  const contextDigest = await contextHash(contextOf(build), dockerfileOf(build));
  return { ...inputs, build: { ...build, contextDigest } };
}

/** Another user or password is no reason to build again; another registry is. */
const compared = ({ registry, ...rest }) => ({ ...rest, registry: { server: registry?.server } });

/** `registry/name` without tag or digest. */
const repositoryOf = (imageName) => imageName.replace(/@.*$/, "").replace(/:[^:/]*$/, "");

/** Docker's long names of Docker Hub's images, which `RepoDigests` shortens. */
const short = (repository) => repository.replace(/^(index\.)?docker\.io\/(library\/)?/, "");

async function build({ inputs, signal }) {
  const { build: { platform, args = {}, target, addHosts = [], network, cacheFrom } = {} } = inputs;
  const options = [
    ...["--quiet", "--tag", inputs.imageName, "--file", dockerfileOf(inputs.build)],
    ...(platform ? ["--platform", platform] : []),
    ...(target ? ["--target", target] : []),
    ...(network ? ["--network", network] : []),
    ...Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`),
    ...addHosts.map((host) => `--add-host=${host}`),
    ...(cacheFrom?.images ?? []).map((image) => `--cache-from=${image}`),
  ];
  await docker(["build", ...options, contextOf(inputs.build)], { signal });
}

async function push({ inputs, signal }) {
  const { imageName, registry = {} } = inputs;
  await withLogin(registry, (config) => docker(["push", imageName], { signal, config }));
}

/** What the registry calls the image: only after a push, and the one of this repository. */
async function digest(imageName) {
  const format = "--format={{json .RepoDigests}}";
  const digests = JSON.parse(await docker(["image", "inspect", format, imageName])) ?? [];
  const repository = repositoryOf(imageName);
  return digests.find((each) => short(repositoryOf(each)) === short(repository));
}

async function run(call) {
  const { inputs } = call;
  await build(call);
  if (!inputs.skipPush) await push(call);
  const { imageName, registry, build: given } = inputs;
  const repoDigest = inputs.skipPush ? undefined : await digest(imageName);
  if (!inputs.skipPush && !repoDigest) throw new Error(`no digest of ${imageName} after its push`);
  return {
    baseImageName: imageName,
    context: given?.context ?? ".",
    dockerfile: given?.dockerfile ?? "Dockerfile",
    imageName,
    platform: given?.platform,
    registryServer: registry?.server,
    repoDigest,
  };
}

/** @type {import("../resources.mjs").Entry} */
export const image = {
  changing: ["baseImageName", "repoDigest"],
  prepare,
  compared,
  async preview(call) {
    if (call.inputs.buildOnPreview) await build(call);
  },
  create: async (call) => ({ id: call.inputs.imageName, outs: await run(call) }),
  update: run,
  /** The real provider leaves the image where it was pushed. */
  delete: async () => undefined,
};
