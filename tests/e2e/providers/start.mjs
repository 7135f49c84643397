/** Starts the stand-in providers for the real Pulumi engine. */
/* global AbortSignal */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const deadline = 30_000;

function stop(child) {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
}

function start(name, env, cwd) {
  const script = fileURLToPath(new URL(`${name}.mjs`, import.meta.url));
  // The engine's address is the first argument of a provider; an attached one hears it later, in its call `Attach`.
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
    env,
    cwd,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-8_000)));
  const signal = AbortSignal.timeout(deadline);
  const port = async () => {
    const [line] = await once(createInterface(child.stdout), "line", { signal });
    return String(line).trim();
  };
  const failure = async () => {
    const [code] = await once(child, "exit", { signal });
    throw new Error(`the stand-in for ${name} ended with ${code} before it served: ${said}`);
  };
  const ready = Promise.race([port(), failure()]).catch((error) => {
    stop(child);
    if (error.name !== "AbortError" && error.name !== "TimeoutError") throw error;
    throw new Error(`the stand-in for ${name} did not serve within ${deadline} ms: ${said}`);
  });
  return { child, name, ready, said: () => said };
}

/** See `start.d.mts`. */
export async function startProviders({
  env = process.env,
  names = ["aws", "awsx", "docker"],
  cwd,
} = {}) {
  const started = await Promise.all(names.map((name) => start(name, env, cwd)));
  const stopAll = () => started.forEach(({ child }) => stop(child));
  process.once("exit", stopAll);
  const close = async () => {
    process.removeListener("exit", stopAll);
    const alive = started.filter(
      ({ child }) => child.exitCode === null && child.signalCode === null,
    );
    const ended = alive.map(({ child }) => once(child, "exit"));
    stopAll();
    await Promise.all(ended);
  };
  try {
    const ports = await Promise.all(started.map(({ ready }) => ready));
    const debugProviders = names.map((name, i) => `${name}:${ports[i]}`).join(",");
    const output = () => started.map(({ name, said }) => `${name}: ${said()}`).join("\n");
    return { debugProviders, output, close };
  } catch (error) {
    await Promise.allSettled(started.map(({ ready }) => ready));
    await close();
    throw error;
  }
}
