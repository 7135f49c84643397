import type { DiagnosisRule } from "../diagnosis.ts";

/** Crawls whose environment did not come up: whatever the words after that, no task is to blame. */
export const environmentRules: readonly DiagnosisRule[] = [
  {
    id: "environment-not-up",
    reason: /^The environment did not come up\./,
    cause: "The environment of this crawl did not come up, so there was no task.",
    fix: "Mend what is told above, then crawl again.",
  },
];
