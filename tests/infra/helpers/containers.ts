/** A container definition as ECS has it. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export interface EcsContainer {
  readonly name: string;
  readonly image: string;
  readonly essential: boolean;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly healthCheck?: Readonly<
    Record<"interval" | "timeout" | "retries" | "startPeriod", number>
  > & {
    readonly command: readonly string[];
  };
  readonly startTimeout?: number;
  readonly stopTimeout?: number;
  readonly repositoryCredentials?: { readonly credentialsParameter: string };
  readonly linuxParameters?: Readonly<Record<string, unknown>>;
}

/** The two containers of a task definition. */
export function containersOf(
  text: unknown,
): readonly [selenium: EcsContainer, crawler: EcsContainer] {
  const containers = JSON.parse(String(text)) as EcsContainer[];
  const [selenium, crawler, ...more] = containers;
  if (selenium === undefined || crawler === undefined || more.length > 0) {
    throw new Error(`Expected two containers, but got ${String(containers.length)}.`);
  }
  return [selenium, crawler];
}

/** A container's environment by name. */
export const environmentOf = ({ environment }: EcsContainer): Readonly<Record<string, string>> =>
  Object.fromEntries(environment.map(({ name, value }) => [name, value]));
