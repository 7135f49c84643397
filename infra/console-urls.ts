/** What {@link consoleUrls} needs. */
export interface ConsoleUrlsArgs {
  readonly region: string;
  readonly cluster: string;
  readonly family: string;
  readonly revision: number;
  readonly logGroup: string;
  readonly bucket: string;
}

/** The AWS console's pages of a stack, for people. */
export function consoleUrls(args: ConsoleUrlsArgs): {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly logGroup: string;
  readonly resultsBucket: string;
} {
  const { region, cluster, family, revision, logGroup, bucket } = args;
  const host = consoleHost(region);
  const ecs = `https://${region}.${host}/ecs/v2`;
  // The logs page wants its parts escaped twice, with $ for %.
  const group = encodeURIComponent(encodeURIComponent(logGroup)).replaceAll("%", "$");
  return {
    cluster: `${ecs}/clusters/${cluster}/tasks?region=${region}`,
    taskDefinition: `${ecs}/task-definitions/${family}/${String(revision)}/containers?region=${region}`,
    logGroup: `https://${region}.${host}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${group}`,
    resultsBucket: `https://${region}.${host}/s3/buckets/${bucket}?region=${region}`,
  };
}

function consoleHost(region: string): string {
  if (region.startsWith("cn-")) return "console.amazonaws.cn";
  return region.startsWith("us-gov-") ? "console.amazonaws-us-gov.com" : "console.aws.amazon.com";
}
