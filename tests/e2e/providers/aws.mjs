/** Stand-in for the `aws` provider: its resources are those of the emulator at `AWS_ENDPOINT_URL`. Prints its port. */
import { clients } from "./aws/clients.mjs";
import { ec2Endpoints } from "./aws/ec2-endpoints.mjs";
import { ec2Routes } from "./aws/ec2-routes.mjs";
import { ec2Rules } from "./aws/ec2-rules.mjs";
import { ec2SecurityGroups } from "./aws/ec2-security-groups.mjs";
import { ec2Subnets } from "./aws/ec2-subnets.mjs";
import { ec2Vpc } from "./aws/ec2-vpc.mjs";
import { ecsTaskDefinition } from "./aws/ecs-task-definition.mjs";
import { ecs } from "./aws/ecs.mjs";
import { eventTargets } from "./aws/event-target.mjs";
import { eventRules } from "./aws/events.mjs";
import { expiry } from "./aws/expiry.mjs";
import { iamPolicies } from "./aws/iam-policies.mjs";
import { iamRole } from "./aws/iam.mjs";
import { invokes } from "./aws/invokes.mjs";
import { logs } from "./aws/logs.mjs";
import { networkInvokes } from "./aws/network-invokes.mjs";
import { routeInvokes } from "./aws/route-invokes.mjs";
import { s3Bucket } from "./aws/s3-bucket.mjs";
import { s3Lifecycle } from "./aws/s3-lifecycle.mjs";
import { s3Settings } from "./aws/s3-settings.mjs";
import { secrets } from "./aws/secrets.mjs";
import { sqs } from "./aws/sqs.mjs";
import { resources } from "./resources.mjs";
import { serve } from "./serve.mjs";

const compute = { ...ecs, ...ecsTaskDefinition, ...logs, ...secrets };
const access = { ...iamPolicies, ...iamRole };
const messaging = { ...eventRules, ...eventTargets, ...expiry, ...sqs };
const vpc = { ...ec2Endpoints, ...ec2Routes, ...ec2Subnets, ...ec2Vpc };
const network = { ...vpc, ...ec2Rules, ...ec2SecurityGroups };
const storage = { ...s3Bucket, ...s3Lifecycle, ...s3Settings };
const table = { ...access, ...compute, ...messaging, ...network, ...storage };
const functions = { ...invokes, ...networkInvokes, ...routeInvokes };

serve({
  version: "7.48.0",
  ...resources(table, ({ config }) => ({ aws: clients(config) })),
  async invoke({ token, args }, { config }) {
    if (!Object.hasOwn(functions, token)) {
      throw new Error(`the stand-in provider has no function ${token}`);
    }
    const region = args.region ?? config.region;
    return functions[token](clients({ ...config, region }), args);
  },
});
