import type * as pulumi from "@pulumi/pulumi";

/** Where the stand-in for AWS is. */
export const account = "123456789012";
export const region = "eu-north-1";

/** Digest of everything that is built. */
export const digest = `sha256:${"ab".repeat(32)}`;

type Values = Readonly<Record<string, unknown>>;

/** What differs from the usual answers. */
export interface AwsOptions {
  readonly preview?: boolean;
  readonly region?: string;
  readonly partition?: string;
  /** Result of a call by the last part of its token, such as `getSubnet`. */
  readonly calls?: Readonly<Record<string, (inputs: Values) => Values>>;
  /** More outputs by type. */
  readonly outputs?: Readonly<Record<string, Values>>;
}

/** An answer to a call that fails, with what the provider says in the place where the SDK looks for it. */
export function failed(details: string): never {
  throw Object.assign(new Error(details), { details });
}

/** Mocks that answer as AWS, Docker and the engine would. A preview knows no outputs but the inputs. */
export function awsMocks(options: AwsOptions = {}): pulumi.runtime.Mocks {
  const calls = { ...usualCalls(options), ...options.calls };
  return {
    call: ({ token, inputs }) => {
      const name = token.split(":").at(-1) ?? "";
      const call = calls[name];
      if (call === undefined) throw new Error(`The stand-in for AWS has no answer to ${token}.`);
      return { ...call(inputs as Values) };
    },
    newResource: ({ type, name, custom, inputs }) => {
      const given = inputs as Values;
      if (custom === false && !type.startsWith("awsx:")) return { id: undefined, state: {} };
      if (options.preview) return { id: undefined, state: { ...given } };
      const state = {
        ...given,
        ...usualOutputs(type, name, given, options),
        ...options.outputs?.[type],
      };
      return { id: `${name}-id`, state };
    },
  };
}

function usualCalls(options: AwsOptions): Readonly<Record<string, (inputs: Values) => Values>> {
  return {
    getRegion: () => ({ id: options.region ?? region, region: options.region ?? region }),
    getCallerIdentity: () => ({ id: account, accountId: account }),
    getPartition: () => ({ id: "aws", partition: options.partition ?? "aws" }),
    getSubnet: ({ id }) => ({ id, vpcId: "vpc-0123456789abcdef0" }),
    getRouteTables: () => ({ id: region, ids: ["rtb-0123456789abcdef0"] }),
    getRouteTable: () => ({
      id: "rtb-0123456789abcdef0",
      routes: [
        { cidrBlock: "172.31.0.0/16", gatewayId: "local" },
        { cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123456789abcdef0" },
      ],
    }),
  };
}

function usualOutputs(type: string, name: string, inputs: Values, options: AwsOptions): Values {
  const physical = typeof inputs["name"] === "string" ? inputs["name"] : `${name}-1a2b3c4`;
  const [, service = ""] = /^aws:(\w+)\//.exec(type) ?? [];
  const partition = options.partition ?? "aws";
  const where = options.region ?? region;
  const arn = `arn:${partition}:${service}:${where}:${account}:${physical}`;
  switch (type) {
    case "pulumi:index:Stash":
      return { output: inputs["input"] };
    case "docker:index/image:Image":
      // An engine that has the image from another registry as well may tell that name.
      return { repoDigest: `registry.invalid/other/name@${digest}` };
    case "awsx:ec2:DefaultVpc":
      return { vpcId: "vpc-default", publicSubnetIds: ["subnet-a", "subnet-b"] };
    case "awsx:ec2:Vpc":
      return {
        vpcId: "vpc-dedicated",
        publicSubnetIds: ["subnet-1", "subnet-2"],
        routeTables: [{ id: "rtb-1" }, { id: "rtb-2" }],
      };
    case "aws:s3/bucket:Bucket":
      return { bucket: physical, arn: `arn:${partition}:s3:::${physical}` };
    case "aws:sqs/queue:Queue":
      return { arn, url: `https://sqs.${where}.amazonaws.com/${account}/${physical}` };
    case "aws:ecs/taskDefinition:TaskDefinition": {
      const family = String(inputs["family"]);
      return {
        arn: `arn:${partition}:ecs:${where}:${account}:task-definition/${family}:7`,
        revision: 7,
      };
    }
    case "aws:cloudwatch/logGroup:LogGroup":
      return { arn: `arn:${partition}:logs:${where}:${account}:log-group:${physical}` };
    default:
      return service === "" ? {} : { arn, name: physical };
  }
}
