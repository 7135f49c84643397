/** What is tried again where a service fails for now: for two minutes or so. */
const retry = [
  { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 6 },
] as const;

/** Why a task was stopped, in its record at ECS. */
const reason = "mayfly: the environment has expired";

/**
 * A state machine in the Amazon States Language that lists the tasks of a cluster and stops them, a hundred at a time, until
 * there are none: it fails where a task cannot be stopped. Pure. A cluster that is gone has no tasks.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function stopTasksMachine(clusterArn: string, partition: string): object {
  const action = (name: string): string => `arn:${partition}:states:::aws-sdk:ecs:${name}`;
  const stop = {
    Type: "Task",
    Resource: action("stopTask"),
    Parameters: { Cluster: clusterArn, "Task.$": "$", Reason: reason },
    ResultPath: null,
    Retry: retry,
    End: true,
  };
  return {
    Comment: "Stops the tasks of a crawl environment that has expired.",
    StartAt: "List",
    TimeoutSeconds: 3600,
    States: {
      List: {
        Type: "Task",
        Resource: action("listTasks"),
        Parameters: { Cluster: clusterArn, DesiredStatus: "RUNNING" },
        Catch: [{ ErrorEquals: ["Ecs.ClusterNotFoundException"], Next: "Done" }],
        Retry: [{ ErrorEquals: ["Ecs.ClusterNotFoundException"], MaxAttempts: 0 }, ...retry],
        Next: "Any",
      },
      Any: {
        Type: "Choice",
        Choices: [{ Variable: "$.TaskArns[0]", IsPresent: true, Next: "Stop" }],
        Default: "Done",
      },
      Stop: {
        Type: "Map",
        ItemsPath: "$.TaskArns",
        MaxConcurrency: 5,
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "StopTask",
          States: { StopTask: stop },
        },
        ResultPath: null,
        Next: "Wait",
      },
      Wait: { Type: "Wait", Seconds: 15, Next: "List" },
      Done: { Type: "Succeed" },
    },
  };
}
