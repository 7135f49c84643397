/**
 * When other tools look at a task, from the constants in their sources. Where they wait by chance, the middle is taken;
 * their time-outs are left out. What they see is counted as told, though most of them tell RUNNING and STOPPED only.
 */

/** Milliseconds from one look to the next, by the last status that the look found. Made anew for each task. */
export type Pace = (lastStatus: string) => number;

/** A tool with its pace. */
export interface OtherWatcher {
  readonly name: string;
  readonly pace: () => Pace;
}

/**
 * aws/copilot-cli 4c858e7: `WaitUntilTasksRunning` of the SDK for Go v1, 6 s; then rounds of ten looks at the logs, a second
 * apart (`numCWLogsCallsPerRound`), and one DescribeTasks.
 */
function copilot(): Pace {
  let ran = false;
  return (lastStatus) => {
    ran ||= lastStatus === "RUNNING";
    return ran ? 10_000 : 6000;
  };
}

/**
 * kayac/ecspresso a4e6e32, `run`: the tasks-stopped waiter of the SDK for Go v2, from 6 s to twice as long each time, at most
 * 15 s (`waiterMaxDelay`), by chance (aws/smithy-go, waiter.go).
 */
function ecspresso(): Pace {
  let attempt = 0;
  return () => middleOf(6000, Math.min(6000 * 2 ** attempt++, 15_000));
}

/**
 * The waiters tasksRunning and tasksStopped of the SDK for JavaScript, client-ecs 3.995 and later: between 6 s and twice as
 * long each time, by chance; from the eighth on 600 s (aws-sdk-js-v3#5602).
 */
function javaScriptWaiters(): Pace {
  const [least, most] = [6000, 600_000];
  let attempt = 0;
  let ran = false;
  return (lastStatus) => {
    if (!ran && lastStatus === "RUNNING") {
      // The second waiter begins with a look of its own.
      ran = true;
      attempt = 0;
      return 0;
    }
    attempt += 1;
    if (attempt > Math.log2(most / least) + 1) return most;
    return middleOf(least, Math.min(least * 2 ** (attempt - 1), most));
  };
}

function middleOf(least: number, most: number): number {
  return (least + most) / 2;
}

/** All that are measured. */
export const otherWatchers: readonly OtherWatcher[] = [
  { name: "copilot", pace: copilot },
  { name: "ecspresso", pace: ecspresso },
  { name: "JavaScript SDK waiters", pace: javaScriptWaiters },
  // h3poteto/ecs-task 71d5a0d, pkg/task/task.go.
  { name: "h3poteto/ecs-task", pace: () => () => 5000 },
  // pottava/ecs-task-runner b41b46c, internal/aws.
  { name: "pottava (each second)", pace: () => () => 1000 },
];
