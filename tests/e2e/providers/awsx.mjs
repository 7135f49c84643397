/**
 * Stand-in for the `awsx` provider: its components are made of `aws` resources, which reach the provider for `aws` through the
 * engine. Prints its port. Unlike the others it is served by `@pulumi/pulumi`, which knows how to answer `construct`.
 */
import { createRequire } from "node:module";
import { defaultVpc } from "./awsx/default-vpc.mjs";
import { vpc } from "./awsx/vpc.mjs";

const { main } = createRequire(import.meta.url)("@pulumi/pulumi/provider");

const components = { "awsx:ec2:DefaultVpc": defaultVpc, "awsx:ec2:Vpc": vpc };

process.on("disconnect", () => process.exit());
await main(
  {
    version: "3.9.0",
    async construct(name, type, inputs, options) {
      const make = components[type];
      if (!make) throw new Error(`the stand-in provider has no component ${type}`);
      return make(name, inputs, options);
    },
  },
  process.argv.slice(2),
);
