import type { AwsErrorKind, ThrownByAws } from "./aws-error.ts";

/** Error codes by kind, apart from `other`; EC2 has names of its own. */
const codes: Readonly<Partial<Record<AwsErrorKind, readonly string[]>>> = {
  throttled: [
    "ThrottlingException",
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "KmsThrottled",
  ],
  server: ["ServerException", "InternalFailure", "InternalError", "ServiceUnavailableException"],
  credentials: [
    "CredentialsProviderError",
    "TokenProviderError",
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "AuthFailure",
    "OptInRequired",
  ],
  accessDenied: ["AccessDeniedException", "AccessDenied", "UnauthorizedOperation"],
  notFound: [
    "ClusterNotFoundException",
    "ResourceNotFoundException",
    "InvalidNetworkInterfaceID.NotFound",
    "QueueDoesNotExist",
    "AWS.SimpleQueueService.NonExistentQueue",
  ],
  conflict: ["ConflictException"],
  network: ["TimeoutError", "NetworkingError"],
};

const kindOfCode = new Map(
  Object.entries(codes).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as AwsErrorKind] as const),
  ),
);

/** What ECS says with a code that does not tell: InvalidParameterException and ClientException stand for many things. */
const phrases: readonly (readonly [RegExp, AwsErrorKind])[] = [
  [/throttl|rate exceeded|request limit exceeded/i, "throttled"],
  [/capacity is unavailable|limit on the number of vCPUs/i, "capacity"],
  [/not authorized to perform|unable to assume the role/i, "accessDenied"],
  [/task ?definition .*(inactive|not found)|unable to describe task definition/i, "notFound"],
  [/cluster (not found|is inactive|was not found)/i, "notFound"],
  [/referenced (cluster|task) was (not found|inactive)/i, "notFound"],
  [/identifier is for \S+\. your accountid is/i, "credentials"],
  [/security token .*(invalid|expired)|could not load credentials/i, "credentials"],
  [/\bInternalError\b/, "server"],
];

/** Codes of the socket, of the name resolution and of TLS. */
const noConnection =
  /^(ECONN\w+|ENOTFOUND|ETIMEDOUT|EPIPE|EPROTO|EAI_\w+|EHOST\w+|ENET\w+|UND_ERR_\w+|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/;

/** The kind of what a call threw: by its code, by its words, by its HTTP status. */
export function kindOf({ name, code, message, status }: ThrownByAws): AwsErrorKind {
  const named = kindOfCode.get(name);
  if (named !== undefined) return named;
  if (status === 429) return "throttled";
  const phrase = phrases.find(([pattern]) => pattern.test(message));
  if (phrase !== undefined) return phrase[1];
  if (status !== undefined) return status >= 500 ? "server" : "other";
  return code !== undefined && noConnection.test(code) ? "network" : "other";
}
