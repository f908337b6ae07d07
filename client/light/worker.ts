/**
 * The worker in which light memory is kept: works in slices between messages, shows the field a few times a second while
 * it changes, and is silent once it is settled. In: ToWorker. Out: FromWorker; a failure is told in words.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import * as bounce from "./bounce.ts";
import * as lightMemory from "./light-memory.ts";
import type { FromWorker, ToWorker } from "./light-protocol.ts";
import { approach, createShown } from "./shown.ts";
import type { LitWorld } from "./watch.ts";

/** Probes in a slice between two looks at the messages. */
const SLICE = 256;
/** Milliseconds between two showings. */
const EVERY = 200;
/** Milliseconds without news after which what hardly moved is taken in. */
const QUIET = 500;

let memory: lightMemory.LightMemory | null = null;
/** The opening of the newest set. */
let opening: Promise<lightMemory.LightMemory> | null = null;
let shown = createShown();
/** The newest world that has not been taken in. */
let waiting: LitWorld | null = null;
let heard = 0;
let lastShown = 0;
let running = false;
/** Whether what is shown is the settled field. */
let still = false;

const tell = (message: FromWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

const give = (message: FromWorker & { field: LightField }): void =>
  tell(message, [
    message.field.harmonics.buffer as ArrayBuffer,
    message.field.valid.buffer as ArrayBuffer,
    message.field.heights.buffer as ArrayBuffer,
    message.field.walls.buffer as ArrayBuffer,
    message.field.seen.buffer as ArrayBuffer,
  ]);

self.onmessage = (event: MessageEvent<ToWorker>): void => {
  hear(event.data).catch((error: unknown) =>
    tell({ type: "failed", text: error instanceof Error ? error.message : `${error}` }),
  );
};

async function hear(message: ToWorker): Promise<void> {
  switch (message.type) {
    case "open": {
      const colliders = new Map(Object.entries(message.colliders)) as LoadedSet["colliders"];
      const set: LoadedSet = { sheet: message.sheet, things: new Map(), actors: new Map(), colliders };
      memory = null;
      shown = createShown();
      still = false;
      opening = lightMemory.open(set, message.file);
      const opened = await opening;
      memory = opened;
      tell({ type: "opened", probes: opened.cooked.slots.length, note: opened.note });
      run();
      return;
    }
    case "world":
      waiting = message.world;
      heard = performance.now();
      still = false;
      run();
      return;
    case "settle": {
      if (opening === null) throw new Error("light was to be settled before a set was there");
      const field = lightMemory.settle(await opening, message.world);
      waiting = null;
      still = false;
      give({ type: "settled", serial: message.serial, field });
      run();
      return;
    }
    case "attend":
      if (memory !== null) bounce.attend(memory.bounce, message.position, message.forward);
      return;
  }
}

/** Works until nothing is left, with room for messages between slices. */
function run(): void {
  if (running) return;
  running = true;
  const turn = (): void => {
    let wait = -1;
    try {
      wait = work();
    } catch (error) {
      tell({ type: "failed", text: error instanceof Error ? error.message : `${error}` });
    }
    if (wait < 0) running = false;
    else setTimeout(turn, wait);
  };
  setTimeout(turn, 0);
}

/** One slice of work: milliseconds until the next, or −1 where there is none. */
function work(): number {
  if (memory === null || still) return -1;
  if (waiting !== null) {
    lightMemory.follow(memory, waiting);
    waiting = null;
  }
  if (memory.lit === null) return -1;
  const more = bounce.advance(memory.bounce, SLICE);
  const now = performance.now();
  if (now - lastShown >= EVERY) {
    lastShown = now;
    if (show(memory, more)) return -1;
  }
  return more ? 0 : EVERY / 4;
}

/** Shows the field; true where there is no more to come until there is news. */
function show(of: lightMemory.LightMemory, more: boolean): boolean {
  const { field, arrived } = approach(shown, of.bounce, of.key);
  const quiet = performance.now() - heard > QUIET;
  const settled = arrived && !more && waiting === null && quiet && !lightMemory.calm(of);
  give({ type: "field", field, settled });
  still = settled;
  return settled;
}
