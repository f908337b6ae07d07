/**
 * step.ms.500: one step of a world with 500 bodies that tumble on the street and four people who push them, in Node, as
 * the server and every client take it. join.bytes.500: everything that a room sends somebody who comes by the link
 * while they do: the world's blob as it is fetched, the welcome, and the ticks until they are in step.
 */

import { loadavg } from "node:os";
import { join } from "../../server/room/people.ts";
import type { Outlet } from "../../server/room/room.ts";
import { advance } from "../../server/room/tick.ts";
import { shove } from "./pile.ts";
import { openStreet } from "./street.ts";

export const NAMES = ["step.ms.500", "join.bytes.500"];

const SET = "corner-street";
const BODIES = 500;
const PEOPLE = 4;
const PUSHES = 5;
const SECONDS = 20;
/** A frame's own header, and Colyseus's code and type before the bytes. */
const HEADERS = 7;
/** A tick has 16.7 ms; a client that catches up and a server with other rooms want most of them. */
const GOAL_STEP = 4;
const GOAL_JOIN = 800_000;

const quiet: Outlet = { send() {}, backlog: () => 0, close() {} };

/** Makes the figures. */
export async function figures() {
  const { room, pass, say, heap } = await openStreet(
    SET,
    Array.from({ length: PEOPLE }, () => ({ ...quiet })),
  );
  const ids = await heap(BODIES);
  const took: number[] = [];
  let pushes = 0;
  const before = process.threadCpuUsage();
  for (let tick = 0; tick < SECONDS * 60; tick++) {
    for (let k = 0; k < PEOPLE; k++)
      if ((tick + k * 3) % (60 / PUSHES) === 0) say(k, [shove(SET, ids, ++pushes)]);
    const began = performance.now();
    await pass();
    took.push(performance.now() - began);
  }
  const { user, system } = process.threadCpuUsage(before);
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)]!;
  // What the step costs, whatever else the machine does meanwhile.
  const mean = (user + system) / 1000 / took.length;

  let bytes = 0;
  let messages = 0;
  const newcomer = join(room, "n".repeat(32), "", {
    ...quiet,
    send: (_channel, sent) => {
      bytes += sent.length + HEADERS;
      messages++;
    },
  })!;
  for (let k = 0; k < 600 && newcomer.state !== "live"; k++) await pass();
  if (newcomer.state !== "live") throw new Error("the newcomer was not let in");
  const blob = (await room.ports.library.findBlob(room.stage.id, room.newest!.hash))!.length;
  const behind = room.world.tick - room.newest!.tick;
  advance(room);
  const all = blob + bytes;
  return [
    {
      name: "step.ms.500",
      value: mean,
      unit: "ms",
      goal: `≤ ${GOAL_STEP}`,
      holds: mean <= GOAL_STEP,
      note: `processor time of a whole tick of the room, mean of ${SECONDS} s; by the clock median ${at(0.5).toFixed(2)}, 99 of 100 below ${at(0.99).toFixed(2)}, load ${loadavg()[0]!.toFixed(1)}`,
    },
    {
      name: "join.bytes.500",
      value: all,
      unit: "bytes",
      goal: `≤ ${GOAL_JOIN.toLocaleString("en-GB")}`,
      holds: all <= GOAL_JOIN,
      note: `the world ${blob.toLocaleString("en-GB")} in brotli, ${messages} messages ${bytes.toLocaleString("en-GB")}, ${behind} ticks to step`,
    },
  ];
}
