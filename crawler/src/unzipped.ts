/** A body, unpacked where it is gzip, which its first two bytes tell: neither file names nor headers are to be trusted. */
export async function* unzipped(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  const first = await reader.read();
  if (first.done) return;
  const whole = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(first.value);
    },
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async (reason) => {
      await reader.cancel(reason);
    },
  });
  const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
  yield* isGzip ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}
