import { expect, test } from "vitest";
import { ObjectStore, type Bucket } from "../../crawler/src/object-store.ts";

/** A bucket in memory, whose puts end when they are told to. */
class FakeBucket implements Bucket {
  readonly objects = new Map<string, string>();
  readonly puts: string[] = [];
  held: (() => void)[] | null = null;

  readonly put = async (key: string, content: Uint8Array | string): Promise<void> => {
    this.puts.push(key);
    const { held } = this;
    if (held !== null) {
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
    }
    this.objects.set(key, Buffer.from(content).toString("utf8"));
  };
  readonly get = (key: string): Promise<Buffer | null> => {
    const content = this.objects.get(key);
    return Promise.resolve(content === undefined ? null : Buffer.from(content));
  };
  readonly list = (prefix: string): Promise<readonly string[]> =>
    Promise.resolve([...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort());
  readonly close = (): void => undefined;
}

async function linesOf(store: ObjectStore): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of store.journal()) lines.push(line);
  return lines;
}

const storeOf = (bucket: Bucket) => new ObjectStore(bucket, "runs/r/", "s3://b/runs/r");

test("files are objects below the prefix", async () => {
  const bucket = new FakeBucket();
  const store = storeOf(bucket);
  await store.write("pdf/a.pdf", "x");
  expect([...bucket.objects]).toEqual([["runs/r/pdf/a.pdf", "x"]]);
  expect((await store.read("pdf/a.pdf"))?.toString()).toBe("x");
  expect(await store.read("pdf/b.pdf")).toBeNull();
});

test("each line is in the bucket once its promise is fulfilled, in one part that grows", async () => {
  const bucket = new FakeBucket();
  const store = storeOf(bucket);
  await store.append(["one"]);
  await store.append(["two", "three"]);
  expect([...bucket.objects]).toEqual([["runs/r/journal/000001.jsonl", "one\ntwo\nthree\n"]]);
  expect(await linesOf(store)).toEqual(["one", "two", "three"]);
});

test("lines that come while one is on its way go together", async () => {
  const bucket = new FakeBucket();
  bucket.held = [];
  const store = storeOf(bucket);
  const all = ["one", "two", "three"].map((line) => store.append([line]));
  await expect.poll(() => bucket.puts.length).toBe(1);
  const [first] = bucket.held;
  bucket.held = null;
  first?.();
  await Promise.all(all);
  expect(await linesOf(store)).toEqual(["one", "two", "three"]);
  expect(bucket.puts.length).toBeLessThanOrEqual(2);
});

test("a part that is large is left as it is, and another begun", async () => {
  const bucket = new FakeBucket();
  const store = storeOf(bucket);
  const long = "x".repeat(300_000);
  await store.append([long]);
  await store.append(["two"]);
  expect([...bucket.objects.keys()].map((key) => key.slice(-12))).toEqual([
    ...["000001.jsonl", "000002.jsonl"],
  ]);
  expect(await linesOf(store)).toEqual([long, "two"]);
});

test("a crawl that goes on leaves the parts before it as they are", async () => {
  const bucket = new FakeBucket();
  await storeOf(bucket).append(["one"]);
  const next = storeOf(bucket);
  await next.append(["two"]);
  expect(bucket.objects.size).toBe(2);
  expect(await linesOf(next)).toEqual(["one", "two"]);
});

test("a line that could not be put is told to who waits for it, and those after it are tried", async () => {
  const bucket = new FakeBucket();
  const store = storeOf(bucket);
  const put = bucket.put;
  Object.assign(bucket, { put: () => Promise.reject(new Error("AccessDenied")) });
  await expect(store.append(["one"])).rejects.toThrow("AccessDenied");
  Object.assign(bucket, { put });
  await store.append(["two"]);
  expect(await linesOf(store)).toEqual(["one", "two"]);
});
