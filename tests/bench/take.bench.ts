/**
 * take.bytes_per_minute: a minute of the street as it opens, with one hand-held camera at 60 samples a second, as the
 * take's file has it, but for the opening checkpoint. seek.ms.10min: from asking for a moment of the golden take of ten
 * minutes with 500 bodies until its frames are there to be shown, with the review's seek cache warm, and cold beside it.
 */
import { loadavg } from "node:os";
import { brotliCompressSync, constants } from "node:zlib";
import { createReview } from "../../client/session/review.ts";
import * as timeline from "../../client/session/timeline.ts";
import { machineTimer } from "../../client/session/timer.ts";
import { createAssetReader } from "../../server/library/assets.ts";
import { openNow } from "../../server/room/press.ts";
import { loadEngine } from "../../server/room/stages.ts";
import * as handHeld from "../../shared/camera/hand-held.ts";
import * as rigs from "../../shared/camera/rig.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { decodeTake, encodeTake, setOf } from "../../shared/takes/take.ts";
import { createWorld } from "../../shared/world/world.ts";
import { goldenTake } from "../golden/chains.ts";
import { LONG, SCRIPTS } from "../golden/scripts.ts";
import { shoot } from "../golden/studio.ts";
import { whereQuiet } from "./quiet.ts";

export const NAMES = ["take.bytes_per_minute", "seek.ms.10min"];

const GOAL_BYTES = 150_000;
const GOAL_SEEK = 500;
const SEEKS = 40;

/** Makes the figures. SEEK_MINUTES plays less of the take, to see that it works. */
export async function figures() {
  return [await bytesPerMinute(), await seekMs(Number(process.env["SEEK_MINUTES"] ?? 10))];
}

async function bytesPerMinute() {
  const script = { ...SCRIPTS["street-opening"]!(), ticks: 3600 };
  const rig = handHeld.create(rigs.create().pose, 1.6, 3);
  const walks = handHeld.settings();
  const input = rigs.idle();
  const file = await shoot(script, createAssetReader("assets"), (sample, tick) => {
    // Walks up, stands, walks on, and looks about meanwhile.
    input.move = [0, 0, tick % 600 < 300 ? -0.6 : 0];
    input.look = [Math.sin(tick / 90) * 0.1, Math.cos(tick / 130) * 0.05, 0];
    handHeld.step(rig, walks, input, 1 / 60, () => false);
    const half = rig.pose.heading / 2;
    for (let k = 0; k < 3; k++) sample.position[k] = rig.pose.position[k]!;
    for (let k = 0; k < 4; k++) sample.rotation[k] = [0, Math.sin(half), 0, Math.cos(half)][k]!;
    sample.focus = 4 + Math.sin(tick / 60);
  });
  const take = decodeTake(openNow(file));
  const bare = encodeTake({ ...take, opening: new Uint8Array(0) });
  const value = brotliCompressSync(bare, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }).length;
  const samples = take.cameras[0]!.samples.reduce((sum, batch) => sum + batch.length, 0);
  const orders = take.ticks.reduce((sum, { orders }) => sum + orders.length, 0);
  const bytes = (n: number): string => n.toLocaleString("en-GB");
  return {
    name: "take.bytes_per_minute",
    value,
    unit: "bytes",
    goal: `≤ ${GOAL_BYTES.toLocaleString("en-GB")}`,
    holds: value <= GOAL_BYTES,
    note: `the camera ${bytes(samples)} before brotli, ${orders} orders, ${take.hashes.length} hashes, set and catalogue once; the opening would add ${bytes(file.length - value)}`,
  };
}

async function seekMs(minutes: number) {
  const take = goldenTake(LONG);
  const world = createWorld(await createHavok(await loadEngine()), setOf(take));
  let settled = (): void => {};
  const review = createReview(world, timeline.of(take), machineTimer, 12, {
    mirror() {},
    clock() {},
    state: ({ ready }) => {
      if (ready) settled();
    },
  });
  const seek = async (tick: number): Promise<number> => {
    const began = performance.now();
    const done = new Promise<void>((resolve) => {
      settled = resolve;
    });
    review.seek(tick);
    await done;
    return performance.now() - began;
  };
  const end = Math.min(take.to, take.from + minutes * 3600);
  const cold = await seek(end);
  const before = process.threadCpuUsage();
  const warm: number[] = [];
  // Moments all over the take, in no order.
  for (let k = 1; k <= SEEKS; k++) warm.push(await seek(take.from + ((k * 7919 * 13) % (end - take.from))));
  const { user, system } = process.threadCpuUsage(before);
  const busy = (user + system) / 1000 / SEEKS;
  review.close();
  warm.sort((a, b) => a - b);
  const value = warm[Math.floor(warm.length * 0.9)]!;
  return whereQuiet({
    name: "seek.ms.10min",
    value,
    unit: "ms",
    goal: `≤ ${GOAL_SEEK}`,
    holds: value <= GOAL_SEEK,
    note: `9 of 10 of ${SEEKS} seeks; median ${warm[SEEKS / 2]!.toFixed(0)}, slowest ${warm.at(-1)!.toFixed(0)}; cold, from the opening to the end of ${minutes} minutes, ${(cold / 1000).toFixed(1)} s; processor time of a seek ${busy.toFixed(0)}, load ${loadavg()[0]!.toFixed(1)}`,
  });
}
