import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isRoleName } from "../../../automation/reap/find-tagged.ts";
import {
  inOrder,
  kindOf,
  removalsByHand,
  resourceKinds,
  type ResourceKind,
} from "../../../automation/reap/resource-kinds.ts";
import { removals } from "../../../automation/reap/remove-resource.ts";
import { configurations } from "../../infra/helpers/configurations.ts";
import { runProgram } from "../../infra/helpers/program.ts";
import { isTaggable } from "../../infra/helpers/taggable.ts";

/** What removes each type of resource that an environment is made of: its own kind's removal, or the one of what it goes with. */
const removedAs: Readonly<Record<string, ResourceKind>> = {
  "aws:cloudwatch/eventRule:EventRule": "rule",
  "aws:cloudwatch/eventTarget:EventTarget": "rule",
  "aws:cloudwatch/logGroup:LogGroup": "logGroup",
  "aws:ec2/internetGateway:InternetGateway": "internetGateway",
  "aws:ec2/route:Route": "routeTable",
  "aws:ec2/routeTable:RouteTable": "routeTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "routeTable",
  "aws:ec2/securityGroup:SecurityGroup": "securityGroup",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpcEndpoint",
  "aws:ecs/cluster:Cluster": "cluster",
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": "cluster",
  "aws:ecs/taskDefinition:TaskDefinition": "taskDefinition",
  "aws:iam/role:Role": "role",
  "aws:iam/rolePolicy:RolePolicy": "role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "bucket",
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket",
  "aws:s3/bucketPolicy:BucketPolicy": "bucket",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
    "bucket",
  "aws:scheduler/schedule:Schedule": "scheduleGroup",
  "aws:scheduler/scheduleGroup:ScheduleGroup": "scheduleGroup",
  "aws:secretsmanager/secret:Secret": "secret",
  "aws:secretsmanager/secretVersion:SecretVersion": "secret",
  "aws:sfn/stateMachine:StateMachine": "stateMachine",
  "aws:sqs/queue:Queue": "queue",
  "aws:sqs/queuePolicy:QueuePolicy": "queue",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupRule",
};

/** An ARN of each kind, as its service has it. */
const arns: Readonly<Record<ResourceKind, string>> = {
  scheduleGroup: "arn:aws:scheduler:eu-north-1:123456789012:schedule-group/moths-1a2b3c4",
  stateMachine: "arn:aws:states:eu-north-1:123456789012:stateMachine:moths-1a2b3c4",
  cluster: "arn:aws:ecs:eu-north-1:123456789012:cluster/moths-1a2b3c4",
  taskDefinition: "arn:aws:ecs:eu-north-1:123456789012:task-definition/moths:7",
  rule: "arn:aws:events:eu-north-1:123456789012:rule/moths-1a2b3c4",
  queue: "arn:aws:sqs:eu-north-1:123456789012:moths-1a2b3c4",
  logGroup: "arn:aws:logs:eu-north-1:123456789012:log-group:/ecs/moths",
  secret: "arn:aws:secretsmanager:eu-north-1:123456789012:secret:moths-1a2b3c4-AbCdEf",
  bucket: "arn:aws:s3:::moths-1a2b3c4",
  vpcEndpoint: "arn:aws:ec2:eu-north-1:123456789012:vpc-endpoint/vpce-1",
  securityGroupRule: "arn:aws:ec2:eu-north-1:123456789012:security-group-rule/sgr-1",
  internetGateway: "arn:aws:ec2:eu-north-1:123456789012:internet-gateway/igw-1",
  subnet: "arn:aws:ec2:eu-north-1:123456789012:subnet/subnet-1",
  securityGroup: "arn:aws:ec2:eu-north-1:123456789012:security-group/sg-1",
  routeTable: "arn:aws:ec2:eu-north-1:123456789012:route-table/rtb-1",
  vpc: "arn:aws:ec2:eu-north-1:123456789012:vpc/vpc-1",
  role: "arn:aws:iam::123456789012:role/moths-task-1a2b3c4",
};

test("every type of resource that any configuration makes has what removes it", async () => {
  const made = new Set<string>();
  for (const [, options] of configurations) {
    const { resources } = await runProgram(options);
    for (const { type } of resources) if (type.startsWith("aws:")) made.add(type);
  }
  expect(made.size).toBeGreaterThan(15);
  // What awsx makes is known to the stand-ins of the end-to-end tests, as all of it has to be.
  const types = new URL("../../e2e/providers/types.json", import.meta.url);
  for (const type of JSON.parse(readFileSync(types, "utf8")) as readonly string[]) {
    if (type.startsWith("aws:")) made.add(type);
  }
  expect([...made].sort()).toEqual(Object.keys(removedAs).sort());
  expect(new Set(Object.values(removedAs))).toEqual(new Set(Object.keys(removals)));
});

