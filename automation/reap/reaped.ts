/** One environment that is due, and what became of it. A leaf. */
export interface Reaped {
  readonly stack: string;
  /** ISO 8601 time of the first up; null where it is not known. */
  readonly createdAt: string | null;
  /** ISO 8601 time or `never`; null where it is not known. */
  readonly expiresAt: string | null;
  /** Whether Pulumi knows it: else its resources were found by their tags. */
  readonly hasState: boolean;
  /** What is still there, as `type id` or ARN; empty when all is gone. Where nothing was removed on purpose, all of it. */
  readonly left: readonly string[];
  /** Why something is left; null where all is gone, and in a dry run. */
  readonly problem: string | null;
  /** Commands that remove what is left by hand; empty where all is gone, and in a dry run. */
  readonly byHand: readonly string[];
}
