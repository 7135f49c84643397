import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type Docker from "dockerode";
import type { EngineContainer, HearOutput } from "./engine-api.ts";
import { isGone } from "./engine-error.ts";

/** Makes a sentence of what the client library throws. */
type Told = <Value>(call: Promise<Value>, signal?: AbortSignal) => Promise<Value>;

/** A container, through the client library; `patient` has no deadline for the calls that take long. */
export function engineContainer(
  container: Docker.Container,
  patient: Docker,
  told: Told,
): EngineContainer {
  const slow = patient.getContainer(container.id);
  const unlessGone = async (call: Promise<unknown>): Promise<void> => {
    await told(call).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  };
  return {
    id: container.id,
    attach: async (hear) => {
      const stream = await told(slow.attach({ stream: true, stdout: true, stderr: true }));
      patient.modem.demuxStream(stream, hearer("stdout", hear), hearer("stderr", hear));
      return { ended: finished(stream, { writable: false }).catch(() => undefined) };
    },
    start: async (abortSignal) => {
      await told(slow.start(abortSignal === undefined ? {} : { abortSignal }), abortSignal);
    },
    state: async () => {
      const { State, NetworkSettings } = await told(container.inspect());
      const [address = ""] = Object.values(NetworkSettings.Networks).map((one) => one.IPAddress);
      return {
        isRunning: State.Running,
        exitCode: State.ExitCode,
        isOutOfMemory: State.OOMKilled,
        error: State.Error,
        address,
        ...(State.Health === undefined ? {} : { health: State.Health.Status }),
      };
    },
    wait: async () => {
      const { StatusCode } = (await told(slow.wait())) as { readonly StatusCode: number };
      return StatusCode;
    },
    stop: async (seconds) => {
      await unlessGone(slow.stop({ t: seconds }));
    },
    remove: async () => {
      await unlessGone(container.remove({ force: true, v: true }));
    },
  };
}

function hearer(name: "stdout" | "stderr", hear: HearOutput): Writable {
  return new Writable({
    write: (part: Buffer, _encoding, done) => {
      hear(name, part);
      done();
    },
  });
}
