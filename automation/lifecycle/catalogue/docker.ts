import type { DiagnosisRule } from "../diagnosis.ts";

/** What a Docker engine refuses, in its own words, and what Mayfly says of one. */
export const dockerRules: readonly DiagnosisRule[] = [
  {
    id: "docker-engine",
    target: ["docker"],
    reason: /No Docker engine answers|may not talk to the Docker engine/,
    cause: "The Docker engine cannot be reached.",
    fix: "Start Docker, or set DOCKER_HOST to an engine that this user may use; `mayfly doctor` looks at it.",
  },
  {
    id: "image-not-built",
    target: ["docker"],
    reason: /is in no registry: --build/,
    cause:
      "The engine does not have the image that --build makes, and it can be pulled from nowhere.",
    fix: "Give --build in place of --crawler-image.",
  },
  {
    id: "image-build",
    target: ["docker"],
    reason: /CannotBuildImageError/,
    cause: "The crawler's image could not be built, so nothing was crawled.",
    fix: "Read the file that the reason names; mend what it ends with, and run again.",
  },
  {
    id: "network-not-found",
    target: ["docker"],
    reason: /network \S+ not found/i,
    cause: "The engine has no network of this name.",
    fix: "Choose one that `docker network ls` lists; without --network the task gets one of its own.",
  },
  {
    id: "no-address-pool",
    target: ["docker"],
    reason: /non-overlapping IPv4 address pool|address pools have been fully subnetted/i,
    cause: "The engine has no addresses left for one more network.",
    fix: "Remove networks that nobody uses (docker network prune), or give --network.",
  },
  {
    id: "mount-denied",
    target: ["docker"],
    reason: /Mounts denied|bind source path does not exist|invalid mount config/i,
    cause: "The engine cannot use the folder of the results.",
    fix: "Share the folder with the engine, as in the settings of Docker Desktop, or choose another with --results or --out.",
  },
];
