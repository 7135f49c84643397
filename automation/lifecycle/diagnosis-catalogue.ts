import { containerRules } from "./catalogue/container.ts";
import { crawlerRules } from "./catalogue/crawler.ts";
import { dockerRules } from "./catalogue/docker.ts";
import { endingRules } from "./catalogue/ending.ts";
import { environmentRules } from "./catalogue/environment.ts";
import { imageRules } from "./catalogue/image.ts";
import { interruptionRules } from "./catalogue/interruption.ts";
import { machineRules } from "./catalogue/machine.ts";
import { placementRules } from "./catalogue/placement.ts";
import { seleniumRules } from "./catalogue/selenium.ts";
import { startRules } from "./catalogue/start.ts";
import type { DiagnosisRule } from "./diagnosis.ts";

/** What only a task on Fargate has to go through. */
const onFargate = (rules: readonly DiagnosisRule[]): readonly DiagnosisRule[] =>
  rules.map((rule) => ({ ...rule, target: ["fargate"] }));

/** Known causes, the most specific first. Data alone: what a rule means is in `diagnosis.ts`. */
export const diagnosisCatalogue: readonly DiagnosisRule[] = [
  ...onFargate(environmentRules),
  ...machineRules,
  ...dockerRules,
  ...imageRules,
  ...onFargate([...startRules, ...placementRules, ...interruptionRules]),
  ...containerRules,
  ...seleniumRules,
  ...crawlerRules,
  ...endingRules,
];
