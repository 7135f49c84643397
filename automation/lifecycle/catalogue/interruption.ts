import type { DiagnosisRule } from "../diagnosis.ts";

const guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide";

/**
 * Tasks that the infrastructure ended, by ECS's stop codes
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html). A spot task is first seen with
 * `TerminationNotice` and "Your Spot Task was interrupted.", later with `SpotInterruption`; the notice comes two minutes
 * before (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html).
 */
export const interruptionRules: readonly DiagnosisRule[] = [
  {
    id: "spot-interruption",
    stopCode: ["SpotInterruption"],
    cause: "AWS took the spot capacity back, with two minutes' notice.",
    fix: "Run again, or with --capacity on-demand; what was retrieved until then is kept.",
    link: `${guide}/fargate-capacity-providers.html`,
  },
  {
    id: "spot-notice",
    stopCode: ["TerminationNotice"],
    reason: /spot/i,
    cause: "AWS took the spot capacity back, with two minutes' notice.",
    fix: "Run again, or with --capacity on-demand; what was retrieved until then is kept.",
    link: `${guide}/fargate-capacity-providers.html`,
  },
  {
    id: "termination-notice",
    stopCode: ["TerminationNotice"],
    cause: "AWS announced the end of the host that the task ran on, and stopped the task.",
    fix: "Run again; what was retrieved until then is kept.",
    link: `${guide}/task-maintenance.html`,
  },
  {
    id: "infrastructure-health",
    stopCode: ["InfrastructureHealth"],
    cause: "The host that the task ran on was not healthy, so AWS stopped the task.",
    fix: "Run again; what was retrieved until then is kept.",
    link: `${guide}/task-maintenance.html`,
  },
];
