/** Stand-in for the `docker` provider: one resource, an image that is built and pushed by the real Docker. Prints its port. */
import { docker } from "./docker/cli.mjs";
import { image } from "./docker/image.mjs";
import { resources } from "./resources.mjs";
import { serve } from "./serve.mjs";

/**
 * The real provider wants an engine as soon as it is configured (https://github.com/pulumi/pulumi-docker/issues/1106).
 * `STANDIN_NO_ENGINE` is an engine that has gone.
 */
async function configured({ host }) {
  try {
    if (process.env.STANDIN_NO_ENGINE) throw new Error("the engine has gone");
    await docker([...(host ? ["--host", host] : []), "version"]);
  } catch (cause) {
    throw new Error("failed to connect to any docker daemon", { cause });
  }
}

serve({
  version: "5.2.0",
  configured,
  ...resources({ "docker:index/image:Image": image }, () => ({})),
  async invoke({ token }) {
    throw new Error(`the stand-in provider has no function ${token}`);
  },
});
