import { beforeAll, describe, expect, test } from "vitest";
import { configKeys } from "../../infra/config/keys.ts";
import { containersOf, environmentOf } from "./helpers/containers.ts";
import { building, ofType, only, runProgram, token, type Recording } from "./helpers/program.ts";

/** A value that is not the default for every key that goes with building in a dedicated network. */
const config: Readonly<Record<string, string>> = {
  dockerHubUser: "heron",
  dockerHubToken: token,
  imageName: "moths",
  registryServer: "127.0.0.1:5000",
  privateImage: "true",
  nodeImage: "node:22-alpine",
  seleniumImage: "127.0.0.1:5000/chrome:4",
  seleniumVersion: "3",
  seleniumEnvironment: '{"LANG": "de"}',
  crawlerEnvironment: '{"MAYFLY_MAX_PAGES": "5", "MAYFLY_TIME_LIMIT": "90.5"}',
  family: "night",
  cpu: "1024",
  memory: "4096",
  ephemeralStorage: "40",
  cpuArchitecture: "ARM64",
  network: "dedicated",
  vpcCidr: "10.9.0.0/16",
  capacity: "spot",
  containerInsights: "enhanced",
  logRetentionDays: "14",
  resultsRetentionDays: "9",
  resultsPlaces: '["s3://owls/kept"]',
  taskEvents: "false",
  ttl: "never",
  tags: '{"team": "moths"}',
};

describe("every key of the configuration gets where it belongs:", () => {
  let recording: Recording;
  const inputs = (type: string): Readonly<Record<string, unknown>> => only(recording, type).inputs;

  beforeAll(async () => {
    recording = await runProgram({ config });
    expect(recording.errors).toEqual([]);
  });

  test("those are all keys but three, which the next test has, and the way to no image", () => {
    const rest = Object.keys(configKeys).filter((key) => !(key in config));
    expect(rest).toEqual(["crawlerImage", "vpcId", "subnetIds", "assignPublicIp"]);
  });

  test("the image", () => {
    expect(inputs("docker:index/image:Image")).toMatchObject({
      imageName: "127.0.0.1:5000/heron/moths:dev",
      build: { platform: "linux/arm64", args: { NODE_IMAGE: "node:22-alpine" } },
      registry: { server: "127.0.0.1:5000", username: "heron", password: token },
    });
    const version = inputs("aws:secretsmanager/secretVersion:SecretVersion");
    const secret: unknown = JSON.parse(String(version["secretString"]));
    expect(secret).toEqual({ username: "heron", password: token });
  });

  test("the task", () => {
    const definition = inputs("aws:ecs/taskDefinition:TaskDefinition");
    expect(definition).toMatchObject({
      family: "night",
      cpu: "1024",
      memory: "4096",
      ephemeralStorage: { sizeInGib: 40 },
      runtimePlatform: { cpuArchitecture: "ARM64" },
      executionRoleArn: expect.stringContaining("-execution-") as string,
      taskRoleArn: expect.stringContaining("-task-") as string,
    });
    const text = String(definition["containerDefinitions"]);
    const [selenium, crawler] = containersOf(text);
    expect(selenium.image).toBe("127.0.0.1:5000/chrome:4");
    expect(selenium.healthCheck?.command[1]).toContain("/wd/hub/status");
    expect(environmentOf(selenium)).toEqual({ LANG: "de" });
    expect(environmentOf(crawler)).toMatchObject({ MAYFLY_MAX_PAGES: "5" });
    for (const option of ["group", "region", "stream-prefix"]) {
      expect(text).toContain(`"awslogs-${option}":"`);
    }
    expect(text).toContain('"awslogs-group":"/ecs/night"');
    expect(text).toContain('"awslogs-region":"eu-north-1"');
  });

  test("what is around it", () => {
    expect(inputs("awsx:ec2:Vpc")["cidrBlock"]).toBe("10.9.0.0/16");
    expect(inputs("aws:ecs/cluster:Cluster")).toMatchObject({
      settings: [{ name: "containerInsights", value: "enhanced" }],
      tags: { team: "moths", "mayfly:expires-at": "never" },
    });
    expect(inputs("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")).toMatchObject({
      defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
    });
    const groups = ofType(recording, "aws:cloudwatch/logGroup:LogGroup");
    expect(
      Object.fromEntries(groups.map((one) => [one.name, one.inputs["retentionInDays"]])),
    ).toEqual({ "mayfly-dev": 14, "mayfly-dev-insights": 14 });
    expect(
      inputs("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")["rules"],
    ).toMatchObject([{ expiration: { days: 9 } }]);
    const policies = ofType(recording, "aws:iam/rolePolicy:RolePolicy");
    const task = policies.find(({ name }) => name.endsWith("-task"));
    expect(task?.inputs["policy"]).toContain(":s3:::owls/kept/*");
    expect(recording.resources.filter(({ type }) => /sqs|event/i.test(type))).toHaveLength(0);
  });

  test("the outputs", () => {
    expect(recording.outputs).toMatchObject({
      region: "eu-north-1",
      resultsPlaces: ["s3://owls/kept"],
      cpu: 1024,
      memoryMiB: 4096,
      cpuArchitecture: "ARM64",
      taskDefinitionFamily: "night",
      images: { selenium: "127.0.0.1:5000/chrome:4" },
      vpcId: "vpc-dedicated",
      subnetIds: ["subnet-1", "subnet-2"],
      assignPublicIp: true,
      capacity: "spot",
      logGroupName: "/ecs/night",
      eventQueueUrl: null,
      eventQueueArn: null,
      expiresAt: null,
      timeLimitSeconds: 91,
    });
  });
});

test("given subnets with a NAT gateway go without public addresses", async () => {
  const vpcId = "vpc-0123456789abcdef0";
  const subnetIds = '["subnet-0123456789abcdef0"]';
  const route = { cidrBlock: "0.0.0.0/0", gatewayId: "", natGatewayId: "nat-1" };
  const { errors, outputs } = await runProgram({
    config: { ...building, vpcId, subnetIds, assignPublicIp: "false" },
    calls: { getRouteTable: () => ({ routes: [route] }) },
  });
  expect(errors).toEqual([]);
  expect(outputs).toMatchObject({
    vpcId,
    subnetIds: JSON.parse(subnetIds) as unknown,
    assignPublicIp: false,
  });
});

test("given subnets with an internet gateway cannot go without them", async () => {
  const [vpcId, subnetIds] = ["vpc-0123456789abcdef0", '["subnet-0123456789abcdef0"]'];
  const config = { ...building, vpcId, subnetIds, assignPublicIp: "false" };
  const { errors } = await runProgram({ config });
  expect(errors.join()).toContain("Expected true for assignPublicIp");
});

test("in China, ARNs are of its partition and pages of its console", async () => {
  const config = { crawlerImage: "kiwi/crawler:1" };
  const recording = await runProgram({ region: "cn-north-1", partition: "aws-cn", config });
  const text = JSON.stringify(recording);
  expect(text).toContain("arn:aws-cn:ecs:cn-north-1:123456789012:*");
  expect(text).not.toContain("arn:aws:");
  expect(text).toContain("https://cn-north-1.console.amazonaws.cn/");
});

test("an image that exists is what the task runs, with nothing built", async () => {
  const recording = await runProgram({ config: { crawlerImage: "kiwi/crawler:1" } });
  expect(recording.outputs["images"]).toMatchObject({ crawler: "kiwi/crawler:1" });
  expect(recording.resources.filter(({ type }) => type.includes("docker"))).toEqual([]);
});
