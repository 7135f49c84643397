import { Image } from "@pulumi/docker/image.js";
import { Provider } from "@pulumi/docker/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { CpuArchitecture } from "./config/crawl-config.ts";
import type { CrawlerImageConfig } from "./config/crawler-image.ts";

/** What {@link CrawlerImage} needs. */
export interface CrawlerImageArgs {
  readonly image: CrawlerImageConfig;
  /** Token of the registry's user; needed to push. */
  readonly token: pulumi.Output<string> | undefined;
  readonly cpuArchitecture: CpuArchitecture;
  /** Whether a Docker engine answers; a preview does without. */
  readonly hasEngine: boolean;
}

const platforms: Readonly<Record<CpuArchitecture, string>> = {
  X86_64: "linux/amd64",
  ARM64: "linux/arm64",
};

/**
 * The crawler's image: built from `crawler/` and pushed, or one that exists. What was built is referred to by digest, so
 * that a task runs what this stack pushed, whatever the tag says by then. A preview builds nothing and needs no engine.
 */
export class CrawlerImage extends pulumi.ComponentResource {
  /** The image's reference: by digest where it was built. */
  readonly reference: pulumi.Output<string>;

  constructor(name: string, args: CrawlerImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:CrawlerImage", name, {}, opts);
    this.reference =
      args.image.kind === "prebuilt"
        ? pulumi.output(args.image.image)
        : this.#build(name, args.image, args);
    this.registerOutputs({ reference: this.reference });
  }

  #build(
    name: string,
    image: CrawlerImageConfig & { readonly kind: "built" },
    { token, cpuArchitecture, hasEngine }: CrawlerImageArgs,
  ): pulumi.Output<string> {
    const built = new Image(
      name,
      {
        imageName: image.imageName,
        build: {
          context: "crawler",
          dockerfile: "crawler/Dockerfile",
          platform: platforms[cpuArchitecture],
          args: { NODE_IMAGE: image.nodeImage },
          builderVersion: "BuilderBuildKit",
        },
        registry: {
          server: image.registryServer,
          ...(image.registryUser === undefined ? {} : { username: image.registryUser }),
          ...(token === undefined ? {} : { password: token }),
        },
        buildOnPreview: false,
      },
      {
        parent: this,
        provider: this.#provider(name, hasEngine),
        // The provider deletes no image; without this, taking the stack down would need an engine to do nothing.
        retainOnDelete: true,
      },
    );
    const repository = image.imageName.replace(/:[^:/]+$/, "");
    // The engine may know the image from several registries; the digest is the same, the name is ours. It is no secret,
    // also where it came about with one.
    return pulumi
      .unsecret(built.repoDigest)
      .apply((reference) => `${repository}@${reference.replace(/^.*@/, "")}`);
  }

  /**
   * The Docker provider wants an engine as soon as it is configured, also for a preview
   * (https://github.com/pulumi/pulumi-docker/issues/1106). Pulumi does not configure a provider while part of its
   * configuration is unknown: so it is, in a preview without an engine.
   */
  #provider(name: string, hasEngine: boolean): Provider {
    if (!hasEngine) {
      void pulumi.log.warn(
        "No Docker engine answers: this preview cannot tell whether the crawler image changes.",
        this,
      );
    }
    return new Provider(
      `${name}-docker`,
      hasEngine ? {} : { host: pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string> },
      { parent: this },
    );
  }
}
