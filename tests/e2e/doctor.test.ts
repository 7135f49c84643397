import { EC2 } from "@aws-sdk/client-ec2";
import { DeregisterTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { doctorAws } from "../../automation/doctor/aws.ts";
import type { Checked, CheckId } from "../../automation/doctor/check.ts";
import type { DoctorReport } from "../../automation/doctor/doctor.ts";
import { startMinistack } from "../../scripts/e2e/index.mjs";
import { violations } from "../helpers/schemas.ts";
import { outputsOf } from "./helpers/outputs.ts";
import { must, startWorld, type World } from "./helpers/world.ts";

/** What `mayfly doctor` says of one stack, before it is up and after; the tests are its stages. */
describe("mayfly doctor --stack", () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await world.configure("dev", { privateImage: "true" });
  });
  /** moto's default VPC has none, as AWS's has. */
  const addInternetGateway = async (): Promise<void> => {
    const ec2 = new EC2(world.aws);
    const filter = [{ Name: "is-default", Values: ["true"] }];
    const { Vpcs = [] } = await ec2.describeVpcs({ Filters: filter });
    const VpcId = Vpcs[0]?.VpcId ?? "";
    const { InternetGateway } = await ec2.createInternetGateway({});
    const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
    await ec2.attachInternetGateway({ VpcId, InternetGatewayId });
    const ofVpc = [{ Name: "vpc-id", Values: [VpcId] }];
    const { RouteTables = [] } = await ec2.describeRouteTables({ Filters: ofVpc });
    await ec2.createRoute({
      RouteTableId: RouteTables[0]?.RouteTableId ?? "",
      DestinationCidrBlock: "0.0.0.0/0",
      GatewayId: InternetGatewayId,
    });
  };
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const doctor = async () => {
    const args = ["doctor", "--json", "--stack", "dev", "--cwd", world.project.folder];
    const { exitCode, stdout, stderr } = await world.run("mayfly", args);
    const report = JSON.parse(stdout) as DoctorReport;
    expect(violations("doctor", report)).toEqual([]);
    expect(stdout + stderr).not.toContain(world.registry.token);
    const of = (id: CheckId): Checked | undefined => report.checks.find((made) => made.id === id);
    return { exitCode, report, of };
  };
  const set = async (...pair: string[]): Promise<void> => {
    await must(world.run("pulumi", ["config", "set", "--stack", "dev", ...pair]));
  };

  it("looks at the settings of a stack that is not up, and makes nothing", async () => {
    const before = await world.inventory();
    const { of, report } = await doctor();
    expect(of("stack")).toMatchObject({ status: "warning", found: "dev is not up" });
    expect(of("aws-credentials")).toMatchObject({ status: "ok" });
    expect(of("aws-credentials")?.found).toMatch(/^arn:aws:(?:iam|sts)::\d{12}:/);
    expect(of("aws-region")).toMatchObject({ status: "ok", found: "us-east-1" });
    expect(of("crawler-image")?.found).toMatch(/^built and pushed to .*\/mayfly-crawler by up$/);
    // The registry takes the login; it has no tokens that say more.
    expect(of("image-push")).toMatchObject({ status: "ok" });
    expect(of("subnet-route")?.found).toMatch(/^subnet-.*: no route to the Internet/);
    expect(report.notChecked).toEqual(["aws-cluster", "task-definition"]);
    expect(await world.inventory()).toEqual(before);
  });

  it("finds a stack that is up, its image by platform, and its cluster", async () => {
    await addInternetGateway();
    await must(world.run("mayfly", ["up", "--stack", "dev", "--cwd", world.project.folder]));
    const { of, report } = await doctor();
    expect(of("stack")).toMatchObject({ status: "ok" });
    expect(of("aws-cluster")?.found).toMatch(/^mayfly-dev-\w+ can be reached; tasks there: 0$/);
    expect(of("task-definition")).toMatchObject({
      status: "ok",
      found: "mayfly-crawl-dev:1 is ACTIVE",
    });
    expect(of("crawler-image")).toMatchObject({ status: "ok" });
    expect(of("crawler-image")?.found).toMatch(/@sha256:\w{64}, linux\/amd64$/);
    expect(of("subnet-route")?.found).toMatch(/^subnet-.*: out by an internet gateway/);
    // moto knows no quotas of Fargate.
    expect(of("fargate-quota")?.found).toContain("unknown on demand");
    expect(report.notChecked).toEqual([]);
  });

  it("says what to mend: a token that is refused, an image that is not there, a revision that is gone", async () => {
    const { taskDefinitionArn } = await outputsOf(world, "dev");
    const gone = new DeregisterTaskDefinitionCommand({ taskDefinition: taskDefinitionArn });
    await new ECSClient(world.aws).send(gone);
    await set("--secret", "dockerHubToken", "another");
    const { exitCode, of } = await doctor();
    expect(exitCode).toBe(1);
    expect(of("task-definition")).toMatchObject({
      status: "problem",
      found: "mayfly-crawl-dev:1 is INACTIVE: no task can run",
      fix: `Run \`mayfly up --stack dev --cwd ${world.project.folder}\`.`,
    });
    expect(of("image-push")).toMatchObject({ status: "problem" });
    expect(of("image-push")?.found).toContain("does not take mayfly and the token");
    expect(of("crawler-image")).toMatchObject({ status: "problem" });
    expect(of("crawler-image")?.found).toContain("(HTTP 401)");
  });
});

it("asks IAM whether a role may read a secret", async () => {
  const { endpoint, close } = await startMinistack({ dockerHost: inject("dockerHost") });
  const secret = "arn:aws:secretsmanager:us-east-1:000000000000:secret:one";
  const statement = {
    ...{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
  };
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const before = Object.fromEntries(
    Object.keys(environment).map((name) => [name, process.env[name]]),
  );
  Object.assign(process.env, environment);
  try {
    const iam = new IAMClient({ region: "us-east-1" });
    const document = (Statement: object): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: [Statement] });
    const role = new CreateRoleCommand({
      RoleName: "reader",
      AssumeRolePolicyDocument: document({
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
      }),
    });
    const arn = (await iam.send(role)).Role?.Arn ?? "";
    const PolicyDocument = document(statement);
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "read", PolicyDocument }),
    );
    const aws = doctorAws("us-east-1");
    const may = (resource: string): Promise<boolean | null> =>
      aws.mayDo(arn, "secretsmanager:GetSecretValue", [resource], AbortSignal.timeout(20_000));
    expect(await may(secret)).toBe(true);
    expect(await may(`${secret}-of-another`)).toBe(false);
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await close();
  }
});
