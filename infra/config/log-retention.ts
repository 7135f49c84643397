/**
 * The numbers of days for which CloudWatch Logs can keep a log group.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const logRetentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Whether CloudWatch Logs can keep a log group for that many days. */
export const isLogRetention = (days: number): boolean => logRetentionDays.includes(days);
