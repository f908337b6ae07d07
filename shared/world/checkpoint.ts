/**
 * Checkpoints: a world at a tick, exact. The physics heap as the 4 KB pages that differ from the set's baseline, and
 * the table of everything else. Restoring one and stepping on gives the same bits as never having stopped.
 */
import { engineTableForm } from "../physics/physics.ts";
import {
  bool,
  bytes,
  decode,
  encode,
  int,
  list,
  nullable,
  type Of,
  oneOf,
  Reader,
  record,
  text,
  uint,
  Writer,
} from "../protocol/form.ts";
import { commandForm, cueForm, lookForm } from "./command.ts";
import { entityForm, entityId, framingForm, personId, tickForm } from "./entity.ts";
import { MAX_CUES, MAX_ENTITIES, MAX_FRAMINGS, MAX_PENDING, MAX_UNDO } from "./limits.ts";
import type { World } from "./world.ts";

/** Bytes of a heap page. */
export const PAGE = 4096;
/** Version of a checkpoint's bytes. */
export const CHECKPOINT_FORMAT = 1;
/** Most bytes of heap that a checkpoint may claim. */
const MAX_HEAP = 1 << 30;

const word = uint(0xffffffff);

const editForm = record({
  label: text(64),
  tick: tickForm,
  entities: list(record({ id: entityId, before: nullable(entityForm), after: uint() }), MAX_ENTITIES),
  cues: list(record({ id: entityId, before: nullable(cueForm) }), MAX_CUES),
  look: nullable(lookForm),
  restore: text(64),
});

const tableForm = record({
  tick: tickForm,
  seed: record({ a: word, b: word, c: word, d: word }),
  nextId: entityId,
  revision: uint(),
  entities: list(entityForm, MAX_ENTITIES),
  cues: list(record({ id: entityId, cue: cueForm, fired: int(-1, Number.MAX_SAFE_INTEGER) }), MAX_CUES),
  look: lookForm,
  phase: oneOf(["one", "performance"]),
  left: int(-1, Number.MAX_SAFE_INTEGER),
  opening: int(-1, Number.MAX_SAFE_INTEGER),
  action: int(-1, Number.MAX_SAFE_INTEGER),
  frozen: bool,
  rolling: text(64),
  actionDue: int(-1, Number.MAX_SAFE_INTEGER),
  pending: list(
    record({ person: personId, command: commandForm, ids: list(entityId, MAX_ENTITIES) }),
    MAX_PENDING,
  ),
  histories: list(
    record({ person: personId, undo: list(editForm, MAX_UNDO), redo: list(editForm, MAX_UNDO) }),
    4096,
  ),
  engine: engineTableForm,
});

/**
 * Notes about the stage, after the table, and only where there are any: framings, and the edits of them on people's undo
 * stacks (`way` and `at` say which).
 */
const notesForm = record({
  framings: list(record({ id: entityId, framing: framingForm }), MAX_FRAMINGS),
  edits: list(
    record({
      person: personId,
      way: oneOf(["undo", "redo"]),
      at: uint(MAX_UNDO),
      framings: list(record({ id: entityId, before: nullable(framingForm) }), MAX_FRAMINGS),
    }),
    1 << 20,
  ),
});

const checkpointForm = record({
  format: uint(CHECKPOINT_FORMAT),
  /** Bytes of the whole heap. */
  heap: uint(MAX_HEAP),
  /** Numbers of the pages that differ from the baseline, rising. */
  numbers: list(uint(MAX_HEAP / PAGE), MAX_HEAP / PAGE),
  pages: bytes(MAX_HEAP),
  table: bytes(1 << 28),
});

/** A world at a tick. Immutable. */
export interface Checkpoint {
  readonly tick: number;
  readonly heap: number;
  readonly numbers: readonly number[];
  /** The differing pages one after another. */
  readonly pages: Uint8Array;
  readonly table: Uint8Array;
}

