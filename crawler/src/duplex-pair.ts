import { Duplex } from "node:stream";

/** Two streams that are each other's other end, as Node.js 22 has them (https://nodejs.org/api/stream.html#streamduplexpairoptions). */
export function duplexPair(): readonly [Duplex, Duplex] {
  const one = new End();
  const other = new End();
  one.other = other;
  other.other = one;
  return [one, other];
}

class End extends Duplex {
  other: End | null = null;
  #isRead: (() => void) | null = null;

  override _read(): void {
    const isRead = this.#isRead;
    this.#isRead = null;
    isRead?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, written: () => void): void {
    if (this.other === null || chunk.length === 0) {
      process.nextTick(written);
      return;
    }
    this.other.#isRead = written;
    this.other.push(chunk);
  }

  override _final(ended: () => void): void {
    this.other?.push(null);
    ended();
  }

  /** One end without the other is of no use, unless what came last has still to be read. */
  override _destroy(error: Error | null, destroyed: (error: Error | null) => void): void {
    const { other } = this;
    if (other !== null && !this.writableFinished) other.destroy(error ?? undefined);
    destroyed(error);
  }
}
