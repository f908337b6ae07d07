/**
 * A studio that shoots golden takes: the server's own room on a clock moved by hand, people whose messages come in as
 * bytes, a camera that follows a path. In: a set, what people do at which tick. Out: the take as the file that the
 * server would hand out, so that what is golden is what the product records.
 */

import type { AssetReader } from "../../server/library/assets.ts";
import { createMemoryLibrary } from "../../server/library/memory.ts";
import { takeFile } from "../../server/library/take-file.ts";
import { flush } from "../../server/room/diary.ts";
import { openRoom } from "../../server/room/open.ts";
import { join } from "../../server/room/people.ts";
import { createDirectPress } from "../../server/room/press.ts";
import { receive } from "../../server/room/receive.ts";
import type { Outlet, Person, Room, RoomPorts } from "../../server/room/room.ts";
import { createStages } from "../../server/room/stages.ts";
import { advance, isDue } from "../../server/room/tick.ts";
import * as track from "../../shared/camera/track.ts";
import * as trackCode from "../../shared/camera/track-code.ts";
import { cos, sin, TWO_PI as TURN } from "../../shared/math/trig.ts";
import { encode } from "../../shared/protocol/form.ts";
import { CHANNEL, cameraBatchForm, type Intent, intentForm } from "../../shared/protocol/messages.ts";
import type { Command } from "../../shared/world/command.ts";
import type { World } from "../../shared/world/world.ts";

/** Ticks of camera samples in one message. */
const BATCH = 6;

/** What happens in a take. */
export interface Script {
  /** Set that it is shot on. */
  set: string;
  /** Ticks from the roll to the cut. */
  ticks: number;
  people: number;
  /** What is laid down at one, before the roll, by the first person. */
  blocking(world: World): Command[];
  /** What each person does at a tick of the take, counted from the roll. */
  act(world: World, tick: number, person: number): Command[];
}

const outlet: Outlet = { send() {}, backlog: () => 0, close() {} };

/** Moves the camera to where it is at a tick of the take. */
export type Operating = (sample: track.CameraSample, tick: number) => void;

/** Shoots a take. Throws where something is put out or refused that should not be. */
export async function shoot(
  script: Script,
  read: AssetReader,
  operate: Operating = pan,
): Promise<Uint8Array> {
  let now = 0;
  const library = createMemoryLibrary();
  const line = { id: "golden", label: "Golden", set: script.set, key: "k", created: 0, opened: 0 };
  await library.createStage(line);
  const stages = createStages(read);
  const footing = await stages.stand(await stages.now(script.set));
  const { world } = footing;
  const press = createDirectPress();
  const ports: RoomPorts = {
    library,
    press,
    rewinder: { rewind: () => Promise.reject(new Error("nothing is picked up here")), close: async () => {} },
    clock: () => now,
    wall: () => 1_700_000_000_000,
    draw: () => "golden",
    log: {
      info() {},
      warn: (fields, text) => console.warn(text, fields),
      error(fields, text) {
        throw new Error(`${text} ${JSON.stringify(fields)}`);
      },
    },
    meters: { tick() {}, received() {}, sent() {}, refused() {}, defect() {} },
    keepDefect() {},
  };
  const room = await openRoom(line, footing, ports);
  room.onFailure = (error) => {
    throw error;
  };
  const pass = async (): Promise<void> => {
    now += 1000 / 60;
    while (isDue(advance(room), room.ports.clock())) {}
    await new Promise((resolve) => setImmediate(resolve));
  };
  const people = Array.from({ length: script.people }, (_, k) => member(room, k));
  for (let k = 0; k < 3; k++) await pass();
  const director = people[0]!;
  director.command(script.blocking(world));
  // Whatever was laid down has come to rest with the room's allowances.
  for (let k = 0; k < 180; k++) await pass();
  const camera = [...world.entities.values()].find((entity) => entity.camera !== null)!.id;
  director.say({ type: "man", camera, on: "camera" });
  const { serial } = director;
  director.say({ type: "roll", serial: director.serial++, preRoll: 0, callsAction: false, cameras: [] });
  await pass();
  if (world.rolling === "") throw new Error(`the roll (${serial}) was refused`);
  const take = world.rolling;
  const path = track.create();
  for (let tick = 1; tick < script.ticks; tick++) {
    for (const [k, person] of people.entries()) person.command(script.act(world, tick, k));
    sample.tick = world.tick;
    operate(sample, tick);
    const fault = track.append(path, sample);
    if (fault !== null) throw new Error(`the camera's sample is ${fault}`);
    if (tick % BATCH === 0) {
      const samples = trackCode.encode(path, path.count - BATCH, path.count);
      director.film(camera, take, samples);
    }
    await pass();
  }
  director.say({ type: "cut", serial: director.serial++ });
  await pass();
  await room.pressing;
  await flush(room);
  for (let k = 0; k < 10; k++) await new Promise((resolve) => setImmediate(resolve));
  const file = await takeFile({ library, press }, line, take);
  if (file === null) throw new Error("the take was not kept");
  return file.bytes;
}

/** Somebody who sends bytes. */
interface Member {
  person: Person;
  serial: number;
  say(intent: Intent): void;
  command(list: Command[]): void;
  film(camera: number, take: string, samples: Uint8Array): void;
}

function member(room: Room, k: number): Member {
  const person = join(room, String(k).repeat(32), "", { ...outlet })!;
  let batches = 1;
  const made: Member = {
    person,
    serial: 1,
    say(intent) {
      receive(room, person, CHANNEL.intent, encode(intentForm, intent));
      if (person.outlet === null) throw new Error(`person ${k} was put out for ${JSON.stringify(intent)}`);
    },
    command(list) {
      for (let from = 0; from < list.length; from += 64) {
        const part = list.slice(from, from + 64);
        made.say({ type: "commands", first: made.serial, list: part });
        made.serial += part.length;
      }
    },
    film(camera, take, samples) {
      const batch = encode(cameraBatchForm, { serial: batches++, camera, take, samples });
      receive(room, person, CHANNEL.camera, batch);
    },
  };
  return made;
}

const sample = track.createSample();

/** A slow pan with a breath in it. */
const pan: Operating = (sample, tick) => {
  const heading = 0.4 * sin((tick / 900) * TURN);
  sample.position[0] = 0.02 * sin((tick / 170) * TURN);
  sample.position[1] = 1.6 + 0.008 * sin((tick / 110) * TURN);
  sample.position[2] = 10 - 2 * sin((tick / 2400) * TURN);
  sample.rotation[1] = sin(heading / 2);
  sample.rotation[3] = cos(heading / 2);
  sample.focus = 6 + sin((tick / 600) * TURN);
};
