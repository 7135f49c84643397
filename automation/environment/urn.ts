/** What a URN tells, https://www.pulumi.com/docs/iac/concepts/resources/names/#urns: `urn:pulumi:STACK::PROJECT::TYPES::NAME`. */
export interface UrnParts {
  /** The type of the resource itself, without those of its parents. */
  readonly type: string;
  readonly name: string;
}

/** Takes a URN apart. A name may itself have `::` in it. */
export function parseUrn(urn: string): UrnParts {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? types, name: name.join("::") };
}

/** True for the URN of the stack itself. */
export function isOfStack(urn: string): boolean {
  return parseUrn(urn).type === "pulumi:pulumi:Stack";
}

/** A type as people say it: `aws:ecs/cluster:Cluster` is `aws:ecs:Cluster`, as in the SDK. */
export function shortType(type: string): string {
  const [provider = "", module = "", name = ""] = type.split(":");
  if (name === "") return type;
  const [first = ""] = module.split("/");
  return first === "index" || first === "" ? `${provider}:${name}` : `${provider}:${first}:${name}`;
}
