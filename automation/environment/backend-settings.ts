/** Which backend keeps the stack's state, and which passphrase guards its secrets: the user's own, or ours where there is none. */

/** What is known of the user's set-up. Values that are empty count as absent, as they do for Pulumi. */
export interface BackendFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `backend.url` of Pulumi.yaml. */
  readonly projectBackend: string | undefined;
  /** `current` of the credentials file: where `pulumi login` went last. */
  readonly loggedInTo: string | undefined;
  /** `secretsprovider` of the stack's settings file. */
  readonly secretsProvider: string | undefined;
  /** True when the stack's settings file has an `encryptionsalt`: its passphrase exists already. */
  readonly hasSalt: boolean;
  /** True when the passphrase file that Mayfly generates is there. */
  readonly hasOwnPassphrase: boolean;
}

/** What Mayfly fills in; everything else stays as the user has it. */
export interface BackendDecision {
  /** Use the file backend of Mayfly's own. */
  readonly ownBackend: boolean;
  /** Use the passphrase file of Mayfly's own, made when it is not there. */
  readonly ownPassphrase: boolean;
  /** The stack was made with a passphrase that is not at hand. */
  readonly passphraseMissing: boolean;
}

/** Decides what Mayfly must fill in. */
export function decideBackend(facts: BackendFacts): BackendDecision {
  const { environment, projectBackend, loggedInTo, secretsProvider, hasSalt } = facts;
  const url = firstText(environment["PULUMI_BACKEND_URL"], projectBackend, loggedInTo);
  const token = firstText(environment["PULUMI_ACCESS_TOKEN"]);
  const ownBackend = url === undefined && token === undefined;
  // An empty passphrase is one: Pulumi takes it. Only an unset one is missing.
  const hasPassphrase =
    environment["PULUMI_CONFIG_PASSPHRASE"] !== undefined ||
    firstText(environment["PULUMI_CONFIG_PASSPHRASE_FILE"]) !== undefined;
  const service = !ownBackend && (url === undefined || /^https?:/.test(url));
  const byPassphrase =
    hasSalt || (secretsProvider === undefined ? !service : secretsProvider === "passphrase");
  const wanted = byPassphrase && !hasPassphrase;
  const passphraseMissing = wanted && hasSalt && !facts.hasOwnPassphrase;
  return { ownBackend, ownPassphrase: wanted && !passphraseMissing, passphraseMissing };
}

function firstText(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text.trim() !== "");
}
