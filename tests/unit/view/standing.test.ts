import { describe, expect, it } from "vitest";
import type { Scene } from "../../../client/view/scene.ts";
import {
  createSlots,
  takeSlot,
  writeBones,
  writeFacts,
  writePaint,
  writeRows,
} from "../../../client/view/slots.ts";
import { standingIn } from "../../../client/view/standing.ts";

describe("what stands, as plain data", () => {
  it("is where the slots say, wheels by their nodes, bones of the newest moment, nothing of what is hidden", () => {
    const slots = createSlots(1);
    const [actor, car, wheel, gone] = [0, 0, 0, 0].map(() => takeSlot(slots)) as [
      number,
      number,
      number,
      number,
    ];
    const half = Math.SQRT1_2;
    writeRows(slots, actor, 0, [0, half, 0, half], 1, 2, 3);
    writeFacts(slots, actor, 11, 1);
    writeBones(slots, actor, 5, 0.25);
    writeRows(slots, car, 0, [0, 0, 0, 1], 4, 0, 0);
    writeFacts(slots, car, 12, 0.5);
    writePaint(slots, car, 0.1, 0.2, 0.3, 1);
    writeRows(slots, wheel, 0, [0, 0, 0, 1], 4, 0.3, 1);
    writeFacts(slots, wheel, 12, 1);
    const bones = Float32Array.from({ length: 400 }, (_, i) => i);
    const figure = (id: number, asset: string, slot: number, more: object) => ({
      id,
      slot,
      wheels: [],
      hidden: false,
      thing: null,
      entity: { asset },
      stocked: { model: { name: asset, skeleton: null } },
      ...more,
    });
    const lamp = { entity: 12, place: [4, 1, 0] };
    const scene = {
      slots,
      order: [
        figure(11, "ana", actor, { stocked: { model: { name: "ana", skeleton: { slots: [0, 1] } } } }),
        figure(12, "van", car, { wheels: [wheel], thing: { vehicle: { wheels: [{ node: "wheel-1" }] } } }),
        figure(13, "crate", gone, { hidden: true }),
        figure(14, "ball", gone, { stocked: { model: { name: "box", skeleton: null } } }),
      ],
      hiddenNodes: () => ["roof"],
      partNumbers: () => ({ roof: 3 }),
      burning: () => [lamp],
    } as unknown as Scene;
    const { placed, hidden, parts, lamps } = standingIn(scene, bones);
    expect(placed.map((p) => [p.entity, p.asset, p.node, p.boxed])).toEqual([
      [11, "ana", "", false],
      [12, "van", "", false],
      [12, "van", "wheel-1", false],
      [14, "ball", "", true],
    ]);
    const [ana, van, turning] = placed as [(typeof placed)[0], (typeof placed)[0], (typeof placed)[0]];
    expect([ana.rows[3], ana.rows[7], ana.rows[11]]).toEqual([1, 2, 3]);
    expect(ana.rows[2]).toBeCloseTo(1, 6);
    expect(ana.blink).toBe(0.25);
    // Two joints: the first three of the nine texels of each, from texel 5 on.
    expect(ana.bones).toEqual([...bones.subarray(20, 32), ...bones.subarray(56, 68)]);
    expect(van.bones).toBe(null);
    expect([van.glow, turning.glow]).toEqual([0.5, 1]);
    expect(turning.paint.map((v) => Math.round(v * 10))).toEqual([1, 2, 3, 10]);
    expect(turning.rows[7]).toBeCloseTo(0.3, 6);
    expect({ hidden, parts, lamps }).toEqual({ hidden: ["roof"], parts: { roof: 3 }, lamps: [lamp] });
  });
});
