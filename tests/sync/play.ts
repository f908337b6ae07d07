/**
 * One seed of the fuzz, played: four people on bad networks act wildly in the server's own room; one of them asks the
 * set and moves rigs all the time, the others do not. In: a seed. Out: the house as it stands at the end, and how its
 * worlds differ.
 */
import { type Conditions, createDice } from "../../client/session/memory-link.ts";
import { sha256 } from "../../server/room/press.ts";
import * as handHeld from "../../shared/camera/hand-held.ts";
import * as rigs from "../../shared/camera/rig.ts";
import type { Sweep } from "../../shared/camera/slide.ts";
import * as track from "../../shared/camera/track.ts";
import * as trackCode from "../../shared/camera/track-code.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { FormError } from "../../shared/protocol/form.ts";
import { createSpace } from "../../shared/space/bvh.ts";
import { triangulate } from "../../shared/space/solids.ts";
import type { Space } from "../../shared/space/space.ts";
import { open, replay } from "../../shared/takes/replay.ts";
import { filmed } from "../fixtures/filmed.ts";
import { havok, yard } from "../fixtures/yard.ts";
import { command, createHand, FORBIDDEN, type Hand, request, wish } from "./commands.ts";
import { difference, type Guest, type House, openHouse } from "./house.ts";

const SECONDS = 20;
const MOST_GUESTS = 7;
const NETWORKS: readonly Conditions[] = [
  { delay: 2, jitter: 1, loss: 0, stall: 200, away: 300, seat: 60_000 },
  { delay: 30, jitter: 20, loss: 0.005, stall: 200, away: 500, seat: 60_000 },
  { delay: 80, jitter: 60, loss: 0.02, stall: 300, away: 1500, seat: 60_000 },
  { delay: 150, jitter: 10, loss: 0, stall: 300, away: 4000, seat: 60_000 },
];

/** Somebody who asks the set all the time, and swings a camera about. */
function createRestless(): (hand: Hand, guest: Guest) => void {
  const set = yard();
  const colliders = [set.sheet.collider, ...set.sheet.parts.map((part) => part.collider)];
  const space: Space = createSpace(triangulate(colliders.map((hash) => set.colliders.get(hash)!)));
  const rig = rigs.create();
  const settings = rigs.settings({ speed: 20 });
  const walker = handHeld.create(rig.pose, 1.7, 3);
  const walk = handHeld.settings();
  const sweep: Sweep = (hit, from, move, radius) => {
    const size = Math.hypot(move[0]!, move[1]!, move[2]!);
    if (size === 0) return false;
    const touched = space.sweep(
      [from[0]!, from[1]!, from[2]!],
      radius,
      [move[0]! / size, move[1]! / size, move[2]! / size],
      size,
    );
    if (touched === null) return false;
    hit.fraction = touched.distance / size;
    hit.normal = touched.normal;
    return true;
  };
  return (hand, guest) => {
    const { world } = guest.session;
    if (world === null) return;
    for (let k = 0; k < 3; k++) {
      const from = [hand.between(-10, 10), hand.between(0, 5), hand.between(-10, 10)];
      const angle = hand.between(0, 6.28);
      space.ray(from, [Math.cos(angle), 0, Math.sin(angle)], 30);
      space.sweep(from, 0.2, [0, -1, 0], 10);
    }
    for (const entity of world.entities.values()) {
      if (entity.body === null || hand.chance(0.7)) continue;
      space.move(entity.id, {
        boxes: [{ centre: [0, 0.2, 0], rotation: [0, 0, 0, 1], half: [0.3, 0.3, 0.3] }],
        position: entity.pose.position,
        rotation: entity.pose.rotation,
      });
    }
    const input = rigs.idle();
    input.move = [hand.between(-1, 1), hand.between(-1, 1), hand.between(-1, 1)];
    input.look = [hand.between(-1, 1), hand.between(-1, 1), 0];
    rigs.step(rig, settings, input, 1 / 60, sweep);
    handHeld.step(walker, walk, input, 1 / 60, sweep);
  };
}

/** What one seed did. */
export interface Played {
  house: House;
  /** Commands sent, connections broken, deaths of the room. */
  sent: number;
  cuts: number;
  crashes: number;
}