test("what has no tags to be found by goes with a kind that has", () => {
  const tagged = Object.keys(removedAs).filter(isTaggable);
  expect(new Set(tagged.map((type) => removedAs[type]))).toEqual(new Set(Object.keys(removals)));
});

test("each kind is known by its ARN, and no other one's", () => {
  for (const [kind, arn] of Object.entries(arns)) {
    expect(kindOf(arn)?.kind).toBe(kind);
    expect(kindOf(arn.replace("arn:aws:", "arn:aws-cn:"))?.kind).toBe(kind);
  }
  expect(kindOf("arn:aws:ecs:eu-north-1:123456789012:task/moths/0a1b")).toBe(null);
  expect(kindOf(arns.taskDefinition)?.name).toBe("moths:7");
  expect(kindOf(arns.logGroup)?.name).toBe("/ecs/moths");
});

test("what ends tasks and tasks go first, a VPC after what is in it, what is not known last", () => {
  const unknown = "arn:aws:rds:eu-north-1:123456789012:db:moths";
  const all = [unknown, ...Object.values(arns)].reverse();
  expect(inOrder(all)).toEqual([
    ...Object.keys(resourceKinds).map((kind) => arns[kind as ResourceKind]),
    unknown,
  ]);
});

/** Commands as a shell runs them where `aws` brings two words for each question, with each call of `aws`. */
function calls(commands: readonly string[]): readonly string[] {
  const aws = `aws() { echo "$*" >&3; case "$*" in *--query*) echo one two;; *get-queue*) echo url;; esac; }`;
  const script = `exec 3>&1\n${aws}\n${commands.map((one) => `{ ${one}; } || exit 9`).join("\n")}`;
  const { stdout, status } = spawnSync("sh", ["-c", script], { encoding: "utf8" });
  expect(status).toBe(0);
  return stdout.trim().split("\n");
}

test("each that could be left comes with commands that a shell runs as they are, all in its region", () => {
  for (const [kind, arn] of Object.entries(arns)) {
    const commands = removalsByHand([arn], "eu-north-1");
    if (kind === "securityGroupRule") {
      expect(commands).toEqual([]);
      continue;
    }
    for (const call of calls(commands)) {
      expect(call).toMatch(/^--region eu-north-1 [a-z0-9]+ [a-z-]+ (?!.*\b(NAME|ARN)\b)/);
    }
  }
  expect(removalsByHand([arns.bucket], "eu-north-1")).toEqual([
    "aws --region eu-north-1 s3 rb --force s3://moths-1a2b3c4",
  ]);
});

test("by hand, too, goes first what stands in the way and has no tags", () => {
  const { queue, role, routeTable, rule } = arns;
  const commands = removalsByHand([role, routeTable, queue, rule], "eu-north-1");
  const asked = calls(commands).filter((call) => !call.includes(" --query "));
  expect(asked.map((call) => call.replace("--region eu-north-1 ", ""))).toEqual([
    "events remove-targets --rule moths-1a2b3c4 --ids one",
    "events remove-targets --rule moths-1a2b3c4 --ids two",
    "events delete-rule --name moths-1a2b3c4",
    "sqs get-queue-url --queue-name moths-1a2b3c4 --output text",
    "sqs delete-queue --queue-url url",
    "ec2 disassociate-route-table --association-id one",
    "ec2 disassociate-route-table --association-id two",
    "ec2 delete-route-table --route-table-id rtb-1",
    "iam delete-role-policy --role-name moths-task-1a2b3c4 --policy-name one",
    "iam delete-role-policy --role-name moths-task-1a2b3c4 --policy-name two",
    "iam detach-role-policy --role-name moths-task-1a2b3c4 --policy-arn one",
    "iam detach-role-policy --role-name moths-task-1a2b3c4 --policy-arn two",
    "iam delete-role --role-name moths-task-1a2b3c4",
  ]);
});

test("roles of the program are known by their names", async () => {
  const { resources } = await runProgram({});
  const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
  expect(roles.length).toBe(4);
  for (const { name } of roles) expect(isRoleName(`${name}-1a2b3c4`)).toBe(true);
  expect(isRoleName("AWSServiceRoleForECS")).toBe(false);
});
