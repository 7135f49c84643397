import type {
  Engine,
  EngineContainer,
  EngineContainerState,
  HearOutput,
} from "../../../../automation/targets/docker/engine-api.ts";
import type { ContainerDefinition } from "../../../../infra/container-definitions.ts";

/** A container of a task, as short as can be. */
export const definition: ContainerDefinition = {
  name: "crawler",
  image: "crawler:1",
  command: [],
  environment: { A: "1" },
  essential: true,
  dependsOn: [],
  stopTimeout: 90,
  portMappings: [],
};

/** How a scripted container is until something else is said. */
export const running: EngineContainerState = {
  isRunning: true,
  exitCode: 0,
  isOutOfMemory: false,
  error: "",
  address: "172.18.0.2",
};

/** A container whose end, state and output the test says. */
export function scriptedContainer(parts: Partial<EngineContainer> = {}): EngineContainer & {
  readonly print: HearOutput;
} {
  let heard: HearOutput = () => undefined;
  return {
    id: "c1",
    attach: (hear) => {
      heard = hear;
      return Promise.resolve({ ended: Promise.resolve() });
    },
    start: () => Promise.resolve(),
    state: () => Promise.resolve(running),
    wait: () => new Promise(() => undefined),
    stop: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    print: (stream, part) => {
      heard(stream, part);
    },
    ...parts,
  };
}

/** An engine that can nothing but what the test says. */
export function scriptedEngine(parts: Partial<Engine>): Engine {
  const refuse = (): never => {
    throw new Error("the test did not expect this call");
  };
  return {
    info: refuse,
    image: refuse,
    pull: refuse,
    build: refuse,
    removeImage: refuse,
    createNetwork: refuse,
    createContainer: refuse,
    listContainers: refuse,
    container: refuse,
    removeNetworks: refuse,
    ...parts,
  };
}
