import { Secret, SecretVersion } from "./aws.ts";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./tags.ts";

/** What {@link RegistryCredentials} needs. */
export interface RegistryCredentialsArgs {
  readonly username: string;
  readonly token: pulumi.Input<string>;
  readonly tags: Tags;
}

/**
 * User and token with which ECS pulls a private image.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 */
export class RegistryCredentials extends pulumi.ComponentResource {
  readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: RegistryCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:RegistryCredentials", name, { username: args.username }, opts);
    const secret = new Secret(
      name,
      {
        description: "User and token with which ECS pulls the images of a crawl.",
        // Gone with the stack, and not kept for another month.
        recoveryWindowInDays: 0,
        tags: args.tags,
      },
      { parent: this },
    );
    const value = pulumi.jsonStringify({ username: args.username, password: args.token });
    new SecretVersion(
      `${name}-value`,
      { secretId: secret.id, secretString: pulumi.secret(value) },
      { parent: this },
    );
    this.secretArn = secret.arn;
    this.registerOutputs({ secretArn: this.secretArn });
  }
}
