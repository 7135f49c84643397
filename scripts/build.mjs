// `npm run build`: compiles both packages into their `dist/`.
import { build } from "./lib/build.mjs";
import { runScript } from "./lib/say.mjs";

await runScript(build);
