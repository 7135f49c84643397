/** The server of a stand-in provider. */
import { answers } from "./answers.mjs";
import { grpc, ResourceProviderService } from "./pulumi-internals.mjs";

/**
 * Serves until the process ends and prints the port as the only line on stdout, as the engine's protocol wants.
 * @param {import("./answers.mjs").Provider} provider
 */
export function serve(provider) {
  const unary = (answer) => async (call, callback) => {
    try {
      callback(undefined, await answer(call.request, call.getPeer()));
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: error.message });
    }
  };
  const server = new grpc.Server({ "grpc.max_receive_message_length": 64 * 1024 * 1024 });
  const methods = Object.entries(answers(provider)).map(([name, answer]) => [name, unary(answer)]);
  server.addService(ResourceProviderService, Object.fromEntries(methods));
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(String(port));
  });
  process.on("disconnect", () => process.exit());
}
