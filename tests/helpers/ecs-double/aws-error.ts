/** An error as an AWS service answers it. The HTTP layer writes it in the words of the service's protocol. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  /** `__type` in JSON, `Code` in XML. */
  readonly code: string;
  readonly status: number;
  /** Further members of the error, such as `resourceIds`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    { status = 400, ...members }: { readonly status?: number } & Record<string, unknown> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Refuses a parameter as ECS does. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
