/**
 * Light memory as the page has it: a worker that is told what changes in the world and gives back fields. In: a set, its
 * mirrors, where the camera is. Out: LightFields, a few a second while light changes, none when it is settled; and, for
 * exports and footage, the settled field of a moment.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { FromWorker, ToWorker } from "./light-protocol.ts";
import { createWatch, type LitWorld, note, read, type Watch } from "./watch.ts";

/** Milliseconds between two tellings of the world. */
const EVERY = 200;

/** What light memory is doing, for the status line; `text` is for people. */
export type LightState =
  | { kind: "loading"; text: string }
  | { kind: "changing"; text: string }
  | { kind: "settled"; text: string }
  | { kind: "failed"; text: string };

/** What light memory is made of. */
export interface LightOptions {
  set: LoadedSet;
  /** Reads a file below assets/; rejects where there is none. */
  read(path: string): Promise<Uint8Array>;
  /** Is given every field; it is the receiver's own. */
  onField(field: LightField, settled: boolean): void;
  worker?: Worker;
}

/** Light memory of one set, in a worker. */
export class Light {
  state: LightState = { kind: "loading", text: "the set's light is being read" };
  /** Why the set's own light.bin is not used, or "". */
  note = "";
  private readonly options: LightOptions;
  private readonly worker: Worker;
  private readonly watch: Watch;
  private readonly settling = new Map<
    number,
    { resolve: (field: LightField) => void; reject: (error: Error) => void }
  >();
  private readonly opening: Promise<void>;
  private serial = 0;
  private last = "";
  private next = 0;

  constructor(options: LightOptions) {
    this.options = options;
    this.watch = createWatch(options.set);
    this.worker =
      options.worker ??
      new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "light" });
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
    this.worker.onerror = (event) => this.fail(event.message || "the light worker could not be started");
    this.opening = this.open();
    this.opening.catch((error: unknown) => this.fail(error instanceof Error ? error.message : `${error}`));
  }

  /**
   * Takes in a mirror. To be called with each, in order, since edits are told once; the worker hears of it at most five
   * times a second, and only where light may have changed. `now`: milliseconds of any steady clock.
   */
  follow(mirror: Mirror, now: number): void {
    note(this.watch, mirror);
    if (now < this.next) return;
    this.next = now + EVERY;
    const world = read(this.watch, mirror);
    if (world === null) return;
    const text = JSON.stringify(world);
    if (text === this.last) return;
    this.last = text;
    this.tell({ type: "world", world });
    if (this.state.kind === "settled") this.state = { kind: "changing", text: "light is changing" };
  }

  /** Says where the camera is, so that what it sees comes first. World metres, unit direction. */
  attend(position: readonly number[], forward: readonly number[]): void {
    const three = (v: readonly number[]): [number, number, number] => [v[0]!, v[1]!, v[2]!];
    this.tell({ type: "attend", position: three(position), forward: three(forward) });
  }

  /** The settled field of the world as this mirror has it: the same on every machine. Rejects where the worker failed. */
  settle(mirror: Mirror): Promise<LightField> {
    note(this.watch, mirror);
    const world = read(this.watch, mirror);
    if (world === null) return Promise.reject(new Error("the world has no look yet"));
    return this.settleWorld(world);
  }

  /** The settled field of a world. */
  async settleWorld(world: LitWorld): Promise<LightField> {
    // The worker can settle nothing before it has the set.
    await this.opening;
    if (this.state.kind === "failed") throw new Error(this.state.text);
    const serial = ++this.serial;
    this.last = "";
    return new Promise((resolve, reject) => {
      this.settling.set(serial, { resolve, reject });
      this.tell({ type: "settle", serial, world });
    });
  }

  dispose(): void {
    this.worker.terminate();
    this.fail("light memory was closed");
  }

  private async open(): Promise<void> {
    const { set, read } = this.options;
    const path = `sets/${set.sheet.id}/light.bin`;
    // Only what the set itself names: things' colliders come with the movers.
    const names = [set.sheet.collider, ...set.sheet.parts.map((part) => part.collider)];
    const colliders = Object.fromEntries(names.map((name) => [name, set.colliders.get(name)!]));
    const file = await read(path).then(
      (bytes) => bytes.slice(),
      () => null,
    );
    this.tell(
      { type: "open", sheet: set.sheet, colliders, file } as ToWorker,
      file === null ? [] : [file.buffer],
    );
  }

  private tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  private hear(message: FromWorker): void {
    switch (message.type) {
      case "opened":
        this.note = message.note;
        this.state = { kind: "changing", text: message.note || `${message.probes} probes` };
        return;
      case "field":
        this.state = message.settled
          ? { kind: "settled", text: "light is settled" }
          : { kind: "changing", text: "light is changing" };
        this.options.onField(message.field, message.settled);
        return;
      case "settled":
        this.settling.get(message.serial)?.resolve(message.field);
        this.settling.delete(message.serial);
        return;
      case "failed":
        this.fail(message.text);
        return;
    }
  }

  private fail(text: string): void {
    this.state = { kind: "failed", text };
    for (const { reject } of this.settling.values()) reject(new Error(text));
    this.settling.clear();
  }
}
