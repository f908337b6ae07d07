/**
 * Forms: one description of a value that gives its type, its bytes and its checks. Commands, checkpoints, journals
 * and messages are all described by forms, so what is validated and what is written can never differ.
 *
 * A form throws FormError on a value outside its range, both while writing (a caller's error) and while reading (a
 * peer's). Numbers are canonical: finite, and never −0, since NaN bits and signed zeros may differ between engines.
 */
import { FormError, Reader, Writer } from "./bytes.ts";

/** How a value of type T is written, read and checked. */
export interface Form<T> {
  write(writer: Writer, value: T, path: string): void;
  read(reader: Reader, path: string): T;
}

/** The type that a form describes. */
export type Of<F> = F extends Form<infer T> ? T : never;

const join = (path: string, key: string | number): string => (path === "" ? `${key}` : `${path}.${key}`);

function inRange(value: number, min: number, max: number, path: string): number {
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new FormError(path, `${value} is not a finite number`);
  if (value < min || value > max) throw new FormError(path, `${value} is outside ${min}…${max}`);
  return value + 0;
}

/** True or false, one byte. */
export const bool: Form<boolean> = {
  write: (w, v) => w.u8(v ? 1 : 0),
  read: (r, path) => {
    const v = r.u8();
    if (v > 1) throw new FormError(path, `${v} is neither true nor false`);
    return v === 1;
  },
};

/** Whole number 0…max, as a varint. */
export function uint(max = Number.MAX_SAFE_INTEGER): Form<number> {
  const check = (v: number, path: string): number => {
    if (!Number.isInteger(v)) throw new FormError(path, `${v} is not a whole number`);
    return inRange(v, 0, max, path);
  };
  return { write: (w, v, path) => w.varint(check(v, path)), read: (r, path) => check(r.varint(), path) };
}

/** Whole number min…max, as a zigzag varint. */
export function int(min: number, max: number): Form<number> {
  const check = (v: number, path: string): number => {
    if (!Number.isInteger(v)) throw new FormError(path, `${v} is not a whole number`);
    return inRange(v, min, max, path);
  };
  return {
    write: (w, v, path) => {
      check(v, path);
      w.varint(v < 0 ? -2 * v - 1 : 2 * v);
    },
    read: (r, path) => {
      const z = r.varint();
      return check(z % 2 === 1 ? -(z + 1) / 2 : z / 2, path);
    },
  };
}

/** Single-precision number min…max; what is read is exactly representable. */
export function f32(min = -3.4e38, max = 3.4e38): Form<number> {
  return {
    write: (w, v, path) => w.f32(inRange(v, min, max, path)),
    read: (r, path) => inRange(r.f32(), min, max, path),
  };
}

/** Double-precision number min…max, for state that is summed up over many ticks. */
export function f64(min = -1.7e308, max = 1.7e308): Form<number> {
  return {
    write: (w, v, path) => w.f64(inRange(v, min, max, path)),
    read: (r, path) => inRange(r.f64(), min, max, path),
  };
}

/** 64-bit handle of the physics engine. */
export const handle: Form<bigint> = { write: (w, v) => w.u64(v), read: (r) => r.u64() };

/** Text of at most `limit` UTF-16 units, without control characters. */
export function text(limit: number): Form<string> {
  const check = (v: string, path: string): string => {
    if (typeof v !== "string") throw new FormError(path, "not a text");
    if (v.length > limit) throw new FormError(path, `text of ${v.length} characters, at most ${limit}`);
    for (let k = 0; k < v.length; k++) {
      const code = v.charCodeAt(k);
      if ((code < 32 && code !== 10) || code === 127) throw new FormError(path, "control character in text");
    }
    return v;
  };
  return { write: (w, v, path) => w.text(check(v, path)), read: (r, path) => check(r.text(limit), path) };
}

/** Bytes of at most `limit`. */
export function bytes(limit: number): Form<Uint8Array> {
  const check = (length: number, path: string): number => {
    if (length > limit) throw new FormError(path, `${length} bytes, at most ${limit}`);
    return length;
  };
  return {
    write: (w, v, path) => {
      w.varint(check(v.length, path));
      w.raw(v);
    },
    read: (r, path) => r.raw(check(r.varint(), path)).slice(),
  };
}

/** One of the given words; its place in the list is what is written, so new words go at the end. */
export function oneOf<const W extends readonly string[]>(words: W): Form<W[number]> {
  return {
    write: (w, v, path) => {
      const k = words.indexOf(v);
      if (k < 0) throw new FormError(path, `"${v}" is not one of ${words.join(", ")}`);
      w.u8(k);
    },
    read: (r, path) => {
      const k = r.u8();
      const word = words[k];
      if (word === undefined) throw new FormError(path, `${k} names none of ${words.join(", ")}`);
      return word;
    },
  };
}

