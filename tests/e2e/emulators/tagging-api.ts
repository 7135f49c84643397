import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { AwsAccess } from "../helpers/inventory.ts";
import { taggedResources } from "./tagged-resources.ts";

/** Small, so that there are further pages, as with AWS, whose pages have up to a hundred. */
const pageSize = 7;

/**
 * The Resource Groups Tagging API over an emulator, as far as `GetResources` with one key of a tag: those of the emulators
 * know few services. Whatever else is asked of it is refused, so that it also stands for a service that may not be used.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export async function startTaggingApi(
  config: AwsAccess,
): Promise<{ readonly endpoint: string; readonly close: () => Promise<void> }> {
  const answer = async (incoming: IncomingMessage): Promise<readonly [number, object]> => {
    const body = await text(incoming);
    if (incoming.headers["x-amz-target"] !== "ResourceGroupsTaggingAPI_20170126.GetResources") {
      const message = "User: arn:aws:iam::000000000000:user/moth is not authorized";
      return [400, { __type: "AccessDeniedException", message }];
    }
    const asked = JSON.parse(body) as {
      readonly PaginationToken?: string;
      readonly TagFilters?: readonly { readonly Key: string }[];
    };
    const keys = (asked.TagFilters ?? []).map(({ Key }) => Key);
    const all = await taggedResources(config);
    const found = all.filter(({ tags }) => keys.every((key) => key in tags));
    const from = Number(asked.PaginationToken ?? "0") || 0;
    const next = from + pageSize;
    const list = found.slice(from, next).map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }));
    const PaginationToken = next < found.length ? String(next) : "";
    return [200, { PaginationToken, ResourceTagMappingList: list }];
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming)
      .catch((error: unknown) => [500, { message: String(error) }] as const)
      .then(([status, body]) => {
        outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
        outgoing.end(JSON.stringify(body));
      })
      .catch(() => outgoing.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
