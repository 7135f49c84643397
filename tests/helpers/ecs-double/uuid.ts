import { createHash } from "node:crypto";

/** 32 hexadecimal digits that are the same for the same name. */
export function hexOf(name: string): string {
  return createHash("md5").update(name).digest("hex");
}

/** A UUID that is the same for the same name. */
export function uuidOf(name: string): string {
  return hexOf(name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
