/**
 * Growing byte writer and checked byte reader: little-endian, varints of up to 53 bits, UTF-8 text.
 * In: plain values. Out: bytes that are the same on every machine. The reader refuses what is cut short.
 */

/** What went wrong while a value was written or read, with the path of the field. */
export class FormError extends Error {
  /** Dotted path of the offending field, such as `moves.2.position.x`. */
  readonly path: string;
  constructor(path: string, what: string) {
    super(path === "" ? what : `${path}: ${what}`);
    this.name = "FormError";
    this.path = path;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Appends values to a buffer that grows; `reset` lets one writer serve many messages without allocating. */
export class Writer {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  at = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  reset(): this {
    this.at = 0;
    return this;
  }

  /** Makes room for `count` more bytes. */
  room(count: number): void {
    const need = this.at + count;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  u8(value: number): void {
    this.room(1);
    this.bytes[this.at++] = value;
  }

  u32(value: number): void {
    this.room(4);
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  f32(value: number): void {
    this.room(4);
    this.view.setFloat32(this.at, value, true);
    this.at += 4;
  }

  f64(value: number): void {
    this.room(8);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  u64(value: bigint): void {
    this.room(8);
    this.view.setBigUint64(this.at, value, true);
    this.at += 8;
  }

  /** Unsigned integer of up to 53 bits, seven bits a byte. */
  varint(value: number): void {
    this.room(8);
    while (value >= 0x80) {
      this.bytes[this.at++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    this.bytes[this.at++] = value;
  }

  text(value: string): void {
    const coded = encoder.encode(value);
    this.varint(coded.length);
    this.raw(coded);
  }

  /** Bytes as they are, without a length. */
  raw(value: Uint8Array): void {
    this.room(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** A copy of what has been written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.at);
  }
}

/** Reads what a Writer wrote; every call throws a FormError where the bytes end too early. */
export class Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  private take(count: number): number {
    if (this.left < count) throw new FormError("", `cut short: ${count} bytes wanted, ${this.left} left`);
    const at = this.at;
    this.at += count;
    return at;
  }

  u8(): number {
    return this.bytes[this.take(1)] as number;
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  f32(): number {
    return this.view.getFloat32(this.take(4), true);
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true);
  }

  u64(): bigint {
    return this.view.getBigUint64(this.take(8), true);
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let k = 0; k < 8; k++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      scale *= 0x80;
    }
    throw new FormError("", "varint longer than 53 bits");
  }

  text(limit: number): string {
    const length = this.varint();
    if (length > limit * 4) throw new FormError("", `text of ${length} bytes, at most ${limit * 4}`);
    const at = this.take(length);
    try {
      return decoder.decode(this.bytes.subarray(at, at + length));
    } catch {
      throw new FormError("", "text is not UTF-8");
    }
  }

  raw(count: number): Uint8Array {
    const at = this.take(count);
    return this.bytes.subarray(at, at + count);
  }

  /** Throws unless everything has been read. */
  end(): void {
    if (this.left !== 0) throw new FormError("", `${this.left} bytes left over`);
  }
}
