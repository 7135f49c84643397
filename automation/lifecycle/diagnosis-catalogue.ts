import type { DiagnosisRule } from "./diagnosis.ts";

/** Exit codes of a container that was killed: 128 + SIGKILL, 128 + SIGTERM, 128 + SIGSEGV, 128 + SIGABRT. */
const killed = [137, 143, 139, 134];

/** Known causes, the most specific first. Data alone: what a rule means is in `diagnosis.ts`. */
export const diagnosisCatalogue: readonly DiagnosisRule[] = [
  {
    id: "port-in-use",
    reason: /port \d+ is in use/i,
    cause: "Another process listens on the port that Selenium should use.",
    fix: "Leave out --port, and a free one is chosen; or end the process that listens there.",
  },
  {
    id: "no-browser",
    reason: /no chrome or chromium|no chromedriver/i,
    cause: "There is no Chrome or Chromium with its chromedriver on this machine.",
    fix: "Install them (Debian: apt-get install chromium chromium-driver), set CHROMEDRIVER and MAYFLY_BROWSER_BINARY, or give --selenium-command.",
    link: "https://developer.chrome.com/docs/chromedriver/downloads",
  },
  {
    id: "browser-driver-mismatch",
    reason: /different major versions/i,
    cause: "chromedriver drives only a browser of its own major version.",
    fix: "Install both in the same version, or point CHROMEDRIVER and MAYFLY_BROWSER_BINARY at a pair that fits.",
    link: "https://developer.chrome.com/docs/chromedriver/downloads/version-selection",
  },
  {
    id: "selenium-not-healthy",
    outcome: "failedToStart",
    reason: /did not become HEALTHY|is UNHEALTHY/i,
    cause: "Selenium never got ready, so the crawler was not started.",
    fix: "Read `mayfly logs RUN --container selenium`; give it longer with --selenium-start-timeout if it is only slow.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html",
  },
  {
    id: "selenium-exited-at-start",
    outcome: "failedToStart",
    reason: /selenium container exited/i,
    cause: "Selenium ended before it was ready.",
    fix: "Read `mayfly logs RUN --container selenium`; run the command of --selenium-command by hand.",
  },
  {
    id: "cannot-start-container",
    outcome: "failedToStart",
    reason: /CannotStartContainerError/,
    cause: "A container's program could not be started.",
    fix: "Check that the program exists and is executable.",
  },
  {
    id: "selenium-killed",
    outcome: "failed",
    exit: { container: "selenium", codes: [137] },
    reason: /essential container in task exited: selenium/i,
    cause:
      "Selenium was killed while the crawl was under way (SIGKILL: by hand, or by the system for want of memory).",
    fix: "Give the task more memory; what was retrieved until then is kept.",
  },
  {
    id: "selenium-exited",
    outcome: "failed",
    reason: /essential container in task exited: selenium/i,
    cause: "Selenium ended while the crawl was under way.",
    fix: "Read `mayfly logs RUN --container selenium`; what was retrieved until then is kept.",
  },
  {
    id: "out-of-memory",
    reason: /OutOfMemory/i,
    cause: "A container used more memory than the task has.",
    fix: "Raise the task's memory, or crawl fewer pages per task.",
    link: "https://repost.aws/knowledge-center/ecs-resolve-outofmemory-errors",
  },
  {
    id: "crawler-killed",
    outcome: "failed",
    exit: { container: "crawler", codes: killed },
    cause: "The crawler was killed by a signal, by hand or by the system for want of memory.",
    fix: "Look at the memory of the machine; what was retrieved until then is kept.",
  },
  {
    id: "disk-full",
    reason: /disk is full/i,
    cause: "The disk with the run folder is full.",
    fix: "Free some space, or use --out DIR on another disk; what was written until then is kept.",
  },
  {
    id: "crawler-disk-full",
    exit: { container: "crawler", codes: [3] },
    cause: "The crawler could not write its output because the disk is full.",
    fix: "Free some space, or use --out DIR on another disk; what was written until then is kept.",
  },
  {
    id: "crawler-configuration",
    exit: { container: "crawler", codes: [4] },
    cause: "The crawler refused a setting.",
    fix: "Read `mayfly logs RUN --container crawler`: one sentence says which.",
  },
  {
    id: "nothing-retrieved",
    exit: { container: "crawler", codes: [9] },
    cause: "Not one page could be retrieved.",
    fix: "Open the URL in a browser; look at `error` in pages.jsonl and at the skip reasons (robots.txt, scope).",
  },
  {
    id: "browser-lost",
    exit: { container: "crawler", codes: [10] },
    cause: "The browser died and no new session could be opened.",
    fix: "Read `mayfly logs RUN --container selenium`; give the task more memory.",
  },
  {
    id: "browser-unavailable",
    exit: { container: "crawler", codes: [19] },
    cause: "The WebDriver endpoint never opened a session.",
    fix: "Read both containers' logs; give it longer with --ready-timeout.",
  },
  {
    id: "crawler-fault",
    exit: { container: "crawler", codes: [17] },
    cause: "A fault of the crawler itself.",
    fix: "Read `mayfly logs RUN --container crawler` and report it.",
  },
  {
    id: "start-timeout",
    outcome: "timedOut",
    reason: /--start-timeout/,
    cause: "The task took longer to start than it may.",
    fix: "Look at the state it stayed in; raise --start-timeout.",
  },
  {
    id: "crawl-time-limit",
    outcome: "timedOut",
    reason: /reached its time limit/,
    cause: "The crawl was longer than its own time limit.",
    fix: "Raise --time-limit, or lower --max-pages; what was retrieved until then is kept.",
  },
  {
    id: "timeout",
    outcome: "timedOut",
    cause: "The run was longer than its time-out.",
    fix: "Raise --timeout, or lower --max-pages; what was retrieved until then is kept.",
  },
  {
    id: "mayfly-died",
    outcome: "interrupted",
    reason: /process that started this task/i,
    cause: "The mayfly process of this run ended without stopping its task.",
    fix: "Run again; with --detach a run does not depend on the terminal.",
  },
  {
    id: "agent-died",
    outcome: "interrupted",
    reason: /local agent/i,
    cause: "The process that supervised the task on this machine was killed.",
    fix: "Run again; look for what kills processes (memory, a clean-up job).",
  },
];
