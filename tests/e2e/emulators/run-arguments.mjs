/** The arguments with which fakecloud calls `docker run`; pure. */

/** Options with a value that say how a container is connected. */
const networkOptions = new Set(["--network", "--network-alias", "--add-host", "--publish"]);

/** fakecloud's name for its host, which it puts in the place of localhost in the environment. */
const host = "host.docker.internal";

/**
 * Which container of which task it is; undefined for other containers.
 *
 * @param {readonly string[]} args
 * @returns {{ taskId: string, name: string } | undefined}
 */
export function containerOf(args) {
  const label = (name) =>
    args.find((arg, i) => args[i - 1] === "--label" && arg.startsWith(`${name}=`))?.split("=")[1];
  const taskId = label("fakecloud-ecs-task");
  const name = label("fakecloud-ecs-container");
  return taskId === undefined || name === undefined ? undefined : { taskId, name };
}

/**
 * The same, with more environment.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} environment
 */
export function withEnvironment([run = "run", ...args], environment) {
  const more = Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  return [run, ...more, ...args];
}

/**
 * The same, in the network of another container.
 *
 * @param {readonly string[]} args
 * @param {string} container
 */
export function withSharedNetwork([run = "run", ...args], container) {
  const kept = args.filter(
    (arg, i) => !networkOptions.has(arg) && !networkOptions.has(args[i - 1] ?? ""),
  );
  const local = kept.map((arg, i) =>
    kept[i - 1] === "-e" ? arg.replace(`//${host}:4444`, "//localhost:4444") : arg,
  );
  return [run, "--network", `container:${container}`, ...local];
}
