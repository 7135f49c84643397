/**
 * The protocols of the installed clients: JSON 1.1 for ECS and CloudWatch Logs, JSON 1.0 for SQS, query with XML answers for
 * EC2 and STS. https://smithy.io/2.0/aws/protocols/
 */
import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "./aws-error.ts";
import type { AwsCall, ServiceName } from "./calls.ts";

/** The first part of `X-Amz-Target`. */
const targets: Readonly<Record<string, ServiceName>> = {
  AmazonEC2ContainerServiceV20141113: "ecs",
  Logs_20140328: "logs",
  AmazonSQS: "sqs",
};

/** `Version` of a query. */
const versions: Readonly<Record<string, ServiceName>> = {
  "2016-11-15": "ec2",
  "2011-06-15": "sts",
};

/** What an HTTP request asks for; undefined when it is none that the double understands. */
export function readCall(
  headers: IncomingHttpHeaders,
  body: string,
): Omit<AwsCall, "at"> | undefined {
  const target = headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", operation = ""] = target.split(".");
    const service = targets[prefix];
    if (service === undefined) return undefined;
    return { service, operation, input: JSON.parse(body) as Record<string, unknown> };
  }
  const {
    Action: operation = "",
    Version = "",
    ...input
  } = Object.fromEntries(new URLSearchParams(body));
  const service = versions[Version];
  return service === undefined ? undefined : { service, operation, input };
}

/** An answer on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const jsonTypes = { ecs: "1.1", logs: "1.1", sqs: "1.0" } as const;

/** What an operation gave, in the protocol of its service. */
export function writeAnswer({ service, operation }: AwsCall, answer: object | string): WireAnswer {
  if (service !== "ec2" && service !== "sts") {
    return json(service, 200, JSON.stringify(answer));
  }
  const namespace =
    service === "ec2"
      ? "http://ec2.amazonaws.com/doc/2016-11-15/"
      : "https://sts.amazonaws.com/doc/2011-06-15/";
  const content = typeof answer === "string" ? answer : "";
  return xml(200, `<${operation}Response xmlns="${namespace}">${content}</${operation}Response>`);
}

/** An error, in the protocol of its service. */
export function writeError({ service }: Pick<AwsCall, "service">, error: AwsError): WireAnswer {
  const { code, message, status, members } = error;
  const inner = `<Code>${code}</Code><Message>${escapeXml(message)}</Message>`;
  if (service === "ec2") {
    return xml(status, `<Response><Errors><Error>${inner}</Error></Errors></Response>`);
  }
  if (service === "sts") {
    return xml(status, `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error></ErrorResponse>`);
  }
  const { queryError, ...others } = members;
  const answer = json(service, status, JSON.stringify({ __type: code, message, ...others }));
  if (typeof queryError !== "string") return answer;
  return { ...answer, headers: { ...answer.headers, "x-amzn-query-error": queryError } };
}

function json(service: keyof typeof jsonTypes, status: number, body: string): WireAnswer {
  return {
    status,
    headers: { "content-type": `application/x-amz-json-${jsonTypes[service]}` },
    body,
  };
}

function xml(status: number, body: string): WireAnswer {
  return { status, headers: { "content-type": "text/xml;charset=UTF-8" }, body };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
