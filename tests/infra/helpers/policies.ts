import type { RecordedResource, Recording } from "../../helpers/pulumi-mocks.ts";

/** One statement of a policy document, with the resource that has it. */
export interface FoundStatement {
  readonly holder: RecordedResource;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principal: unknown;
  readonly condition: unknown;
}

/** All statements in whatever input of whatever resource is a policy document. */
export function statementsOf({ resources }: Recording): readonly FoundStatement[] {
  return resources.flatMap((holder) =>
    documentsIn(holder.inputs).flatMap((statements) =>
      statements.map((statement) => ({
        holder,
        effect: String(statement["Effect"]),
        actions: list(statement["Action"]),
        resources: list(statement["Resource"]),
        principal: statement["Principal"],
        condition: statement["Condition"],
      })),
    ),
  );
}

type Statement = Readonly<Record<string, unknown>>;

function documentsIn(value: unknown): readonly (readonly Statement[])[] {
  if (typeof value === "string") return documentsIn(parsed(value));
  if (typeof value !== "object" || value === null) return [];
  const statements = (value as { Statement?: unknown }).Statement;
  if (Array.isArray(statements)) return [statements as Statement[]];
  return Object.values(value).flatMap(documentsIn);
}

function parsed(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const list = (value: unknown): readonly string[] =>
  value === undefined ? [] : Array.isArray(value) ? value.map(String) : [value as string];
