import { RunError } from "@pulumi/pulumi";

/**
 * An error for the user, which Pulumi shows as it is. It has no stack: nobody needs one, and to colour it Pulumi would call
 * `util.inspect`, which on Node.js 20 spins for a quarter of a minute on the SDK's source-mapped paths (a scoped package at
 * the end of a path, `node_modules/@pulumi/resource.ts`, never ends its search for the next slash).
 */
export function refusal(message: string): RunError {
  const error = new RunError(message);
  delete error.stack;
  return error;
}
