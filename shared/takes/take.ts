/**
 * A take as a file: everything that is needed to play it again, bit for bit, on a machine that has never seen the
 * stage. The opening checkpoint, the orders after it, the cameras' samples, the slate, the set's colliders, and a
 * chain of the world's hashes to prove it by. In: a Take. Out: bytes (compressed by whoever does the I/O).
 */

import {
  bytes,
  decode,
  encode,
  FormError,
  list,
  type Of,
  Reader,
  record,
  text,
  uint,
} from "../protocol/form.ts";
import { takeLineForm } from "../protocol/messages.ts";
import { type Checkpoint, decodeCheckpoint } from "../world/checkpoint.ts";
import { type Order, orderForm } from "../world/command.ts";
import { entityId, tickForm } from "../world/entity.ts";
import { MAX_COMMANDS_PER_TICK } from "../world/limits.ts";
import {
  assembleSet,
  type Catalogue,
  type LoadedSet,
  parseCatalogue,
  parseSetSheet,
  SetError,
  type SetSheet,
} from "../world/set.ts";

/** Version of the file. Older ones still open; a newer one is refused in words. */
export const TAKE_FORMAT = 1;
/** First bytes of a take file, before compression. */
const MAGIC = "HFTAKE";
/** Seconds of the longest take. */
const MAX_SECONDS = 4 * 3600;
/** Orders of a take: 280 a second in the longest. What a file claims beyond fills memory and nothing else. */
const MAX_ORDERS = 1 << 22;

/** Counts what has been read of a take. */
class TakeReader extends Reader {
  orders = 0;
}

/** A form of orders that reads no more of them than a take has. */
const counted = (form: typeof orderForm): typeof orderForm => ({
  write: form.write,
  read: (reader, path) => {
    if (reader instanceof TakeReader && ++reader.orders > MAX_ORDERS)
      throw new FormError(path, `more than ${MAX_ORDERS} orders`);
    return form.read(reader, path);
  },
});

const bodyForm = record({
  magic: text(8),
  format: uint(1000),
  /** Program and engine that recorded it. */
  engine: text(64),
  line: takeLineForm,
  /** JSON of the set's manifest and of the catalogue's part that the take needs. */
  set: bytes(1 << 22),
  catalogue: bytes(1 << 26),
  /** SHA-256 of the heap after the set's loading. */
  baseline: text(64),
  /** The opening checkpoint's bytes. */
  opening: bytes(1 << 28),
  from: tickForm,
  to: tickForm,
  /** Ticks that have orders; `after` the one before (the first after `from`). */
  ticks: list(
    record({ after: uint(), orders: list(counted(orderForm), MAX_COMMANDS_PER_TICK * 64) }),
    MAX_SECONDS * 60,
  ),
  /** World hashes at each second after `from`, and at `to`. */
  hashes: list(text(16), MAX_SECONDS + 2),
  cameras: list(record({ camera: entityId, letter: text(4), samples: list(bytes(1 << 20), 1 << 16) }), 32),
});

/** Orders of one tick. */
export interface OrderedTick {
  tick: number;
  orders: Order[];
}

/** One camera's samples, in the batches that its operator sent. */
export interface CameraTrack {
  camera: number;
  letter: string;
  samples: Uint8Array[];
}

/** A take with all that it needs. Immutable. */
export interface Take {
  readonly engine: string;
  readonly line: Of<typeof takeLineForm>;
  readonly sheet: SetSheet;
  readonly catalogue: Catalogue;
  readonly baseline: string;
  /** The opening checkpoint's bytes. */
  readonly opening: Uint8Array;
  /** First tick, and the tick after the last. */
  readonly from: number;
  readonly to: number;
  /** Rising by tick. */
  readonly ticks: readonly OrderedTick[];
  readonly hashes: readonly string[];
  readonly cameras: readonly CameraTrack[];
}

/** A take file could not be read; the message says why, and nothing was opened. */
export class TakeError extends Error {
  constructor(what: string) {
    super(what);
    this.name = "TakeError";
  }
}

/** Names of all assets that a take's orders and its set's opening may bring onto the stage. */
export function assetsOf(
  sheet: SetSheet,
  present: Iterable<string>,
  ticks: readonly OrderedTick[],
): Set<string> {
  const names = new Set<string>(present);
  for (const entry of sheet.opening) names.add(entry.thing ?? entry.actor ?? "");
  for (const { orders } of ticks) {
    for (const { command } of orders) if (command.type === "spawn") names.add(command.asset);
  }
  names.delete("");
  return names;
}

/** A take as bytes, uncompressed. Throws FormError where a part is out of range. */
export function encodeTake(take: Take): Uint8Array<ArrayBuffer> {
  let before = take.from;
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return encode(bodyForm, {
    magic: MAGIC,
    format: TAKE_FORMAT,
    engine: take.engine,
    line: take.line,
    set: json(take.sheet),
    catalogue: json(take.catalogue),
    baseline: take.baseline,
    opening: take.opening,
    from: take.from,
    to: take.to,
    ticks: take.ticks.map(({ tick, orders }) => {
      const after = tick - before;
      before = tick;
      return { after, orders };
    }),
    hashes: [...take.hashes],
    cameras: take.cameras.map(({ camera, letter, samples }) => ({ camera, letter, samples })),
  });
}

/** Reads a take's bytes. Throws TakeError, in words. */
export function decodeTake(from: Uint8Array): Take {
  try {
    const body = decode(bodyForm, from, new TakeReader(from));
    if (body.magic !== MAGIC) throw new TakeError("this is not a take file");
    if (body.format > TAKE_FORMAT) {
      throw new TakeError(
        `the take has format ${body.format}; this program reads up to ${TAKE_FORMAT}: update it`,
      );
    }
    let tick = body.from;
    const ticks = body.ticks.map(({ after, orders }) => ({ tick: (tick += after), orders }));
    if (body.to < body.from || tick > body.to) throw new TakeError("the take ends before its orders do");
    if (body.to - body.from > MAX_SECONDS * 60)
      throw new TakeError(`the take claims to last ${body.to - body.from} ticks: it is damaged`);
    if (body.ticks.some(({ after }, k) => after === 0 && k > 0))
      throw new TakeError("the take has the orders of one tick twice: it is damaged");
    const parse = (part: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(part));
    const { engine, line, baseline, opening, hashes, cameras } = body;
    return {
      engine,
      line,
      sheet: parseSetSheet("take", parse(body.set)),
      catalogue: parseCatalogue("take", parse(body.catalogue)),
      baseline,
      opening,
      from: body.from,
      to: body.to,
      ticks,
      hashes,
      cameras,
    };
  } catch (error) {
    if (error instanceof TakeError) throw error;
    if (error instanceof FormError || error instanceof SetError || error instanceof SyntaxError) {
      throw new TakeError(`the take is damaged: ${error.message}`);
    }
    throw error;
  }
}

/** The set that a take carries. Throws SetError where something that it names is missing. */
export function setOf(take: Take): LoadedSet {
  return assembleSet(take.sheet, take.catalogue);
}

/** The checkpoint that a take begins from. Throws TakeError, in words. */
export function openingOf(take: Take): Checkpoint {
  let opening: Checkpoint;
  try {
    opening = decodeCheckpoint(take.opening);
  } catch (error) {
    throw new TakeError(`the take's opening is damaged: ${error instanceof Error ? error.message : error}`);
  }
  if (opening.tick !== take.from)
    throw new TakeError(
      `the take begins at tick ${take.from}, its opening at ${opening.tick}: it is damaged`,
    );
  return opening;
}
