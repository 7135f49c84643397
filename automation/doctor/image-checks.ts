import { ecrHost, parseImageReference } from "../../infra/config/image-reference.ts";
import { defaultSeleniumImages } from "../../infra/container-definitions.ts";
import { registryAuth } from "../targets/docker/registry-auth.ts";
import { ok, problem, warning, type Check, type CheckId, type Finding } from "./check.ts";
import { askManifest, askPushRight } from "./registry.ts";
import type { StackFacts } from "./stack-facts.ts";
import { imageVerdict, pullsVerdict, pushVerdict } from "./verdicts.ts";

const noRegistry = {
  status: "warning",
  fix: "Look at the network, then try again.",
} as const;

/** What Docker Hub lets this machine pull, with its login where there is one. */
export function pullsCheck(environment: NodeJS.ProcessEnv): Check {
  return {
    id: "docker-hub-pulls",
    look: async (signal) => {
      const processor = process.arch === "arm64" ? "ARM64" : "X86_64";
      const image = parseImageReference(defaultSeleniumImages[processor]);
      if (image === undefined) throw new Error("no image to ask for");
      const login = await registryAuth("docker.io", environment);
      const user = login === undefined || login.password === "" ? null : login;
      const { status, limit } = await askManifest(image, user, signal, false);
      if (status === 429) return problem("no pulls left", "Wait, or run `docker login`.");
      if (status === 401)
        return problem("Docker Hub does not take the login", "Run `docker login` again.");
      return pullsVerdict(limit, user === null ? "for this address" : `for ${user.username}`);
    },
    otherwise: noRegistry,
  };
}

/** Whether the images of a stack are there for its tasks, and whether the crawler's can be pushed. */
export function imageChecks(facts: StackFacts): readonly Check[] {
  return [
    imageCheck("crawler-image", facts.crawlerImage, facts),
    imageCheck("selenium-image", facts.seleniumImage, facts),
    {
      id: "image-push",
      look: async (signal) => {
        const { push } = facts;
        if (push === null) return ok("nothing is pushed: crawlerImage names an image");
        if (ecrHost.test(push.registry)) return inEcr;
        const right = await askPushRight(push, push.user, signal);
        const { username } = push.user;
        return pushVerdict(right, username, `${push.registry}/${push.repository}`, facts.flags);
      },
      otherwise: noRegistry,
    },
  ];
}

function imageCheck(id: CheckId, name: string | null, facts: StackFacts): Check {
  return {
    id,
    look: async (signal) => {
      if (name === null) return notBuilt(facts);
      const image = parseImageReference(name);
      if (image === undefined)
        return problem(`"${name}" is no name of an image`, "Set another one.");
      if (ecrHost.test(image.registry)) return inEcr;
      const { pull } = facts;
      const user = pull?.registry === image.registry ? pull.user : null;
      const seen = await askManifest(image, user, signal, true);
      return imageVerdict(name, seen, facts, user?.username ?? null);
    },
    otherwise: noRegistry,
  };
}

const inEcr = warning("in Amazon ECR, which is not looked into", null);

function notBuilt({ push, flags }: StackFacts): Finding {
  return push === null
    ? problem(
        "neither crawlerImage nor dockerHubUser and dockerHubToken are set",
        `Run \`mayfly init ${flags}\`, which asks for them.`,
      )
    : ok(`built and pushed to ${push.registry}/${push.repository} by up`);
}
