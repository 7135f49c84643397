import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serviceFolder } from "../../../scripts/e2e/index.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What `pulumi up` needs of a checkout; packages are those of this one. */
const parts = [
  "Pulumi.yaml",
  "index.ts",
  "infra",
  "package.json",
  "tsconfig.base.json",
  "tsconfig.json",
];
const crawlerParts = [
  ".dockerignore",
  "Dockerfile",
  "package.json",
  "package-lock.json",
  "src",
  "tsconfig.build.json",
  "tsconfig.json",
];

/** A copy of the Pulumi program that a test may change, with an empty file backend beside it. */
export class ProjectCopy {
  readonly folder: string;
  readonly state: string;
  readonly #base: string;

  constructor() {
    this.#base = serviceFolder("e2e");
    this.folder = join(this.#base, "project");
    this.state = join(this.#base, "state");
    mkdirSync(this.folder);
    mkdirSync(this.state);
    mkdirSync(join(this.folder, "crawler"));
    for (const part of parts) this.#copy(part);
    for (const part of crawlerParts) this.#copy(join("crawler", part));
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Writes a file of the copy. */
  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Takes a file of the copy back to what the checkout has. */
  restore(path: string): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
    this.#copy(path);
  }

  remove(): void {
    rmSync(this.#base, { recursive: true, force: true, maxRetries: 5 });
  }

  #copy(path: string): void {
    cpSync(join(root, path), join(this.folder, path), { recursive: true });
  }
}
