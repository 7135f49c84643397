import { randomBytes } from "node:crypto";

/** Shape of a run id: letters, digits, dot, dash and underscore; it names a folder and, on ECS, `startedBy`. */
export const runIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/;

/** A new run id that sorts by time: `20261124-091530-3f9c2a`. At most 36 characters, since it becomes `startedBy`. */
export function newRunId(nowMs: number): string {
  const digits = new Date(nowMs).toISOString().replaceAll(/\D/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${randomBytes(3).toString("hex")}`;
}
