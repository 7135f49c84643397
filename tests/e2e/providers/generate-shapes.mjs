/**
 * Writes `shapes.json`: input and output names of every resource type the stand-ins know, taken from the declarations of the
 * installed Pulumi packages. Run it with `node tests/e2e/providers/generate-shapes.mjs` after raising a package or adding a type.
 *
 * A shape is `"string"`, `"number"`, `"boolean"`, `"any"`, `[element]`, `{"*": value}` for a map, or an object of names, where a
 * trailing `?` marks what may be left out.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

const require = createRequire(import.meta.url);
const types = JSON.parse(readFileSync(new URL("types.json", import.meta.url), "utf8"));

/** @param {string} token such as `aws:ecs/cluster:Cluster` */
function declarationFile(token) {
  const [name, path] = token.split(":");
  const root = dirname(require.resolve(`@pulumi/${name}/package.json`));
  return join(root, `${path.replace(/^index\//, "")}.d.ts`);
}

const program = ts.createProgram(types.map(declarationFile), {
  module: ts.ModuleKind.NodeNext,
  strict: true,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();

/** What is left of a union without undefined, null, promises and outputs: every input is `T | Promise<T> | Output<T>`. */
function bare(type) {
  const parts = type.isUnion() ? type.types : [type];
  const isPlain = (part) =>
    !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) &&
    !/^(Promise|OutputInstance|Output)</.test(checker.typeToString(part)) &&
    !part.getProperty("apply");
  return parts.filter(isPlain);
}

/** @returns {unknown} the shape of a type */
function shapeOf(type) {
  const parts = bare(type);
  const every = (flag) => parts.length > 0 && parts.every((part) => part.flags & flag);
  if (every(ts.TypeFlags.StringLike)) return "string";
  if (every(ts.TypeFlags.NumberLike)) return "number";
  if (every(ts.TypeFlags.BooleanLike)) return "boolean";
  if (parts.length !== 1) return "any";
  const [only] = parts;
  if (checker.isArrayType(only)) return [shapeOf(checker.getTypeArguments(only)[0])];
  const index = checker.getIndexInfoOfType(only, ts.IndexKind.String);
  if (index) return { "*": shapeOf(index.type) };
  if (!(only.flags & ts.TypeFlags.Object) || only.getProperties().length === 0) return "any";
  return Object.fromEntries(
    only.getProperties().map((property) => {
      const optional = property.flags & ts.SymbolFlags.Optional ? "?" : "";
      return [property.name + optional, shapeOf(checker.getTypeOfSymbol(property))];
    }),
  );
}

const shapes = types.map((token) => {
  const source = program.getSourceFile(declarationFile(token));
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const className = token.split(":")[2];
  const find = (name) => exported.find((symbol) => symbol.name === name);
  const inputs = shapeOf(checker.getDeclaredTypeOfSymbol(find(`${className}Args`)));
  const members = checker.getDeclaredTypeOfSymbol(find(className)).getProperties();
  const outputs = members
    .map((member) => member.name)
    .filter((name) => !/^(id|urn|get.*|is.*|__.*)$/.test(name));
  return [token, { inputs, outputs }];
});
writeFileSync(
  new URL("shapes.json", import.meta.url),
  `${JSON.stringify(Object.fromEntries(shapes), undefined, 1)}\n`,
);
