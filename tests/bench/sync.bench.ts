/**
 * sync.ratio.500: bytes a second to one client while 500 bodies tumble on the street and four people push them. Ours
 * (everything that the room sends: ticks, notices) against Colyseus schema patches of the same bodies with quantised
 * transforms at 20 Hz (positions to 2 mm in 16 bits, rotations in 8 bits a component), in one run. Both count what
 * goes into WebSocket frames, four bytes a frame included. Cameras are counted apart, in the note.
 */
import { Encoder, schema, t } from "@colyseus/schema";
import type { Outlet } from "../../server/room/room.ts";
import { encode } from "../../shared/protocol/form.ts";
import { CHANNEL, cameraBatchForm } from "../../shared/protocol/messages.ts";
import { shove } from "./pile.ts";
import { openStreet } from "./street.ts";

export const NAMES = ["sync.ratio.500"];

const SET = "corner-street";
const BODIES = 500;
const PEOPLE = 4;
/** Pushes a second of each person. */
const PUSHES = 5;
const SECONDS = 20;
/** A frame's own header, and Colyseus's code and type before the bytes. */
const FRAME = 4;
const HEADER = 3;

const length = { min: -65.536, max: 65.536, bits: 16 } as const;
const part = { min: -1, max: 1, bits: 8 } as const;
const BodyState = schema(
  {
    x: t.quantized(length).default(0),
    y: t.quantized(length).default(0),
    z: t.quantized(length).default(0),
    qx: t.quantized(part).default(0),
    qy: t.quantized(part).default(0),
    qz: t.quantized(part).default(0),
    qw: t.quantized(part).default(1),
  },
  "BodyState",
);
const PileState = schema({ bodies: t.array(BodyState) }, "PileState");

class Counter implements Outlet {
  bytes = 0;
  cameras = 0;
  send(channel: string, bytes: Uint8Array): void {
    if (channel === CHANNEL.camera) this.cameras += bytes.length + FRAME + HEADER;
    else this.bytes += bytes.length + FRAME + HEADER;
  }
  backlog(): number {
    return 0;
  }
  close(): void {}
}

/** Makes the figure. */
export async function figures() {
  const outlets = Array.from({ length: PEOPLE }, () => new Counter());
  const { room, pass, say, heap } = await openStreet(SET, outlets);
  const { world } = room;
  const ids = await heap(BODIES);
  say(0, [shove(SET, ids, 1)]);
  await pass();

  const state = new PileState();
  for (let k = 0; k < BODIES; k++) state.bodies.push(new BodyState());
  Encoder.BUFFER_SIZE = 1 << 20;
  const encoder = new Encoder(state);
  encoder.encodeAll();
  encoder.discardChanges();

  const start = outlets[0]!.bytes;
  let theirs = 0;
  let moved = 0;
  let pushes = 0;
  const camera = encode(cameraBatchForm, {
    serial: 1,
    camera: 1,
    take: "",
    samples: new Uint8Array(170),
  }).length;
  for (let tick = 0; tick < SECONDS * 60; tick++) {
    for (let k = 0; k < PEOPLE; k++) {
      if ((tick + k * 3) % (60 / PUSHES) === 0) say(k, [shove(SET, ids, ++pushes)]);
    }
    await pass();
    if (tick % 3 !== 0) continue;
    for (let k = 0; k < BODIES; k++) {
      const { position, rotation } = world.entities.get(ids[k]!)!.pose;
      const body = state.bodies[k]!;
      const old = [body.x, body.y, body.z, body.qx, body.qy, body.qz, body.qw].join();
      [body.x, body.y, body.z] = position;
      [body.qx, body.qy, body.qz, body.qw] = rotation;
      if (old !== [body.x, body.y, body.z, body.qx, body.qy, body.qz, body.qw].join()) moved++;
    }
    const patch = encoder.encode();
    if (patch.length > 0) theirs += patch.length + FRAME + 1;
    encoder.discardChanges();
  }
  const ours = outlets[0]!.bytes - start;
  const value = theirs / ours;
  const rate = (bytes: number): string => `${(bytes / SECONDS / 1000).toFixed(2)} kB/s`;
  const awake = Math.round(moved / (SECONDS * 20));
  return [
    {
      name: "sync.ratio.500",
      value,
      unit: "times",
      goal: "≥ 100",
      holds: value >= 100,
      note: `schema patches ${rate(theirs)}, ours ${rate(ours)}; ${PUSHES} pushes a second each, ${awake} of ${BODIES} bodies moved between two patches; three other cameras at 10 batches a second add ${rate(camera * 3 * 10 * SECONDS)}`,
    },
  ];
}
