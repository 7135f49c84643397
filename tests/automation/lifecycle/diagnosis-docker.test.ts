import { describe, expect, test } from "vitest";
import { diagnosisCatalogue } from "../../../automation/lifecycle/diagnosis-catalogue.ts";
import { adviceOf, diagnose } from "../../../automation/lifecycle/diagnosis.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

/** The id for a task on Docker that did not come to start. */
function diagnosed(stoppedReason: string): string | undefined {
  const snapshot = { ...stoppedTask({}), stopCode: "TaskFailedToStart", stoppedReason };
  const outcome = { kind: "failedToStart", reason: stoppedReason } as const;
  return diagnose({ target: "docker", outcome, snapshot, furthest: "PENDING" }, diagnosisCatalogue)
    ?.id;
}

test.each([
  [
    "docker-engine",
    "No Docker engine answers at unix:///var/run/docker.sock (ENOENT); start Docker, or set DOCKER_HOST.",
  ],
  [
    "docker-engine",
    "This user may not talk to the Docker engine at unix:///var/run/docker.sock; add it to the group docker, or set DOCKER_HOST to an engine of its own.",
  ],
  [
    "image-not-built",
    "CannotPullContainerError: mayfly-crawler:local is in no registry: --build builds it, and the engine has none yet.",
  ],
  [
    "image-build",
    "CannotBuildImageError: The command '/bin/sh -c exit 7' returned a non-zero code: 7; what the build printed is in /a/build.log.",
  ],
  ["network-not-found", "CannotStartContainerError: network nosuch not found (container selenium)"],
  [
    "no-address-pool",
    "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
  ],
  [
    "mount-denied",
    'CannotStartContainerError: invalid mount config for type "bind": bind source path does not exist: /a (container crawler)',
  ],
  [
    "registry-unreachable",
    'CannotPullContainerError: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host (image a:1).',
  ],
  ["cannot-pull-image", "CannotPullContainerError: unexpected EOF (image a:1)."],
  [
    "program-not-found",
    'CannotStartContainerError: OCI runtime create failed: exec: "crawl": executable file not found in $PATH (container crawler)',
  ],
  ["container-refused", "CannotStartContainerError: Conflict (container crawler)"],
  ["unknown", "something else"],
])("a task on Docker that does not start: %s (%s)", (id, reason) => {
  expect(diagnosed(reason)).toBe(id);
});

describe.each(["docker", "local"])("on the target %s", (target) => {
  const rules = diagnosisCatalogue.filter((rule) => rule.target?.includes(target) ?? true);
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s says nothing of AWS, nor of what only a stack has",
    (_id, rule) => {
      const { cause, fix, link = "" } = adviceOf(rule, target);
      expect([cause, fix, link].join("\n")).not.toMatch(
        /\b(AWS|ECS|Fargate|NAT|CloudTrail|StopTask|Secrets Manager)\b|amazon|aws|--assign-public-ip|mayfly (up|outputs)|configuration key|dockerHub|cpuArchitecture/,
      );
    },
  );

  test("words that nobody knows are looked for in no list of ECS", () => {
    const outcome = { kind: "failedToStart", reason: "something else" } as const;
    const facts = { target, outcome, snapshot: null, furthest: null };
    expect(diagnose(facts, diagnosisCatalogue)).toEqual({
      id: "unknown",
      cause: 'Mayfly knows no cause with these words: "something else".',
      fix: "Read `mayfly logs RUN`; its last lines say most, as a rule.",
    });
  });
});
