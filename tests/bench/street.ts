/**
 * A room for benchmarks, in this process: the server's own room on a set, on a clock moved by hand, with people whose
 * messages come in as bytes. In: a set and how many people. Out: ways to let time pass, and to say something.
 */
import { createAssetReader } from "../../server/library/assets.ts";
import { createMemoryLibrary } from "../../server/library/memory.ts";
import { openRoom } from "../../server/room/open.ts";
import { join } from "../../server/room/people.ts";
import { createDirectPress } from "../../server/room/press.ts";
import { receive } from "../../server/room/receive.ts";
import type { Outlet, Room, RoomPorts } from "../../server/room/room.ts";
import { createStages } from "../../server/room/stages.ts";
import { advance, isDue } from "../../server/room/tick.ts";
import { encode } from "../../shared/protocol/form.ts";
import { CHANNEL, intentForm } from "../../shared/protocol/messages.ts";
import type { Command } from "../../shared/world/command.ts";
import { pile } from "./pile.ts";

/** A room in this process. */
export interface Street {
  readonly room: Room;
  /** Lets one tick pass. */
  pass(): Promise<void>;
  /** Commands of the k-th person. */
  say(k: number, list: Command[]): void;
  /** Lets so many bodies fall, and answers their numbers once they lie. */
  heap(bodies: number): Promise<number[]>;
}

/** Opens a room on a set; one person for each outlet. */
export async function openStreet(set: string, outlets: readonly Outlet[]): Promise<Street> {
  let now = 0;
  const library = createMemoryLibrary();
  const stage = { id: "s", label: "S", set, key: "k", created: 0, opened: 0 };
  await library.createStage(stage);
  const stages = createStages(createAssetReader("assets"));
  const footing = await stages.stand(await stages.now(set));
  const { world } = footing;
  const ports: RoomPorts = {
    library,
    press: createDirectPress(),
    rewinder: { rewind: () => Promise.reject(new Error("no takes here")), close: async () => {} },
    clock: () => now,
    wall: () => now,
    draw: () => "x",
    log: { info() {}, warn() {}, error: (fields, text) => console.error(text, fields) },
    meters: { tick() {}, received() {}, sent() {}, refused() {}, defect() {} },
    keepDefect() {},
  };
  const room = await openRoom(stage, footing, ports);
  const people = outlets.map((outlet, k) => join(room, String(k).repeat(32), "", outlet)!);
  const serials = people.map(() => 1);
  const street: Street = {
    room,
    async pass() {
      now += 1000 / 60;
      while (isDue(advance(room), now)) {}
      await new Promise((resolve) => setImmediate(resolve));
    },
    say(k, list) {
      const message = encode(intentForm, { type: "commands", first: serials[k]!, list });
      receive(room, people[k]!, CHANNEL.intent, message);
      serials[k] = serials[k]! + list.length;
    },
    async heap(bodies) {
      for (let k = 0; k < 5; k++) await street.pass();
      const before = new Set(world.entities.keys());
      const spawns = pile(set, bodies);
      for (let k = 0; k < spawns.length; k += 60) {
        street.say((k / 60) % people.length, spawns.slice(k, k + 60));
        await street.pass();
      }
      for (let k = 0; k < 20; k++) await street.pass();
      const ids = [...world.entities.keys()].filter((id) => !before.has(id));
      if (ids.length !== bodies) throw new Error(`${ids.length} bodies instead of ${bodies}`);
      return ids;
    },
  };
  return street;
}
