import type {
  DescribeLogStreamsRequest,
  GetLogEventsRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "./aws-error.ts";
import type { Operations } from "./calls.ts";
import { logStreams, type StreamLine } from "./log-lines.ts";
import { backward, forward, readToken, type Token } from "./log-tokens.ts";
import type { World } from "./world.ts";

/** CloudWatch Logs, as far as a reader of task logs needs it. */
export function logsOperations(world: World): Operations {
  return {
    GetLogEvents: (input) => getLogEvents(world, input as unknown as GetLogEventsRequest),
    DescribeLogStreams: (input) => describeLogStreams(world, input),
  };
}

/** A page may have so many events, and so many bytes with 26 more for each event. */
const pageLimits = { events: 10_000, bytes: 1_048_576 } as const;

/**
 * One page. A token says how many events lie before it; at the end, the same token comes back.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
function getLogEvents(world: World, request: GetLogEventsRequest): object {
  checkGroup(world, request);
  const stream = logStreams(world).find(({ name }) => name === request.logStreamName);
  if (stream === undefined) throw notFound("stream");
  const { startTime = -Infinity, endTime = Infinity, limit = pageLimits.events } = request;
  const all = stream.lines.filter(({ timestamp }) => {
    const time = world.serverTime(timestamp);
    return time >= startTime && time < endTime;
  });
  const token = readToken(request.nextToken);
  if (world.faults.emptyLogPages && token?.full !== true) {
    const at = token?.at ?? (request.startFromHead === true ? 0 : Math.max(0, all.length - limit));
    return { events: [], nextForwardToken: forward(at, true), nextBackwardToken: backward(at) };
  }
  const [from, until] = bounds(all, limit, request, token);
  const events = all.slice(from, until).map(({ timestamp, ingestedAt, text }) => ({
    timestamp: world.serverTime(timestamp),
    message: text,
    ingestionTime: world.serverTime(ingestedAt),
  }));
  return {
    events,
    nextForwardToken: forward(until, world.faults.emptyLogPages && events.length === 0),
    nextBackwardToken: backward(from),
  };
}

function bounds(
  all: readonly StreamLine[],
  limit: number,
  { startFromHead = false }: GetLogEventsRequest,
  token: Token | undefined,
): readonly [from: number, until: number] {
  const backwards = token === undefined ? !startFromHead : token.direction === "b";
  if (backwards) {
    const until = token?.at ?? all.length;
    return [Math.max(0, until - limit), until];
  }
  const from = token?.at ?? 0;
  let until = from;
  let bytes = 0;
  for (const { text } of all.slice(from, from + Math.min(limit, pageLimits.events))) {
    bytes += Buffer.byteLength(text) + 26;
    if (bytes > pageLimits.bytes) break;
    until += 1;
  }
  return [from, until];
}

function describeLogStreams(world: World, request: DescribeLogStreamsRequest): object {
  checkGroup(world, request);
  const { logStreamNamePrefix = "", limit = 50, nextToken = "0" } = request;
  const all = logStreams(world)
    .filter(({ name }) => name.startsWith(logStreamNamePrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const until = Number(nextToken) + limit;
  const time = (at: number | undefined) => (at === undefined ? undefined : world.serverTime(at));
  return {
    logStreams: all.slice(Number(nextToken), until).map(({ name, createdAt, lines }) => ({
      logStreamName: name,
      creationTime: world.serverTime(createdAt),
      firstEventTimestamp: time(lines[0]?.timestamp),
      lastEventTimestamp: time(lines.at(-1)?.timestamp),
      lastIngestionTime: time(lines.at(-1)?.ingestedAt),
      storedBytes: 0,
    })),
    ...(until < all.length ? { nextToken: String(until) } : {}),
  };
}

/** The group by its name, or as `logGroupIdentifier` by its name or ARN. */
function checkGroup(
  { outputs }: World,
  request: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  },
): void {
  const { logGroupName = request.logGroupIdentifier ?? "" } = request;
  if (logGroupName.split(":").at(-1) !== outputs.logGroupName) throw notFound("group");
}

function notFound(what: "stream" | "group"): AwsError {
  return new AwsError("ResourceNotFoundException", `The specified log ${what} does not exist.`);
}
