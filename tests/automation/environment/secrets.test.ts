import { PassThrough, Readable } from "node:stream";
import type { Option } from "commander";
import { expect, test, vi } from "vitest";
import { readSecrets } from "../../../automation/environment/read-secrets.ts";
import { pairOption, secretOption } from "../../../automation/cli-pairs.ts";

const stderr = (): NodeJS.WriteStream & { readonly text: () => string } => {
  const chunks: string[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  return Object.assign(stream as unknown as NodeJS.WriteStream, { text: () => chunks.join("") });
};

test("a value on the command line, then the environment, then a line of standard input each", async () => {
  const context = { environment: { MAYFLY_SECRET_aws_key: "from there" }, stderr: stderr() };
  const secrets = { a: "given", "aws:key": null, b: null, c: null };
  expect(await readSecrets(secrets, context, Readable.from(["first\nsecond\n"]))).toEqual({
    ...{ a: "given", "aws:key": "from there", b: "first", c: "second" },
  });
});

test("nothing to read is refused, with where it was looked for", async () => {
  const context = { environment: {}, stderr: stderr() };
  await expect(readSecrets({ token: null }, context, Readable.from([]))).rejects.toMatchObject({
    code: "usage",
    message:
      "Expected a value for --secret token in the variable MAYFLY_SECRET_token, typed in a terminal, or as a line of standard input, but got none.",
  });
});

test("a terminal is asked, without echo", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const context = { environment: {}, stderr: stderr() };
  const reading = readSecrets({ token: null }, context, input);
  input.write("s3cret\r");
  expect(await reading).toEqual({ token: "s3cret" });
  expect(context.stderr.text()).toBe("token: \n");
});

test("a terminal echoes nothing from the moment on when the question is there", async () => {
  const order: string[] = [];
  const setRawMode = (isRaw: boolean) => order.push(isRaw ? "no echo" : "echo");
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  const asked = new PassThrough().on("data", (text) => order.push(String(text)));
  const reading = readSecrets({ token: null }, { environment: {}, stderr: asked }, input);
  input.write("s3cret\r");
  await reading;
  expect(order.slice(0, 2)).toEqual(["no echo", "token: "]);
});

test("a terminal is asked again after nothing, until its input ends", async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const context = { environment: {}, stderr: stderr() };
  const reading = readSecrets({ token: null }, context, input);
  input.write("\r");
  await vi.waitFor(() => {
    expect(context.stderr.text()).toBe(
      "token: \nExpected a value for token, but got none.\ntoken: ",
    );
  });
  input.write("s3cret\r");
  expect(await reading).toEqual({ token: "s3cret" });
  const another = readSecrets({ token: null }, context, input);
  input.end();
  await expect(another).rejects.toMatchObject({ code: "usage" });
});

test("keys may have a path, and a secret no value", () => {
  const parser = (option: Option) => option.parseArg as (text: string, before?: object) => unknown;
  const pair = parser(pairOption("--config", "it"));
  expect(pair('tags["a=b"]=x=y')).toEqual({ 'tags["a=b"]': "x=y" });
  expect(pair("subnetIds[0]=s", { a: "1" })).toEqual({ a: "1", "subnetIds[0]": "s" });
  expect(() => pair("cpu")).toThrow('Expected key=value for --config, but got "cpu".');
  const secret = parser(secretOption("--secret", "it"));
  expect(secret("token", { a: "1" })).toEqual({ a: "1", token: null });
  expect(secret("token=")).toEqual({ token: "" });
  expect(() => secret("s3 cret")).toThrow(/^(?!.*s3 cret)/);
});
