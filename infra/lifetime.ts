import * as pulumi from "@pulumi/pulumi";
import { expiryOf } from "./config/ttl.ts";

/** What {@link Lifetime} needs. */
export interface LifetimeArgs {
  /** Time to live in milliseconds from the last up, to a quarter of it; null for never. */
  readonly ttlMs: number | null;
}

/**
 * When the environment was brought up and when it expires. The time is kept in the stack's state; each `up` extends the life
 * that counts from it, in quarters of the time to live, so that another `up` soon after changes nothing.
 */
export class Lifetime extends pulumi.ComponentResource {
  /** ISO 8601 time of the first up. */
  readonly createdAt: pulumi.Output<string>;
  /** ISO 8601 time after which the environment may be removed; null for never. */
  readonly expiresAt: pulumi.Output<string | null>;

  constructor(name: string, args: LifetimeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mayfly:infra:Lifetime", name, { ...args }, opts);
    const stash = new pulumi.Stash(
      `${name}-created-at`,
      { input: new Date().toISOString().replace(/\.\d+/, "") },
      { parent: this, ignoreChanges: ["input"] },
    );
    this.createdAt = stash.output.apply(String);
    const nowMs = Date.now();
    this.expiresAt = this.createdAt.apply((createdAt) => expiryOf(createdAt, args.ttlMs, nowMs));
    this.registerOutputs({ createdAt: this.createdAt, expiresAt: this.expiresAt });
  }
}
