/**
 * What a test may order of a stand-in, through its environment:
 * - `STANDIN_FAIL=aws:ecs/cluster:Cluster=create:Some text`: the operation (create, update, delete, read) fails with that text;
 * - `STANDIN_DELAY=aws:s3/bucket:Bucket=5000`: a creation waits as many milliseconds, or until it is cancelled, and then fails;
 * - `STANDIN_LOG=/tmp/file`: a JSON line per operation begun, `{ type, name, op, inputs? }`.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseUrn } from "./pulumi-internals.mjs";

const { STANDIN_FAIL = "", STANDIN_DELAY = "", STANDIN_LOG } = process.env;
const fail = /^([^=]+)=(\w+):(.*)$/s.exec(STANDIN_FAIL);
const delay = /^([^=]+)=(\d+)$/.exec(STANDIN_DELAY);
if (STANDIN_FAIL && !fail)
  throw new Error(`STANDIN_FAIL: expected TYPE=OP:TEXT, not ${STANDIN_FAIL}`);
if (STANDIN_DELAY && !delay)
  throw new Error(`STANDIN_DELAY: expected TYPE=MS, not ${STANDIN_DELAY}`);

/**
 * To be called before an operation touches anything.
 * @param {"create" | "update" | "delete" | "read"} op
 * @param {{ urn: string, inputs?: Record<string, unknown> }} call
 * @param {AbortSignal} signal
 */
export async function begin(op, { urn, inputs }, signal) {
  const { type, name } = parseUrn(urn);
  if (STANDIN_LOG) appendFileSync(STANDIN_LOG, `${JSON.stringify({ type, name, op, inputs })}\n`);
  if (fail && fail[1] === type && fail[2] === op) throw new Error(fail[3]);
  if (delay && delay[1] === type && op === "create") {
    const cancelled = () => Promise.reject(new Error(`the creation of ${name} was cancelled`));
    await wait(Number(delay[2]), undefined, { signal }).catch(cancelled);
  }
}
