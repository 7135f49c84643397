import { lockFolder } from "./folder-lock.ts";
import { FolderStore, makeFolder } from "./folder-store.ts";
import { ObjectStore } from "./object-store.ts";
import { withDeadline } from "./deadline.ts";
import { messageOf, ResultsError } from "./errors.ts";
import { s3Location } from "./results-names.ts";
import type { ResultsStore } from "./results-store.ts";

/** Stands for the id of the ECS task: tasks that are started together have all settings in common. */
const taskIdMark = "{taskId}";
/** Milliseconds in which ECS must have told it. */
const answerMs = 5000;

/** Opens the place of a setting: a bucket, or a folder. Throws {@link ResultsError} when that is not possible. */
export async function openResults(
  setting: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<ResultsStore> {
  const location = setting.includes(taskIdMark)
    ? setting.replace(taskIdMark, await taskId(environment, signal))
    : setting;
  const place = s3Location(location);
  if (place === null) return await openFolder(location);
  const { s3Bucket } = await import("./s3.ts");
  return new ObjectStore(s3Bucket(place.bucket, environment), place.prefix, location);
}

async function openFolder(location: string): Promise<ResultsStore> {
  try {
    makeFolder(location);
    // Before the journal is opened, which another crawl may be in the middle of.
    const unlock = await lockFolder(location);
    if (unlock === null) throw new Error("another crawl is writing there");
    return new FolderStore(location, unlock);
  } catch (error) {
    throw new ResultsError(`Results cannot be kept in ${location}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html */
async function taskId(
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<string> {
  try {
    const uri = environment["ECS_CONTAINER_METADATA_URI_V4"] ?? "";
    const task = await withDeadline(answerMs, signal, async (within): Promise<unknown> => {
      const response = await fetch(`${uri}/task`, { signal: within });
      return await response.json();
    });
    const [, id] = /"TaskARN":"[^"]*\/([\w-]+)"/.exec(JSON.stringify(task)) ?? [];
    if (id !== undefined) return id;
  } catch {
    // Said below.
  }
  throw new ResultsError(
    `Results cannot be kept: ECS does not tell the id that ${taskIdMark} stands for.`,
  );
}
