/** A service that the double speaks for. */
export type ServiceName = "ecs" | "logs" | "sqs" | "ec2" | "sts";

/** One call that the double received. */
export interface AwsCall {
  readonly service: ServiceName;
  /** Such as `DescribeTasks`. */
  readonly operation: string;
  /** Milliseconds since the epoch, by the double's clock. */
  readonly at: number;
  /** As it was sent: parsed JSON, or the parameters of a query without `Action` and `Version`. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** What an operation gets to know of its call. */
export interface CallContext {
  readonly call: AwsCall;
  /** Aborted when the client hangs up or the double ends. */
  readonly signal: AbortSignal;
}

/** An operation: its answer as a plain object for JSON, or XML for the services that speak it. */
export type Operation = (
  input: Readonly<Record<string, unknown>>,
  context: CallContext,
) => object | string | Promise<object | string>;

/** Operations of one service by name. */
export type Operations = Readonly<Record<string, Operation>>;
