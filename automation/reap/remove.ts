/** What is to be removed. */
export interface Removal {
  /** The last part of the ARN: a name, or an id. */
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly signal: AbortSignal;
}

/** Removes one resource with all that stands in its way and has no tags. Throws what the SDK throws. */
export type Remove = (removal: Removal) => Promise<void>;
