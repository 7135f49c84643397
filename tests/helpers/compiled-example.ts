import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageRoot } from "../../automation/package-root.ts";

/** A compiled example. `using` removes it. */
export interface CompiledExample extends Disposable {
  /** Path of the program. */
  readonly path: string;
}

/** Compiles a file of `examples/` as a user would, against the built package under its own name. */
export async function compileExample(name: string): Promise<CompiledExample> {
  // Inside the package, so that the package finds itself by its name.
  const parent = join(packageRoot, "dist");
  mkdirSync(parent, { recursive: true });
  const output = mkdtempSync(join(parent, "examples-test-"));
  const remove = () => {
    rmSync(output, { recursive: true, force: true });
  };
  const examples = join(packageRoot, "examples");
  try {
    await promisify(execFile)(process.execPath, [
      join(packageRoot, "node_modules/typescript/bin/tsc"),
      ...[join(examples, `${name}.ts`), "--ignoreConfig", "--rootDir", examples],
      ...["--outDir", output, "--module", "nodenext", "--target", "es2022", "--strict"],
      ...["--types", "node"],
    ]);
  } catch (error) {
    remove();
    throw error;
  }
  return { path: join(output, `${name}.js`), [Symbol.dispose]: remove };
}
