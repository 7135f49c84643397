import type { DiagnosisRule } from "../diagnosis.ts";

/** ECS says no more than this at times (aws-actions/amazon-ecs-deploy-task-definition#757 and many like it). */
const vague = /no reason was given|task failed to start/i;

/** Ends that have no deeper cause: time-outs, stops, tasks that nobody knows any more. They come last. */
export const endingRules: readonly DiagnosisRule[] = [
  {
    id: "start-timeout",
    outcome: ["timedOut"],
    reason: /--start-timeout/,
    cause: "The task took longer to start than it may.",
    fix: "Look at the state it stayed in; raise --start-timeout.",
  },
  {
    id: "crawl-time-limit",
    outcome: ["timedOut"],
    reason: /reached its time limit/,
    cause: "The crawl was longer than its own time limit.",
    fix: "Raise --time-limit, or lower --max-pages; what was retrieved until then is kept.",
  },
  {
    id: "timeout",
    outcome: ["timedOut"],
    cause: "The run was longer than its time-out.",
    fix: "Raise --timeout, or lower --max-pages; what was retrieved until then is kept.",
  },
  {
    // Mayfly's own stops say who asked.
    id: "stopped-by-user",
    target: ["fargate"],
    outcome: ["stopped"],
    stopCode: ["UserInitiated"],
    reason: /^(?!.*(mayfly|stopped by (SIG|an AbortSignal)))/is,
    cause: "Somebody stopped the task with StopTask: a person, a script, or another program.",
    fix: "Look for StopTask and the task's id in CloudTrail to see who.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html",
  },
  {
    id: "stopped-by-scheduler",
    target: ["fargate"],
    stopCode: ["ServiceSchedulerInitiated"],
    cause: "A service's scheduler stopped the task, which a crawl task should not belong to.",
    fix: "Run the task with `mayfly run`, not as part of a service.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html",
  },
  {
    id: "no-start-provisioning",
    target: ["fargate"],
    outcome: ["failedToStart"],
    furthest: [null, "PROVISIONING"],
    reason: vague,
    cause:
      "The task ended before it had a network interface, and ECS does not say why: capacity, addresses or quotas, most of the time.",
    fix: "Run again; if it stays, use subnets in other zones and look at the account's quotas.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html",
  },
  {
    id: "no-start-pending",
    target: ["fargate"],
    outcome: ["failedToStart"],
    furthest: ["PENDING", "ACTIVATING"],
    reason: vague,
    cause:
      "The task ended while its images were pulled or its containers were started, and ECS does not say why.",
    fix: "Read `mayfly logs RUN`; where there are none, look at images, secrets and routes with `mayfly outputs`.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html",
  },
  {
    id: "no-exit-code",
    target: ["fargate"],
    outcome: ["lost"],
    stopCode: ["EssentialContainerExited"],
    cause: "The task stopped, and ECS reported no exit code of the crawler.",
    fix: "Read `mayfly logs RUN`; its last lines are all that there is.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html",
  },
  {
    id: "not-watched",
    outcome: ["lost"],
    reason: /could not be watched|did not stop in its time/i,
    cause: "Mayfly could not see the task to its end; the reason says why.",
    fix: "See that the call works again, then `mayfly stop RUN`, which asks ECS once more; the AWS console shows whether the task runs.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-task-lifecycle.html",
    elsewhere: {
      fix: "End what still runs of it with `mayfly stop RUN`; `mayfly status RUN` tells how it is.",
    },
  },
  {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html: stopped tasks for an hour.
    id: "task-disappeared",
    target: ["fargate"],
    outcome: ["lost"],
    reason: /disappeared/i,
    cause: "The target no longer knows the task; ECS forgets a stopped one after an hour.",
    fix: "Read `mayfly logs RUN`, which outlive the task; run `mayfly attach` sooner the next time.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTasks.html",
  },
];
