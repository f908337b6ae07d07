/**
 * A crowd for tests/bench/rooms.bench.ts, in a process of its own: joins rooms by their links, four people each, lays a
 * pile once and pushes it about for as long as it runs. In: a JSON array of links as the first argument. Out: the message
 * `ready` when everybody is in and the piles lie; to any message, how many commands have been sent since.
 */
import { randomBytes } from "node:crypto";
import { Client, type Room } from "@colyseus/sdk";
import { createAssetReader } from "../../server/library/assets.ts";
import { createStill } from "../../shared/physics/still.ts";
import { decode, encode } from "../../shared/protocol/form.ts";
import { CHANNEL, intentForm, noticeForm, PROTOCOL } from "../../shared/protocol/messages.ts";
import type { Command } from "../../shared/world/command.ts";
import { loadSet } from "../../shared/world/set.ts";
import { createWorld } from "../../shared/world/world.ts";
import { pile, shove } from "./pile.ts";

const [links, set, bodies] = JSON.parse(process.argv[2]!) as [string[], string, number];
/** Commands a second of each person. */
const RATE = 20;

// The numbers that new entities get are known: nobody else adds any.
const empty = createWorld(createStill(), await loadSet(set, createAssetReader("assets")));
const first = empty.nextId;
const ids = Array.from({ length: bodies }, (_, k) => first + k);

interface Member {
  room: Room;
  next: number;
}

async function enter(link: string): Promise<Member> {
  const url = new URL(link);
  const stage = url.pathname.split("/").at(-1)!;
  const key = url.hash.slice("#key=".length);
  const token = randomBytes(16).toString("hex");
  const room = await new Client(url.origin).joinById(stage, { key, token, name: "", protocol: PROTOCOL });
  const member: Member = { room, next: 0 };
  await new Promise<void>((resolve) => {
    room.onMessage(CHANNEL.notice, (bytes: Uint8Array) => {
      const notice = decode(noticeForm, new Uint8Array(bytes));
      if (notice.type !== "welcome") return;
      member.next = notice.commands;
      resolve();
    });
    room.onMessage("*", () => {});
    room.onLeave((code) => {
      process.stderr.write(`somebody was put out: ${code}\n`);
      process.exit(1);
    });
  });
  return member;
}

function say(member: Member, list: Command[]): void {
  member.room.sendBytes(CHANNEL.intent, encode(intentForm, { type: "commands", first: member.next, list }));
  member.next += list.length;
}

const members: Member[] = [];
for (const link of links) {
  for (let k = 0; k < 4; k++) {
    members.push(await enter(link));
    // The door lets in a bounded number a second.
    await new Promise((resolve) => setTimeout(resolve, 90));
  }
  const spawns = pile(set, bodies);
  for (let k = 0; k < spawns.length; k += 30) say(members.at(-1)!, spawns.slice(k, k + 30));
}
await new Promise((resolve) => setTimeout(resolve, 3000));
let pushes = 0;
for (const [k, member] of members.entries()) {
  // Everybody in their own rhythm, as people are.
  setTimeout(
    () => {
      setInterval(() => say(member, [shove(set, ids, ++pushes)]), 1000 / RATE);
    },
    (k * 137) % (1000 / RATE),
  );
}
process.on("message", () => process.send!(pushes));
process.send!("ready");
