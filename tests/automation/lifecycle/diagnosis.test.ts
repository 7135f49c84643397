import { expect, test } from "vitest";
import { diagnosisCatalogue } from "../../../automation/lifecycle/diagnosis-catalogue.ts";
import { adviceOf, diagnose } from "../../../automation/lifecycle/diagnosis.ts";
import { stoppedTask } from "../../helpers/snapshots.ts";

test("a completed run has no diagnosis", () => {
  const outcome = { kind: "completed", reason: "" } as const;
  expect(
    diagnose(
      { target: "fargate", outcome, snapshot: stoppedTask({ crawler: 0 }), furthest: "RUNNING" },
      diagnosisCatalogue,
    ),
  ).toBeNull();
});

test("Selenium killed with SIGKILL before the crawler is told apart from a crawler that was killed", () => {
  const outcome = { kind: "failed", reason: "", containerExitCode: 10 } as const;
  const selenium = {
    ...stoppedTask({ crawler: 10, selenium: 137 }),
    stoppedReason: "Essential container in task exited: selenium",
  };
  const crawler = {
    ...stoppedTask({ crawler: 137, selenium: 137 }),
    stoppedReason: "Essential container in task exited: crawler",
  };
  const id = (snapshot: typeof selenium): string | undefined =>
    diagnose({ target: "fargate", outcome, snapshot, furthest: "RUNNING" }, diagnosisCatalogue)?.id;
  expect(id(selenium)).toBe("selenium-killed");
  expect(id(crawler)).toBe("crawler-killed");
});

test("rules have ids of their own, and a cause and a fix in whole sentences", () => {
  const ids = diagnosisCatalogue.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const all = diagnosisCatalogue.flatMap((rule) =>
    ["fargate", "docker"].map((target) => adviceOf(rule, target)),
  );
  for (const { cause, fix, link = "https://" } of all) {
    expect(cause).toMatch(/^[A-Z].*\.$|^chromedriver .*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
    // RUN stands for the id of the run, so it may be part of no other word.
    expect(fix.replace(/`mayfly \w+ (?:--resume )?RUN/g, "")).not.toContain("RUN");
    expect(link).toMatch(/^https:\/\//);
  }
});

test("where the environment did not come up, no task is to blame, whatever was said", () => {
  for (const kind of ["failedToStart", "timedOut"] as const) {
    const reason = "The environment did not come up. A resource failed: CannotPullContainerError.";
    const facts = { target: "fargate", outcome: { kind, reason }, snapshot: null, furthest: null };
    expect(diagnose(facts, diagnosisCatalogue)?.id).toBe("environment-not-up");
  }
});

test("a place of results that cannot be used is told apart from a setting that is refused", () => {
  const outcome = { kind: "failed", reason: "", containerExitCode: 4 } as const;
  const snapshot = stoppedTask({ crawler: 4 });
  const facts = { target: "docker", outcome, snapshot, furthest: "RUNNING" } as const;
  const said = "What was crawled before could not be read in s3://a/b: Access Denied.";
  expect(diagnose({ ...facts, lastLines: [said] }, diagnosisCatalogue)?.id).toBe(
    "results-unusable",
  );
  expect(diagnose(facts, diagnosisCatalogue)?.id).toBe("crawler-configuration");
});