/** List of at most `limit` values. */
export function list<T>(form: Form<T>, limit: number): Form<T[]> {
  const check = (n: number, path: string): number => {
    if (n > limit) throw new FormError(path, `${n} entries, at most ${limit}`);
    return n;
  };
  return {
    write: (w, v, path) => {
      w.varint(check(v.length, path));
      for (let k = 0; k < v.length; k++) form.write(w, v[k] as T, join(path, k));
    },
    read: (r, path) => {
      const n = check(r.varint(), path);
      const out: T[] = [];
      for (let k = 0; k < n; k++) out.push(form.read(r, join(path, k)));
      return out;
    },
  };
}

/** A value or null. */
export function nullable<T>(form: Form<T>): Form<T | null> {
  return {
    write: (w, v, path) => {
      w.u8(v === null ? 0 : 1);
      if (v !== null) form.write(w, v, path);
    },
    read: (r, path) => (bool.read(r, path) ? form.read(r, path) : null),
  };
}

type Shape<F> = { -readonly [K in keyof F]: Of<F[K]> };

/** Fields in the order given. */
export function record<const F extends Record<string, Form<any>>>(fields: F): Form<Shape<F>> {
  const entries = Object.entries(fields) as unknown as [string, Form<unknown>][];
  return {
    write: (w, v, path) => {
      const from = v as Record<string, unknown>;
      for (const [key, form] of entries) form.write(w, from[key], join(path, key));
    },
    read: (r, path) => {
      const out: Record<string, unknown> = {};
      for (const [key, form] of entries) out[key] = form.read(r, join(path, key));
      return out as Shape<F>;
    },
  };
}

type Union<F> = { [K in keyof F]: { type: K } & Of<F[K]> }[keyof F];

/** One of several records told apart by `type`; the number before each name is what is written, and never reused. */
export function union<const F extends Record<string, Form<any>>>(
  codes: { [K in keyof F]: number },
  forms: F,
): Form<Union<F>> {
  const byCode = new Map<number, string>();
  for (const name of Object.keys(forms)) {
    const code = codes[name] as number;
    if (byCode.has(code)) throw new Error(`code ${code} names both ${byCode.get(code)} and ${name}`);
    byCode.set(code, name);
  }
  return {
    write: (w, v, path) => {
      const name = (v as { type: string }).type;
      const form = forms[name];
      if (form === undefined) throw new FormError(path, `unknown type "${name}"`);
      w.u8(codes[name] as number);
      form.write(w, v as never, join(path, name));
    },
    read: (r, path) => {
      const code = r.u8();
      const name = byCode.get(code);
      if (name === undefined) throw new FormError(path, `unknown type ${code}`);
      const out = forms[name]?.read(r, join(path, name)) as Record<string, unknown>;
      return { type: name, ...out } as Union<F>;
    },
  };
}

/** Position or direction, each component within ±`bound`, single precision. */
export function vec3(bound: number): Form<[number, number, number]> {
  const part = f32(-bound, bound);
  return {
    write: (w, v, path) => {
      for (let k = 0; k < 3; k++) part.write(w, v[k] as number, join(path, k));
    },
    read: (r, path) => [part.read(r, path), part.read(r, path), part.read(r, path)],
  };
}

/** Unit quaternion x y z w, single precision, normal within 1e-3. */
export const quat: Form<[number, number, number, number]> = {
  write: (w, v, path) => {
    checkUnit(v, path);
    for (let k = 0; k < 4; k++) w.f32(inRange(v[k] as number, -2, 2, join(path, k)));
  },
  read: (r, path) => {
    const v: [number, number, number, number] = [r.f32() + 0, r.f32() + 0, r.f32() + 0, r.f32() + 0];
    checkUnit(v, path);
    return v;
  },
};

function checkUnit(v: readonly number[], path: string): void {
  const n = v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]! + v[3]! * v[3]!;
  // Written so that NaN fails too.
  if (!(n > 0.998 && n < 1.002)) throw new FormError(path, `quaternion of squared length ${n}, not 1`);
}

/** Bytes of one value. Throws FormError. */
export function encode<T>(form: Form<T>, value: T, writer = new Writer()): Uint8Array<ArrayBuffer> {
  writer.reset();
  form.write(writer, value, "");
  return writer.finish();
}

/** The value in `from`, all of it. Throws FormError. */
export function decode<T>(form: Form<T>, from: Uint8Array, reader = new Reader(from)): T {
  const value = form.read(reader, "");
  reader.end();
  return value;
}

export { FormError, Reader, Writer };
