import { AwsError } from "./aws-error.ts";
import type { AwsCall, Operations, ServiceName } from "./calls.ts";
import { ecsOperations } from "./ecs.ts";
import { logsOperations } from "./logs.ts";
import { ConnectionReset } from "./server.ts";
import { sqsOperations } from "./sqs.ts";
import type { World } from "./world.ts";
import { ec2Operations, stsOperations } from "./xml-services.ts";

/** Where calls are answered: first the fault that a call meets, then the service. */
export class Desk {
  readonly #world: World;
  readonly #ecs: ReturnType<typeof ecsOperations>;
  readonly #services: Readonly<Record<ServiceName, Operations>>;

  constructor(world: World) {
    this.#world = world;
    this.#ecs = ecsOperations(world);
    this.#services = {
      ecs: this.#ecs.operations,
      logs: logsOperations(world),
      sqs: sqsOperations(world),
      ec2: ec2Operations(world),
      sts: stsOperations,
    };
  }

  /** Throws {@link AwsError} for an error of the service, {@link ConnectionReset} for a lost connection. */
  async answer(call: AwsCall, signal: AbortSignal): Promise<object | string> {
    const effect = this.#world.faults.take(call)?.(call, this.#world.outputs);
    if (effect !== undefined) {
      if ("error" in effect) throw effect.error;
      if ("reset" in effect) throw new ConnectionReset();
      if ("started" in effect) {
        return this.#ecs.runSome(call.input, effect.started, effect.failures);
      }
      await this.#world.waitingRoom.wait(effect.slowMs, signal);
    }
    const operation = this.#services[call.service][call.operation];
    if (operation !== undefined) return operation(call.input, { call, signal });
    throw new AwsError("UnknownOperationException", `The double has no ${call.operation}.`);
  }
}
