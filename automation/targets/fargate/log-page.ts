import { isoTime } from "../../clock.ts";
import type { AwsApi, GetLogEventsInput, GetLogEventsOutput } from "./aws-api.ts";
import { AwsError } from "./aws-error.ts";

/** Where a log stream is. */
export type LogStream = Pick<GetLogEventsInput, "logGroupName" | "logStreamName">;

/** One page of a log stream. */
export interface LogPage {
  readonly lines: readonly string[];
  /** When each was logged, ISO 8601. */
  readonly times: readonly string[];
  readonly cursor: string;
  /** False when there is nothing after this page for now. */
  readonly moved: boolean;
  readonly found: "stream" | "noStream" | "noGroup";
}

/** How far a stream was read; a token of CloudWatch is good for 24 hours, the time of the last event for ever. */
interface LogPosition {
  readonly token: string;
  /** Milliseconds since the epoch, and how many events of that very time were read. */
  readonly atMs: number;
  readonly seen: number;
}

/** Reads what follows `cursor`; "" reads from the first line. A stream that is not there yet has no lines. */
export async function readLogPage(
  aws: AwsApi,
  stream: LogStream,
  cursor: string,
  signal: AbortSignal,
): Promise<LogPage> {
  const position = cursor === "" ? null : (JSON.parse(cursor) as LogPosition);
  const from = { ...stream, startFromHead: true } as const;
  try {
    if (position === null) return pageOf(await aws.getLogEvents(from, signal), null, 0);
    try {
      const answer = await aws.getLogEvents({ ...from, nextToken: position.token }, signal);
      return pageOf(answer, position, 0);
    } catch (error) {
      if (!(error instanceof AwsError && error.kind === "other")) throw error;
      // The token is too old. The time finds the place again, and the count what was read of that time.
      const startTime = position.atMs;
      const answer = await aws.getLogEvents({ ...from, startTime }, signal);
      return pageOf(answer, { ...position, seen: 0 }, position.seen);
    }
  } catch (error) {
    if (!(error instanceof AwsError && error.kind === "notFound")) throw error;
    const found = /log group/i.test(error.said) ? "noGroup" : "noStream";
    return { lines: [], times: [], cursor, moved: false, found };
  }
}

function pageOf(
  { events = [], nextForwardToken: token = "" }: GetLogEventsOutput,
  before: LogPosition | null,
  skip: number,
): LogPage {
  let { atMs, seen } = before ?? { atMs: 0, seen: 0 };
  for (const { timestamp = atMs } of events) {
    seen = timestamp === atMs ? seen + 1 : 1;
    atMs = timestamp;
  }
  // One event may have several lines.
  const lines = events.slice(skip).flatMap(({ message = "", timestamp = atMs }) =>
    message
      .replace(/\n$/, "")
      .split("\n")
      .map((text) => ({ text, time: isoTime(timestamp) })),
  );
  return {
    lines: lines.map(({ text }) => text),
    times: lines.map(({ time }) => time),
    cursor: JSON.stringify({ token, atMs, seen } satisfies LogPosition),
    // An empty page may have more behind it; the end gives back the token that was asked with.
    moved: token !== "" && token !== before?.token,
    found: "stream",
  };
}
