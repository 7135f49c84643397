import { crawlerExitCodes } from "../../../crawler/src/contract.ts";
import type { DiagnosisRule } from "../diagnosis.ts";

/** Exit codes of a container that was killed: 128 + SIGKILL, 128 + SIGTERM, 128 + SIGSEGV, 128 + SIGABRT. */
const killed = [137, 143, 139, 134];

/** What the crawler itself says: by the exit codes of its contract, and by the browser's last words. */
export const crawlerRules: readonly DiagnosisRule[] = [
  {
    // The words of chromedriver and Chrome; Fargate takes no sharedMemorySize (aws/containers-roadmap#710).
    id: "browser-crash-shared-memory",
    outcome: ["failed"],
    exits: {
      crawler: [
        crawlerExitCodes.failed,
        crawlerExitCodes.browserCrashed,
        crawlerExitCodes.browserUnavailable,
      ],
    },
    said: /\/dev\/shm|DevToolsActivePort file doesn't exist|session deleted because of page crash|tab crashed/i,
    cause:
      "The browser crashed with the words that it has for want of shared memory or memory; /dev/shm is small on Fargate and cannot be made bigger.",
    fix: "Give the task more memory (--memory); the crawler starts the browser with --disable-dev-shm-usage, so do not take that away.",
    link: "https://github.com/aws/containers-roadmap/issues/710",
    elsewhere: {
      cause: "The browser crashed with the words that it has for want of shared memory or memory.",
      fix: "Give it more memory; the crawler starts the browser with --disable-dev-shm-usage, so do not take that away.",
    },
  },
  {
    id: "crawler-killed",
    outcome: ["failed"],
    exits: { crawler: killed },
    cause: "The crawler was killed by a signal, by hand or by the system for want of memory.",
    fix: "Look at the memory of the machine or raise that of the task; what was retrieved until then is kept.",
  },
  {
    id: "crawler-disk-full",
    exits: { crawler: [crawlerExitCodes.outOfSpace] },
    cause: "The crawler could not write its output because the disk is full.",
    fix: "Free some space, or use --out DIR on another disk; what was written until then is kept.",
  },
  {
    id: "results-unusable",
    exits: { crawler: [crawlerExitCodes.invalidConfig] },
    said: /What was crawled before could not be read|Results cannot be kept/,
    cause: "The place of the results cannot be used.",
    fix: "See that it is there and that the crawl may read and write it, or choose another with --results; `mayfly logs RUN --container crawler` says why.",
  },
  {
    id: "crawler-configuration",
    exits: { crawler: [crawlerExitCodes.invalidConfig] },
    cause: "The crawler refused a setting.",
    fix: "Read `mayfly logs RUN --container crawler`: one sentence says which.",
  },
  {
    id: "nothing-retrieved",
    exits: { crawler: [crawlerExitCodes.failed] },
    cause: "Not one page could be retrieved.",
    fix: "Open the URL in a browser; look at `error` in pages.jsonl and at the skip reasons (robots.txt, scope).",
  },
  {
    id: "browser-lost",
    exits: { crawler: [crawlerExitCodes.browserCrashed] },
    cause: "The browser died and no new session could be opened.",
    fix: "Read `mayfly logs RUN --container selenium`; give the task more memory.",
  },
  {
    id: "browser-unavailable",
    exits: { crawler: [crawlerExitCodes.browserUnavailable] },
    cause: "The WebDriver endpoint never opened a session.",
    fix: "Read both containers' logs; give it longer with --ready-timeout.",
  },
  {
    id: "crawl-size-limit",
    exits: { crawler: [crawlerExitCodes.sizeLimit] },
    cause: "The crawl reached its size limit (--size-limit) with URLs left to visit.",
    fix: "Go on with `mayfly run --resume RUN --size-limit BYTES` and a greater one; what was retrieved is kept.",
  },
  {
    id: "crawler-fault",
    exits: { crawler: [crawlerExitCodes.fatal] },
    cause: "A fault of the crawler itself.",
    fix: "Read `mayfly logs RUN --container crawler` and report it.",
  },
  {
    id: "crawler-interrupted",
    outcome: ["failed"],
    exits: { crawler: [crawlerExitCodes.interrupted, crawlerExitCodes.forced] },
    cause: "The crawler was told to end by a signal that did not come from Mayfly.",
    fix: "Run again; what was retrieved until then is kept.",
  },
  {
    // 126 and 127 are those of a shell and of Docker for a program that cannot be run or found.
    id: "crawler-not-runnable",
    outcome: ["failed"],
    exits: { crawler: [126, 127] },
    cause: "The crawler's program cannot be run, or is not in the image.",
    fix: "Compare the container's command with what is in the image; `mayfly up` builds the crawler's image again.",
    link: "https://docs.docker.com/engine/containers/run/#exit-status",
    elsewhere: {
      fix: "Compare the container's command with what is in the image; --build makes the crawler's image from a checkout.",
      link: "https://docs.docker.com/engine/containers/run/#exit-status",
    },
  },
];