/** Plays a seed to its end, or to the first thing that should not have happened. */
export async function play(seed: number): Promise<Played> {
  const house = await openHouse(seed);
  const hand = createHand(createDice(seed));
  const restless = createRestless();
  let sent = 0;
  let cuts = 0;
  let crashes = 0;
  const tokens = ["a", "b", "c", "d"];
  for (const [k, token] of tokens.entries()) house.enter(token, NETWORKS[k]!);
  await house.pass(1500);
  for (const { token, state } of house.guests) {
    if (state.phase !== "live") house.wrong.push(`${token} did not get in: ${state.text}`);
  }

  const act = (guest: Guest, nth: number): void => {
    const { session } = guest;
    if (guest.state.phase === "over") {
      if (hand.chance(0.02)) guest.comeBack();
      return;
    }
    if (session.world === null || session.person === 0) return;
    if (nth === 0 && hand.chance(0.4)) restless(hand, guest);
    if (hand.chance(0.16)) {
      const n = hand.chance(0.1) ? 1 + hand.below(20) : 1;
      const list = Array.from({ length: n }, () => command(hand, session.world!, session.person));
      session.send(list);
      sent += n;
    }
    if (hand.chance(0.012)) {
      session.ask(request(hand, [...guest.takes.values()]));
      sent++;
    }
    if (hand.chance(0.02)) session.wish(wish(hand, [...guest.takes.values()], session.world));
    if (guest.mans !== 0 && session.world.rolling !== "" && hand.chance(0.2)) {
      session.camera(guest.mans, session.world.rolling, filmed(session.world.tick, 1, guest.filmed++));
    }
    if (hand.chance(0.003)) {
      try {
        session.send([hand.one(FORBIDDEN)]);
        house.wrong.push("something forbidden was sent");
      } catch (fault) {
        if (!(fault instanceof FormError)) throw fault;
      }
    }
    const wire = guest.link.wires.at(-1);
    if (hand.chance(0.0015) && wire?.open) {
      wire.cut();
      cuts++;
    }
    // Leaves for good, and comes back as whoever the room then takes them for.
    if (hand.chance(0.0004)) session.close();
  };

  for (let tick = 0; tick < SECONDS * 60; tick++) {
    await house.pass(1000 / 60);
    if (house.wrong.length > 0) break;
    for (const [k, guest] of house.guests.entries()) act(guest, k);
    // Somebody comes by the link in the middle of everything.
    if (house.guests.length < MOST_GUESTS && hand.chance(1 / 400)) {
      house.enter(String(house.guests.length), hand.one(NETWORKS));
    }
    if (hand.chance(1 / 1500)) {
      crashes++;
      await house.crash();
    }
  }
  // Everybody comes to rest, and to the same tick.
  for (const guest of house.guests) if (guest.state.phase === "over") guest.comeBack();
  for (let k = 0; k < 40 && house.wrong.length === 0; k++) {
    await house.pass(500);
    if (house.guests.every(({ state }) => state.phase === "live" && state.text === "")) break;
  }
  return { house, sent, cuts, crashes };
}

/** Plays every take that was shot again, from the file that the server would hand out: what differs, in words. */
export async function replayAll(house: House): Promise<string[]> {
  const found: string[] = [];
  for (const [id, line] of house.room.takes) {
    if (line.to === 0) continue;
    const take = await house.takeFile(id);
    if (take === null) {
      found.push(`${id} has no file`);
      continue;
    }
    if (take.ticks.some(({ orders }) => orders.some(({ command }) => command.type === "restore"))) {
      found.push(`${id} needs a checkpoint that it does not hold`);
      continue;
    }
    for (const { letter, samples } of take.cameras) {
      const fault = trackCode.join(track.create(), samples);
      if (fault !== null) found.push(`${id}: camera ${letter}: ${fault}`);
    }
    const world = open(take, await createHavok(await havok()));
    const { differences, baseline } = replay(take, world, sha256(world.baseline));
    if (baseline !== null) found.push(`${id}: another baseline`);
    for (const { tick, wanted, found: is } of differences.slice(0, 1)) {
      found.push(`${id} (${line.from} … ${line.to}) at ${tick}: ${is}, recorded ${wanted}`);
    }
  }
  return found;
}

/** Holds the room's clock until everybody has stepped what there is, and compares worlds whole. */
export async function compare(house: House): Promise<string[]> {
  const { timer } = house;
  const { room } = house;
  const found: string[] = [];
  // The room stands still once all that it has stepped has been sent, and that arrives.
  while (room.sent !== room.world.tick) await house.pass(1000 / 60);
  for (let k = 0; k < 400; k++) {
    timer.advance(25);
    for (let j = 0; j < 4; j++) await new Promise((done) => setImmediate(done));
  }
  for (const guest of house.guests) {
    const { world } = guest.session;
    const why = world === null ? "has no world" : difference(room.world, world);
    if (why !== null) found.push(`${guest.token}: ${why}`);
  }
  return found;
}
