import type { ConfigReader } from "./reader.ts";
import {
  ecrHost,
  fitsRegistry,
  hubPathForm,
  isRegistryHost,
  isRepository,
  parseImageReference,
  registryName,
} from "./image-reference.ts";
import { checkImage } from "./pinned-image.ts";

/** Where the crawler image comes from. */
export type CrawlerImageConfig = {
  /** The registry's host, and the user whose token is `dockerHubToken`; the user may be absent where nothing needs one. */
  readonly registryServer: string;
  readonly registryUser: string | undefined;
} & (
  | {
      readonly kind: "built";
      /** Name with the registry and a tag, which is the stack's name: two stacks never overwrite each other's. */
      readonly imageName: string;
      readonly nodeImage: string;
    }
  | { readonly kind: "prebuilt"; readonly image: string }
);

/** Reads what concerns the crawler image, and refuses what cannot be pushed or pulled. */
export function crawlerImageOf(
  read: ConfigReader,
  stack: string,
  privateImage: boolean,
): CrawlerImageConfig {
  const registryServer = registryName(
    read.checked(
      "registryServer",
      "the host of a registry such as docker.io or ghcr.io",
      isRegistryHost,
    ),
  );
  const registryUser = read.optional("dockerHubUser", "a name without spaces", isUser);
  const nodeImage = read.text("nodeImage") ?? "";
  checkImage(read, "nodeImage", nodeImage);
  const path = read.checked("imageName", "lower-case letters, digits, -, _, . and /", isRepository);
  const image = read.text("crawlerImage");
  if (image !== undefined) {
    checkImage(read, "crawlerImage", image);
    const registry = parseImageReference(image)?.registry ?? registryServer;
    if (privateImage && mayBePrivate(read, registry)) {
      needCredentials(read, "to pull a private image with", "unset privateImage");
    }
    return { kind: "prebuilt", image, registryServer: registry, registryUser };
  }
  if (privateImage) mayBePrivate(read, registryServer);
  const instead = "set crawlerImage to an image that exists";
  const canPush = needCredentials(read, "to push the crawler image with", instead);
  const repository = canPush ? repositoryOf(read, registryServer, registryUser ?? "", path) : "";
  const imageName = `${registryServer}/${repository}:${stack.replace(/^[^\w]/, "_")}`;
  return { kind: "built", imageName, nodeImage, registryServer, registryUser };
}

const isUser = (text: string): boolean => /^\S{1,255}$/.test(text);

/** The path that the image is pushed to. */
function repositoryOf(read: ConfigReader, registry: string, user: string, path: string): string {
  // A repository of ECR belongs to no user.
  const isWhole = path.includes("/") || ecrHost.test(registry);
  const repository = isWhole ? path : `${user}/${path}`;
  // Of a wrong path or user something has been said already.
  if (!isRepository(path) || !isUser(user)) return repository;
  if (!isRepository(repository)) {
    read.refuse("a lower-case name, as it is part of the image's,", "dockerHubUser", user);
  } else if (!fitsRegistry({ registry, repository })) {
    read.refuse(hubPathForm, "imageName", path);
  }
  return repository;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html is for registries outside of AWS. */
function mayBePrivate(read: ConfigReader, registry: string): boolean {
  if (!ecrHost.test(registry)) return true;
  read.problems.push(
    `Expected false for privateImage with the crawler image in Amazon ECR, but got "true": the execution role may pull it, and ECS takes no user and token for it.`,
  );
  return false;
}

function needCredentials(read: ConfigReader, purpose: string, instead: string): boolean {
  const missing = (["dockerHubUser", "dockerHubToken"] as const).filter(
    (key) => (read.text(key) ?? "") === "",
  );
  for (const key of missing) {
    const set = key === "dockerHubUser" ? "set dockerHubUser NAME" : "set --secret dockerHubToken";
    read.problems.push(
      `Expected a value for ${key}, ${purpose}, but got nothing; run \`pulumi config ${set}\`, or ${instead}.`,
    );
  }
  return missing.length === 0;
}
