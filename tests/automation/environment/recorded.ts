import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/events.js";
import { foldEngineEvent } from "../../../automation/environment/engine-events.ts";
import type { EnvironmentNews } from "../../../automation/environment/environment-events.ts";
import { noProgress, type Progress } from "../../../automation/environment/progress.ts";
import { packageRoot } from "../../../automation/package-root.ts";

/** Events that the engine of Pulumi CLI 3.259 sent, without the properties of the resources. */
export function recorded(name: string): readonly EngineEvent[] {
  const path = join(packageRoot, "tests", "automation", "environment", "recorded", `${name}.jsonl`);
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
}

/** What becomes of recorded events that come 10 ms apart. */
export function folded(events: readonly EngineEvent[]): {
  readonly progress: Progress;
  readonly news: readonly EnvironmentNews[];
} {
  let progress = noProgress;
  const news: EnvironmentNews[] = [];
  for (const [index, event] of events.entries()) {
    const result = foldEngineEvent(progress, event, index * 10);
    ({ progress } = result);
    if (result.news !== null) news.push(result.news);
  }
  return { progress, news };
}
