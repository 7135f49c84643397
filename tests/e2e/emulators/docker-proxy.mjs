/**
 * Docker's API for ministack, which gives each container of a task a network of its own. On Fargate all share one network, so
 * that the crawler finds Selenium on localhost: a task's later containers are created in the network of its first.
 */
import { rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { serviceFolder } from "../../../scripts/e2e/index.mjs";

const taskLabel = "com.amazonaws.ecs.task-arn";

/** How Node.js reaches an engine. @param {string} host as in `DOCKER_HOST` */
function addressOf(host) {
  const { protocol, hostname, port, pathname } = new URL(host);
  return protocol === "unix:" ? { socketPath: pathname } : { host: hostname, port };
}

/**
 * The same container in the network of another.
 *
 * @param {Record<string, any>} wanted body of `POST /containers/create`
 * @param {string} container
 */
export function inNetworkOf(wanted, container) {
  const { ExposedPorts: _ports, NetworkingConfig: _networking, Hostname: _name, ...rest } = wanted;
  const { PortBindings: _bindings, ExtraHosts: _hosts, ...host } = wanted.HostConfig ?? {};
  return { ...rest, HostConfig: { ...host, NetworkMode: `container:${container}` } };
}

/**
 * The same container with credentials in its environment: those that ministack serves are at an address from which the SDK
 * takes none, since it is neither loopback nor that of ECS.
 *
 * @param {Record<string, any>} wanted
 * @param {Readonly<Record<string, string>>} credentials
 */
export function withCredentials(wanted, credentials) {
  const kept = (wanted.Env ?? []).filter((one) => !one.startsWith("AWS_CONTAINER_"));
  const own = Object.entries(credentials).map(([name, value]) => `${name}=${value}`);
  return { ...wanted, Env: [...kept, ...own] };
}

/** See `docker-proxy.d.mts`. */
export async function startDockerProxy(dockerHost, credentials) {
  const engine = addressOf(dockerHost);
  const firsts = new Map();

  /** The answer of the engine, as it comes. */
  const send = (incoming, headers) =>
    new Promise((resolve, reject) => {
      const { method, url: path } = incoming;
      const outgoing = request({ ...engine, agent: false, method, path, headers }, resolve);
      outgoing.once("error", reject);
      if (incoming.body === undefined) incoming.pipe(outgoing);
      else outgoing.end(incoming.body);
    });

  async function create(incoming, response) {
    const wanted = JSON.parse(await text(incoming));
    const task = wanted.Labels?.[taskLabel];
    const first = firsts.get(task);
    const known = task === undefined ? wanted : withCredentials(wanted, credentials);
    const body = JSON.stringify(first === undefined ? known : inNetworkOf(known, first));
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const { method, url } = incoming;
    const answer = await send({ method, url, body }, headers);
    const said = await text(answer);
    if (task !== undefined && first === undefined && answer.statusCode === 201) {
      firsts.set(task, JSON.parse(said).Id);
    }
    response.writeHead(answer.statusCode ?? 500, answer.headers).end(said);
  }

  async function pass(incoming, response) {
    const answer = await send(incoming, incoming.headers);
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    response.once("close", () => answer.destroy());
    answer.pipe(response);
  }

  const folder = serviceFolder("docker-proxy");
  const socket = join(folder, "docker.sock");
  const server = createServer((incoming, response) => {
    const isCreate = incoming.method === "POST" && /\/containers\/create\b/.test(incoming.url);
    (isCreate ? create : pass)(incoming, response).catch((error) => {
      response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `the proxy of the tests: ${error.message}` }));
    });
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  };
  return { host: `unix://${socket}`, close };
}
