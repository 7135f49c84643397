/**
 * The name that a stack's resources begin with; Pulumi adds a suffix of its own. Short and plain enough for the strictest
 * of them, S3 buckets and IAM roles.
 */
export function resourceName(project: string, stack: string): string {
  const plain = `${project}-${stack}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.slice(0, 32).replace(/^-|-$/g, "");
}
