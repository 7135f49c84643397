import { getCallerIdentity, getPartition, getRegion } from "./aws.ts";
import { providerWords } from "./provider-words.ts";
import { refusal } from "./refusal.ts";

/** Where everything is. */
export interface Account {
  readonly region: string;
  readonly accountId: string;
  /** First part of every ARN: `aws`, or that of China or of a government. */
  readonly partition: string;
}

/**
 * Asks AWS whose credentials these are, and where. To be awaited before anything is declared.
 *
 * @throws RunError where AWS takes no credentials or there is no region; then nothing has been created.
 */
export async function readAccount(): Promise<Account> {
  try {
    const [{ region }, { accountId }, { partition }] = await Promise.all([
      getRegion(),
      getCallerIdentity(),
      getPartition(),
    ]);
    return { region, accountId, partition };
  } catch (error) {
    throw refusal(
      `Expected AWS credentials and a region that AWS takes, but got ${JSON.stringify(providerWords(error))}; check \`aws sts get-caller-identity\` and \`pulumi config get aws:region\`.`,
    );
  }
}
