/**
 * `docker run` for fakecloud, which gives each container of a task a network of its own and ships no logs while it runs. On
 * Fargate all share one network, so that the crawler finds Selenium on localhost, and each has a log stream.
 */
import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { containerOf, withEnvironment, withSharedNetwork } from "./run-arguments.mjs";

const { MAYFLY_SHIPPING = "", MAYFLY_HOST_ADDRESS = "", AWS_ENDPOINT_URL = "" } = process.env;
const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", AWS_REGION = "" } = process.env;
const given = process.argv.slice(2);
const container = containerOf(given);

/** @param {readonly string[]} args */
const docker = (args) => spawnSync("docker", args, { encoding: "utf8" });

let args = given;
if (container !== undefined) {
  const label = `label=fakecloud-ecs-task=${container.taskId}`;
  const [first] = docker(["ps", "--quiet", "--no-trunc", "--filter", label]).stdout.split("\n");
  if (first) args = withSharedNetwork(given, first);
  // The helper that brings a task's role to its containers would come from the Internet.
  args = withEnvironment(args, {
    ...{ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION },
    AWS_ENDPOINT_URL: AWS_ENDPOINT_URL.replace("127.0.0.1", MAYFLY_HOST_ADDRESS),
  });
}
const { status, stdout, stderr } = docker(args);
process.stderr.write(stderr);
if (status === 0 && container !== undefined) {
  const id = stdout.trim();
  writeFileSync(join(MAYFLY_SHIPPING, id), "");
  const script = fileURLToPath(new URL("ship-logs.mjs", import.meta.url));
  const shipping = [script, id, container.taskId, container.name];
  spawn(process.execPath, shipping, { detached: true, stdio: "ignore" }).unref();
}
process.stdout.write(stdout);
process.exitCode = status ?? 1;
