import type { ContainerDefinition } from "../../../infra/container-definitions.ts";
import { hideSecrets, secretsOf, withoutHidden } from "../../secret-settings.ts";

type Containers = readonly ContainerDefinition[];

/** Containers as a file may have them, and what it may not: that goes to the agent by its environment. */
export function withoutSecrets(containers: Containers): {
  readonly containers: Containers;
  readonly secrets: Readonly<Record<string, string>>;
} {
  return {
    containers: containers.map((one) => ({ ...one, environment: hideSecrets(one.environment) })),
    secrets: Object.fromEntries(
      containers.flatMap(({ environment }) => Object.entries(secretsOf(environment))),
    ),
  };
}

/** The containers with their secrets again: each gets those that it had. */
export function withSecrets(
  containers: Containers,
  secrets: Readonly<Record<string, string>>,
): Containers {
  return containers.map((one) => {
    const known = withoutHidden(one.environment);
    const missing = Object.entries(secrets).filter(
      ([name]) => name in one.environment && !(name in known),
    );
    return { ...one, environment: { ...known, ...Object.fromEntries(missing) } };
  });
}
