/** Values that are read ahead of whoever takes them. */
const mostAhead = 256;

/**
 * The values of several sources as they come, until all have ended. What a source throws is thrown once what came before it
 * is taken; whoever stops early ends all of them.
 */
export async function* merge<Value>(
  sources: readonly AsyncIterable<Value>[],
): AsyncGenerator<Value, void, undefined> {
  const ready: Value[] = [];
  const state = { open: sources.length, failure: null as { readonly error: unknown } | null };
  let wakeReader = (): void => undefined;
  let wakeSources: (() => void)[] = [];
  let over = false;

  const pump = async (source: AsyncIterable<Value>): Promise<void> => {
    try {
      for await (const value of source) {
        if (over) return;
        ready.push(value);
        wakeReader();
        if (ready.length >= mostAhead) await new Promise<void>((wake) => wakeSources.push(wake));
      }
    } catch (error) {
      state.failure ??= { error };
    } finally {
      state.open -= 1;
      wakeReader();
    }
  };

  for (const source of sources) void pump(source);
  try {
    for (;;) {
      const batch = ready.splice(0);
      for (const wake of wakeSources.splice(0)) wake();
      yield* batch;
      if (ready.length > 0) continue;
      if (state.failure !== null) throw state.failure.error;
      if (state.open === 0) return;
      await new Promise<void>((wake) => {
        wakeReader = wake;
        if (ready.length > 0 || state.open === 0 || state.failure !== null) wake();
      });
    }
  } finally {
    over = true;
    for (const wake of wakeSources) wake();
    wakeSources = [];
  }
}
