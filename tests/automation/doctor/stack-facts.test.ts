import { expect, test } from "vitest";
import { stackFacts } from "../../../automation/doctor/stack-facts.ts";
import { stackVerdict } from "../../../automation/doctor/stack-checks.ts";
import { goodOutputs } from "../../infra/helpers/good-outputs.ts";

const user = { username: "me", password: "secret" };
const built = {
  "aws:region": "eu-north-1",
  "mayfly:dockerHubUser": "me",
  "mayfly:dockerHubToken": "secret",
};

test("of a stack that is not up, the settings and their defaults count", () => {
  expect(stackFacts("dev", built, null)).toEqual({
    stack: "dev",
    flags: "--stack dev",
    outputs: null,
    region: "eu-north-1",
    cpuArchitecture: "X86_64",
    cpu: 256,
    capacity: "onDemand",
    assignPublicIp: true,
    crawlerImage: null,
    seleniumImage: "selenium/standalone-chrome:4.41.0",
    push: { registry: "docker.io", repository: "me/mayfly-crawler", user },
    pull: null,
    subnetIds: null,
  });
});

test("of a stack that is up, its outputs count", () => {
  const facts = stackFacts("dev", built, goodOutputs);
  const { region, cpu, images, subnetIds } = goodOutputs;
  expect(facts).toMatchObject({ region, cpu, crawlerImage: images.crawler, subnetIds });
});

test.each([
  [
    { "mayfly:crawlerImage": "ghcr.io/me/it:1", "mayfly:privateImage": "true" },
    { crawlerImage: "ghcr.io/me/it:1", push: null, pull: { registry: "ghcr.io", user } },
  ],
  [
    { "mayfly:imageName": "team/it", "mayfly:registryServer": "registry-1.docker.io" },
    { push: { registry: "docker.io", repository: "team/it", user } },
  ],
  [{ "mayfly:subnetIds": '["subnet-1"]' }, { subnetIds: ["subnet-1"] }],
  [{ "mayfly:network": "dedicated" }, { subnetIds: "made" }],
  [
    { "mayfly:cpuArchitecture": "ARM64", "mayfly:cpu": "1024" },
    { cpu: 1024, seleniumImage: "selenium/standalone-chromium:4.41.0" },
  ],
  [
    { "mayfly:assignPublicIp": "false", "aws:region": " " },
    { assignPublicIp: false, region: null },
  ],
  [{ "mayfly:dockerHubToken": "" }, { push: null, pull: null }],
])("settings %j are read as %j", (settings, expected) => {
  expect(stackFacts("dev", { ...built, ...settings }, null)).toMatchObject(expected);
});

test("a stack that is not up is a warning; one where no run starts any more, a problem", () => {
  const nowMs = Date.parse("2026-11-24T12:00:00Z");
  const verdict = (expiresAt: string | null): string =>
    stackVerdict(stackFacts("dev", built, { ...goodOutputs, expiresAt }), nowMs).status;
  expect(stackVerdict(stackFacts("dev", built, null), nowMs)).toMatchObject({
    status: "warning",
    fix: "Bring it up with `mayfly up --stack dev`.",
  });
  expect(verdict(null)).toBe("ok");
  // A run is refused from six minutes before the end on.
  expect(verdict("2026-11-24T12:05:59Z")).toBe("problem");
  expect(verdict("2026-11-24T12:06:00Z")).toBe("ok");
});
