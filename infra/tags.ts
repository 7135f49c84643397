import type * as pulumi from "@pulumi/pulumi";

/** Tags of one resource. */
export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/** What {@link tagsOf} needs. */
export interface TagsArgs {
  readonly project: string;
  readonly stack: string;
  /** ISO 8601 time of the first up. */
  readonly createdAt: pulumi.Output<string>;
  /** ISO 8601 time; null for never. */
  readonly expiresAt: pulumi.Output<string | null>;
  /** The user's own. */
  readonly more: Readonly<Record<string, string>>;
}

/** Names of the tags that every resource has, by which an environment is found when its state is lost. */
export const tagNames = {
  project: "mayfly:project",
  stack: "mayfly:stack",
  createdAt: "mayfly:created-at",
  expiresAt: "mayfly:expires-at",
} as const;

/** The tags of every resource of a stack. */
export function tagsOf({ project, stack, createdAt, expiresAt, more }: TagsArgs): Tags {
  return {
    ...more,
    [tagNames.project]: project,
    [tagNames.stack]: stack,
    [tagNames.createdAt]: createdAt,
    [tagNames.expiresAt]: expiresAt.apply((time) => time ?? "never"),
  };
}
