import { describe, expect, it } from "vitest";
import {
  createMoment,
  createMoves,
  keepMoment,
  MOVE_BUCKETS,
  MOVED,
  NEW,
  type Placed,
  writeMoves,
} from "../../../client/view/moves.ts";
import { createProjection } from "../../../client/view/shot.ts";
import { createSlots, NOW, offset, takeSlot, writeRows } from "../../../client/view/slots.ts";
import * as quat from "../../../shared/math/quat.ts";

const figures = (slots: ReturnType<typeof createSlots>, ids: number[]): Placed[] =>
  ids.map((id) => ({ id, slot: takeSlot(slots) }));

/** What the table says of an entity: its rows, found as the shader finds them. */
function entry(table: Float32Array, id: number): { state: number; rows: number[] } | null {
  for (let k = 0; k < 8; k++) {
    const b = ((id + k) % MOVE_BUCKETS) * 16;
    if (table[b + 1] === 0) return null;
    if (table[b] === id) return { state: table[b + 1]!, rows: [...table.subarray(b + 4, b + 16)] };
  }
  return null;
}

const along = (rows: number[], p: number[]): number[] =>
  [0, 1, 2].map(
    (r) => rows[r * 4]! * p[0]! + rows[r * 4 + 1]! * p[1]! + rows[r * 4 + 2]! * p[2]! + rows[r * 4 + 3]!,
  );

describe("how entities have moved since the anchors", () => {
  it("a place on a body now is taken to where it was then", () => {
    const slots = createSlots(1);
    const order = figures(slots, [7, 9]);
    const q: [number, number, number, number] = [0, 0, 0, 1];
    quat.fromHeadingTiltRoll(q, 0.4, 0.2, -0.1);
    writeRows(slots, order[0]!.slot, NOW, q, 1, 2, 3);
    const moment = createMoment();
    keepMoment(moment, createProjection(), [0, 0, 0], order, slots);
    const then = [...slots.data.subarray(offset(order[0]!.slot), offset(order[0]!.slot) + 12)];
    quat.fromHeadingTiltRoll(q, -1.1, 0.3, 0.6);
    writeRows(slots, order[0]!.slot, NOW, q, -4, 2.5, 8);
    const now = [...slots.data.subarray(offset(order[0]!.slot), offset(order[0]!.slot) + 12)];
    const table = createMoves();
    expect(writeMoves(table, moment, order, slots)).toBe(1);
    const found = entry(table, 7)!;
    expect(found.state).toBe(MOVED);
    const own = [0.3, -0.7, 1.9];
    const back = along(found.rows, along(now, own));
    for (let k = 0; k < 3; k++) expect(back[k]).toBeCloseTo(along(then, own)[k]!, 4);
    expect(entry(table, 9)).toBeNull();
  });

  it("what came since is new, what went is forgotten, and a calm world has an empty table", () => {
    const slots = createSlots(1);
    const order = figures(slots, [1, 2, 3]);
    const moment = createMoment();
    keepMoment(moment, createProjection(), [0, 0, 0], order, slots);
    const table = createMoves();
    expect(writeMoves(table, moment, order, slots)).toBe(0);
    const later = [order[2]!, order[0]!, ...figures(slots, [1 + MOVE_BUCKETS, 4])];
    expect(writeMoves(table, moment, later, slots)).toBe(2);
    expect(entry(table, 4)?.state).toBe(NEW);
    expect(entry(table, 1 + MOVE_BUCKETS)?.state).toBe(NEW);
    expect(entry(table, 1)).toBeNull();
    expect(writeMoves(table, moment, order, slots)).toBe(0);
    expect(entry(table, 4)).toBeNull();
  });

  it("more movers than the table holds leave it whole", () => {
    const slots = createSlots(16);
    const order = figures(
      slots,
      Array.from({ length: 900 }, (_, i) => i + 1),
    );
    const moment = createMoment();
    keepMoment(moment, createProjection(), [0, 0, 0], order, slots);
    for (const { slot } of order) writeRows(slots, slot, NOW, [0, 0, 0, 1], 0, 1, 0);
    const table = createMoves();
    const held = writeMoves(table, moment, order, slots);
    expect(held).toBe(MOVE_BUCKETS);
    for (let id = 1; id <= 900; id++) {
      const found = entry(table, id);
      if (found) expect(found.rows[7]).toBe(-1);
    }
  });
});