/** Takes a checkpoint. The world is not changed. */
export function take(world: World): Checkpoint {
  const memory = world.physics.memory();
  const numbers = world.differing(memory, world.baseline);
  const pages = new Uint8Array(numbers.length * PAGE);
  for (let k = 0; k < numbers.length; k++) {
    const from = numbers[k]! * PAGE;
    pages.set(memory.subarray(from, from + PAGE), k * PAGE);
  }
  return { tick: world.tick, heap: memory.length, numbers, pages, table: encodeTable(world) };
}

/**
 * Numbers, rising, of the pages of `memory` that differ from `baseline`, which counts as zero beyond its end. A
 * last page may be cut short.
 */
export type Differing = (memory: Uint8Array, baseline: Uint8Array) => number[];

const WORDS = PAGE / 4;

/** In plain JavaScript, eight words at a time: most of a heap is the same. */
export const differing: Differing = (memory, baseline) => {
  const now = new Int32Array(memory.buffer, memory.byteOffset, memory.length >> 2);
  const then = new Int32Array(baseline.buffer, baseline.byteOffset, baseline.length >> 2);
  const numbers: number[] = [];
  for (let from = 0; from < now.length; from += WORDS) {
    const whole = from + WORDS <= Math.min(now.length, then.length);
    if (whole ? !samePage(now, then, from) : !sameEnd(now, then, from)) numbers.push(from / WORDS);
  }
  return numbers;
};

function samePage(a: Int32Array, b: Int32Array, from: number): boolean {
  for (let k = from; k < from + WORDS; k += 8) {
    const bits =
      (a[k]! ^ b[k]!) |
      (a[k + 1]! ^ b[k + 1]!) |
      (a[k + 2]! ^ b[k + 2]!) |
      (a[k + 3]! ^ b[k + 3]!) |
      (a[k + 4]! ^ b[k + 4]!) |
      (a[k + 5]! ^ b[k + 5]!) |
      (a[k + 6]! ^ b[k + 6]!) |
      (a[k + 7]! ^ b[k + 7]!);
    if (bits !== 0) return false;
  }
  return true;
}

function sameEnd(a: Int32Array, b: Int32Array, from: number): boolean {
  const to = Math.min(a.length, from + WORDS);
  for (let k = from; k < to; k++) if (a[k] !== (k < b.length ? b[k] : 0)) return false;
  return true;
}

function encodeTable(world: World): Uint8Array {
  const writer = new Writer(4096);
  tableForm.write(writer, tableOf(world), "");
  const edits = framingEdits(world);
  if (world.framings.size > 0 || edits.length > 0) {
    const framings = [...world.framings].map(([id, framing]) => ({ id, framing }));
    notesForm.write(writer, { framings, edits }, "");
  }
  return writer.finish();
}

const WAYS = ["undo", "redo"] as const;

/** Edits of framings on everybody's stacks. */
function framingEdits(world: World): Of<typeof notesForm>["edits"] {
  const edits: Of<typeof notesForm>["edits"] = [];
  for (const [person, history] of world.histories) {
    for (const way of WAYS) {
      history[way].forEach(({ framings }, at) => {
        if (framings.length > 0) edits.push({ person, way, at, framings });
      });
    }
  }
  return edits;
}

function tableOf(world: World): Of<typeof tableForm> {
  return {
    tick: world.tick,
    seed: world.seed,
    nextId: world.nextId,
    revision: world.revision,
    entities: [...world.entities.values()],
    cues: [...world.cues.values()],
    look: world.look,
    phase: world.phase,
    left: world.left,
    opening: world.opening,
    action: world.action,
    frozen: world.frozen,
    rolling: world.rolling,
    actionDue: world.actionDue,
    pending: world.pending,
    histories: [...world.histories].map(([person, { undo, redo }]) => ({ person, undo, redo })),
    engine: world.physics.table,
  };
}

/** Assets of everything that stands in a checkpoint; a name for each entity. Throws FormError. */
export function assetsIn(checkpoint: Checkpoint): string[] {
  return decode(tableForm, checkpoint.table).entities.map((entity) => entity.asset);
}

