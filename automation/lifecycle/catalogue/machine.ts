import type { DiagnosisRule } from "../diagnosis.ts";

/** Causes on the machine where Mayfly runs: the programs of the local target, ports, disks, killed processes. */
export const machineRules: readonly DiagnosisRule[] = [
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
    id: "disk-full",
    reason: /disk is full/i,
    cause: "The disk with the run folder is full.",
    fix: "Free some space, or use --out DIR on another disk; what was written until then is kept.",
  },
  {
    id: "mayfly-died",
    outcome: ["interrupted"],
    reason: /process that started this task/i,
    cause: "The mayfly process of this run ended without stopping its task.",
    fix: "Run again; with `mayfly run --detach` a run does not depend on the terminal.",
  },
  {
    id: "agent-died",
    outcome: ["interrupted"],
    reason: /local agent/i,
    cause: "The process that supervised the task on this machine was killed.",
    fix: "Run again; look for what kills processes (memory, a clean-up job).",
  },
];
