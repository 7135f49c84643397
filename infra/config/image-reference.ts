/** The parts of a container image's name. */
export interface ImageReference {
  /** Host of the registry; `docker.io` where the name has none. */
  readonly registry: string;
  /** Path in the registry, `library/` added for Docker's own images as Docker does. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

/** Docker Hub's registry, under the name that image references have. */
const dockerHub = "docker.io";
/** Its other names: that of its credentials, and that of the server which is asked. */
const dockerHubHosts = [dockerHub, "index.docker.io", "registry-1.docker.io"];

/** A registry's host; of the names that Docker Hub has, always `docker.io`, so that credentials for one are for all. */
export const registryName = (text: string): string =>
  dockerHubHosts.includes(text.toLowerCase()) ? dockerHub : text;

/** Whether a registry can have that path: Docker Hub has users and their repositories, and nothing below them. */
export const fitsRegistry = (image: Pick<ImageReference, "registry" | "repository">): boolean =>
  image.registry !== dockerHub || image.repository.split("/").length <= 2;

const component = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
/** A path in a registry: lower-case components between slashes. */
const path = new RegExp(`^${component}(?:/${component})*$`);
const host = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const tagged = /^(?<name>.+?)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Whether a text is a path of a repository, such as `selenium/standalone-chrome`. */
export const isRepository = (text: string): boolean => text.length <= 255 && path.test(text);

/**
 * Whether a text is the host of a registry, such as `ghcr.io` or `127.0.0.1:5000`. Without a dot or a port it would be
 * read as a user of Docker Hub.
 */
export const isRegistryHost = (text: string): boolean =>
  host.test(text) && (/[.:]/.test(text) || text === "localhost");

/** The host of an Amazon ECR registry, with the account and the region it is in. */
export const ecrHost =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?$/;

/**
 * Reads an image's name by the rules of https://pkg.go.dev/github.com/distribution/reference; undefined when it is none.
 * The first component is a registry's host when it has a dot or a port, or is `localhost`.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const groups = tagged.exec(text)?.groups;
  const name = groups?.["name"];
  if (groups === undefined || name === undefined) return undefined;
  const [first = "", ...rest] = name.split("/");
  const hasHost = rest.length > 0 && isRegistryHost(first);
  const registry = hasHost ? registryName(first) : dockerHub;
  const inRegistry = hasHost ? rest.join("/") : name;
  if (!isRegistryHost(registry) || !isRepository(inRegistry)) return undefined;
  const ofDocker = registry === dockerHub && !inRegistry.includes("/");
  const { tag, digest } = groups;
  return {
    registry,
    repository: ofDocker ? `library/${inRegistry}` : inRegistry,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The major version that a Selenium image's tag starts with; 4 where it does not say. */
export function seleniumVersionOf(image: string): 3 | 4 {
  return /^3(?:\.|$)/.test(parseImageReference(image)?.tag ?? "") ? 3 : 4;
}

/** What the path of an image on Docker Hub looks like, for messages. */
export const hubPathForm = "at most two names with a / between them, which is what Docker Hub has,";

/** What was expected where a name is of no image, or has neither tag nor digest; null where it came. */
export function imageProblem(text: string): string | null {
  const reference = parseImageReference(text);
  if (reference === undefined || (reference.tag ?? reference.digest) === undefined) {
    return "an image with a tag or a digest";
  }
  return fitsRegistry(reference) ? null : hubPathForm;
}
