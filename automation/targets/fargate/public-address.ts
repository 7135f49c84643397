import type { TaskSnapshot } from "../../lifecycle/task-snapshot.ts";
import type { AwsApi } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";

/** Looks at the network interface, at most, before a task counts as having no public address. */
const mostLooks = 3;

/**
 * The public IPv4 address of one task, which ECS does not tell. It is asked for once the network interface is connected, and
 * never missed: whoever may not describe network interfaces sees the rest of the task's life all the same.
 */
export class PublicAddress {
  readonly #aws: AwsApi;
  #looksLeft: number;

  constructor(aws: AwsApi, expected: boolean) {
    this.#aws = aws;
    this.#looksLeft = expected ? mostLooks : 0;
  }

  /** The address where it is known now; undefined else. */
  async of(snapshot: TaskSnapshot, signal: AbortSignal): Promise<string | undefined> {
    const { eniId, connectivityAt, startedAt, desiredStatus } = snapshot;
    const connected = connectivityAt !== undefined || startedAt !== undefined;
    if (this.#looksLeft === 0 || eniId === undefined || !connected) return undefined;
    if (desiredStatus === "STOPPED") return undefined;
    this.#looksLeft -= 1;
    try {
      const address = await this.#aws.publicAddressOf({ networkInterfaceId: eniId }, signal);
      if (address === null) return undefined;
      this.#looksLeft = 0;
      return address;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!error.transient) this.#looksLeft = 0;
      return undefined;
    }
  }
}
