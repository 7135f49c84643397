import type { ConfigReader } from "./reader.ts";
import { ecrHost, isRegistryHost, isRepository, parseImageReference } from "./image-reference.ts";

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

const pinned = "an image with a tag or a digest";

/** Reads what concerns the crawler image, and refuses what cannot be pushed or pulled. */
export function crawlerImageOf(
  read: ConfigReader,
  stack: string,
  privateImage: boolean,
): CrawlerImageConfig {
  const registryServer = read.checked(
    "registryServer",
    "the host of a registry such as docker.io or ghcr.io",
    isRegistryHost,
  );
  const registryUser = read.optional("dockerHubUser", "a name without spaces", (text) =>
    /^\S{1,255}$/.test(text),
  );
  const nodeImage = read.checked("nodeImage", pinned, isPinned);
  const path = read.checked("imageName", "lower-case letters, digits, -, _, . and /", isRepository);
  const image = read.optional("crawlerImage", pinned, isPinned);
  if (image !== undefined) {
    if (privateImage) needCredentials(read, "to pull a private image with", "unset privateImage");
    const registry = parseImageReference(image)?.registry;
    return { kind: "prebuilt", image, registryServer: registry ?? registryServer, registryUser };
  }
  if (
    needCredentials(
      read,
      "to push the crawler image with",
      "set crawlerImage to an image that exists",
    )
  ) {
    // A repository of ECR belongs to no user.
    const isWhole = path.includes("/") || ecrHost.test(registryServer);
    const repository = isWhole ? path : `${registryUser ?? ""}/${path}`;
    if (!isRepository(repository)) {
      read.refuse(
        "a lower-case name, as it is part of the image's,",
        "dockerHubUser",
        registryUser,
      );
    }
    const tag = stack.replace(/^[^\w]/, "_");
    const imageName = `${registryServer}/${repository}:${tag}`;
    return { kind: "built", imageName, nodeImage, registryServer, registryUser };
  }
  return { kind: "built", imageName: "", nodeImage, registryServer, registryUser };
}

/** Whether a text names an image by tag or digest: without one it would be whatever `latest` is on the day. */
function isPinned(text: string): boolean {
  const { tag, digest } = parseImageReference(text) ?? {};
  return (tag ?? digest) !== undefined;
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
