import { describe, expect, it } from "vitest";
import { layGrid } from "../../../client/light/grid.ts";
import { Light } from "../../../client/light/light.ts";
import { encode } from "../../../client/light/light-file.ts";
import { open, settle } from "../../../client/light/light-memory.ts";
import type { FromWorker, ToWorker } from "../../../client/light/light-protocol.ts";
import { survey } from "../../../client/light/survey.ts";
import type { LightField } from "../../../shared/anchors/light-field.ts";
import { createMirror } from "../../../shared/world/mirror.ts";
import { type Block, day, litWorld, setOf, tracerOf } from "./place.ts";

const blocks: Block[] = [
  { at: [0, -0.5, 0], size: [60, 1, 60], colour: [0.3, 0.3, 0.3] },
  { at: [0, 3, -4], size: [12, 6, 0.4], colour: [0.8, 0.06, 0.05] },
];
const bounds = { min: [-10, 0, -10], max: [10, 7, 10] };
const set = setOf(blocks, bounds);
const file = await encode(survey(layGrid(bounds, 2), ["part-1"], tracerOf(blocks).tracer));

/** The worker's code on this thread, behind what looks like a Worker; messages are copied as they would be. */
async function startWorker(): Promise<Worker> {
  const page = { onmessage: null as ((event: { data: FromWorker }) => void) | null };
  const inside = {
    onmessage: null as ((event: { data: ToWorker }) => void) | null,
    postMessage: (message: FromWorker) => page.onmessage?.({ data: structuredClone(message) }),
  };
  Object.assign(globalThis, { self: inside });
  await import("../../../client/light/worker.ts");
  return Object.assign(page, {
    onerror: null,
    postMessage: (message: ToWorker) => {
      const data = structuredClone(message);
      setTimeout(() => inside.onmessage?.({ data }), 0);
    },
    terminate: () => undefined,
  }) as unknown as Worker;
}

describe("light in its worker", () => {
  it("shows a field that comes to the settled one, is silent then, and moves again with the sun", async () => {
    const fields: { field: LightField; settled: boolean }[] = [];
    const light = new Light({
      set,
      read: async (path) => {
        expect(path).toBe("sets/place/light.bin");
        return file;
      },
      onField: (field, settled) => fields.push({ field, settled }),
      worker: await startWorker(),
    });
    const until = async (done: () => boolean): Promise<void> => {
      for (let k = 0; k < 600 && !done(); k++) await new Promise((resolve) => setTimeout(resolve, 25));
      expect(done()).toBe(true);
    };
    const mirror = createMirror();
    mirror.look = day(15);
    let now = 0;
    light.follow(mirror, (now += 300));
    light.attend([0, 1.6, 5], [0, 0, -1]);
    await until(() => light.state.kind === "settled");
    const alone = settle(await open(set, file), litWorld(day(15)));
    expect(fields[fields.length - 1]!.field).toEqual(alone);
    expect(light.note).toBe("");
    const count = fields.length;
    light.follow(mirror, (now += 300));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(fields.length).toBe(count);
    // Nothing pops: each showing goes at most half of the way.
    mirror.look = day(19.6);
    light.follow(mirror, (now += 300));
    await until(() => light.state.kind === "settled");
    expect(fields.length).toBeGreaterThan(count + 3);
    const evening = settle(await open(set, file), litWorld(day(19.6)));
    expect(fields[fields.length - 1]!.field).toEqual(evening);
    expect(await light.settleWorld(litWorld(day(15)))).toEqual(alone);
    light.dispose();
    await expect(light.settle(mirror)).rejects.toThrow("closed");
  });
});