/** Puts a checkpoint in place of a world, whole: a newcomer's or a player's beginning. Throws FormError. */
export function restore(world: World, checkpoint: Checkpoint): void {
  const { table, notes } = decodeTable(checkpoint.table);
  world.physics.restore(table.engine, checkpoint.heap, (memory) => {
    memory.set(world.baseline);
    memory.fill(0, world.baseline.length);
    for (let k = 0; k < checkpoint.numbers.length; k++) {
      memory.set(checkpoint.pages.subarray(k * PAGE, (k + 1) * PAGE), checkpoint.numbers[k]! * PAGE);
    }
  });
  world.tick = table.tick;
  world.seed = table.seed;
  world.nextId = table.nextId;
  world.revision = table.revision;
  world.entities = new Map(table.entities.map((entity) => [entity.id, entity]));
  world.cues = new Map(table.cues.map((state) => [state.id, state]));
  world.look = table.look;
  world.phase = table.phase;
  world.left = table.left;
  world.opening = table.opening;
  world.action = table.action;
  world.frozen = table.frozen;
  world.rolling = table.rolling;
  world.actionDue = table.actionDue;
  world.pending = table.pending;
  const plain = (edit: Of<typeof editForm>) => ({ ...edit, framings: [] });
  world.histories = new Map(
    table.histories.map(({ person, undo, redo }) => [
      person,
      { undo: undo.map(plain), redo: redo.map(plain) },
    ]),
  );
  world.framings = new Map(notes.framings.map(({ id, framing }) => [id, framing]));
  for (const { person, way, at, framings } of notes.edits) {
    const edit = world.histories.get(person)?.[way][at];
    if (edit !== undefined) edit.framings = framings;
  }
  world.noted = true;
  world.replaced = true;
}

function decodeTable(from: Uint8Array): { table: Of<typeof tableForm>; notes: Of<typeof notesForm> } {
  const reader = new Reader(from);
  const table = tableForm.read(reader, "");
  const notes = reader.left > 0 ? notesForm.read(reader, "") : { framings: [], edits: [] };
  reader.end();
  return { table, notes };
}

/**
 * A restore inside a step: the old state at a new tick. People's undo stacks, framings, the counters of ids and revisions stay;
 * what they held is let go; the random seed is the checkpoint's.
 */
export function restoreKeepingPeople(world: World, checkpoint: Checkpoint): void {
  const { tick, nextId, revision, histories, framings, outcomes, kept } = world;
  restore(world, checkpoint);
  const moved = tick - world.tick;
  world.tick = tick;
  world.nextId = Math.max(world.nextId, nextId);
  world.revision = Math.max(world.revision, revision);
  world.histories = histories;
  world.framings = framings;
  world.outcomes = outcomes;
  world.kept = kept;
  world.rolling = "";
  world.actionDue = -1;
  shift(world, moved);
  for (const entity of world.entities.values()) entity.holder = 0;
}

/** Ticks that count from something in the checkpoint count from as long ago as they did then. */
function shift(world: World, by: number): void {
  if (world.action >= 0) world.action += by;
  if (world.left >= 0) world.left += by;
  for (const state of world.cues.values()) if (state.fired >= 0) state.fired += by;
  for (const { performer } of world.entities.values()) {
    if (performer === null) continue;
    performer.since += by;
    performer.clipSince += by;
  }
}

/** A checkpoint as bytes, uncompressed; blobs are named by their SHA-256. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  return encode(checkpointForm, {
    format: CHECKPOINT_FORMAT,
    heap: checkpoint.heap,
    numbers: [...checkpoint.numbers],
    pages: checkpoint.pages,
    table: checkpoint.table,
  });
}

/** Reads a checkpoint's bytes. Throws FormError where they are cut short, out of range or of a newer format. */
export function decodeCheckpoint(from: Uint8Array): Checkpoint {
  const { format, heap, numbers, pages, table } = decode(checkpointForm, from);
  if (format !== CHECKPOINT_FORMAT)
    throw new Error(`checkpoint format ${format}, this program reads ${CHECKPOINT_FORMAT}`);
  if (pages.length !== numbers.length * PAGE) throw new Error("checkpoint pages do not match their numbers");
  if (numbers.some((n) => (n + 1) * PAGE > heap)) throw new Error("checkpoint page outside its heap");
  return { tick: decodeTable(table).table.tick, heap, numbers, pages, table };
}
