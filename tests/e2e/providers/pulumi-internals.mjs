/**
 * The one door to what `@pulumi/pulumi` is made of: gRPC and the generated messages of the provider protocol. Its own
 * `provider.main` is not enough for resources: it cannot answer previews, hears no configuration and passes no old inputs.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */
import { createRequire } from "node:module";

const here = createRequire(import.meta.url);
const inside = createRequire(here.resolve("@pulumi/pulumi/package.json"));

export const grpc = inside("@grpc/grpc-js");
export const messages = inside("@pulumi/pulumi/proto/provider_pb.js");
export const { ResourceProviderService } = inside("@pulumi/pulumi/proto/provider_grpc_pb.js");
export const { PluginInfo } = inside("@pulumi/pulumi/proto/plugin_pb.js");
export const { Empty } = inside("google-protobuf/google/protobuf/empty_pb.js");
export const { Struct } = inside("google-protobuf/google/protobuf/struct_pb.js");

/** What the engine sends and takes for a value not known before the update. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Type and name of a resource, `aws:s3/bucket:Bucket` and `pages`, from `urn:pulumi:stack::project::parent$type::name`. */
export function parseUrn(urn) {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
