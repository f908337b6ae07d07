/** A thing is drawn from outside: a sheet turned over is not drawn at all, and what lies behind it shows through. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readModel } from "../../../assets/sources/light/model.ts";
import { createPictureTracer } from "../../../assets/sources/light/picture-tracer.ts";
import { createMet } from "../../../client/light/hits.ts";

const THINGS = join(import.meta.dirname, "../../../assets/things");
const RAYS = 1500;
/** Share of what is met that may be met from within: fringes, and sheets that lie one on the other. */
const MOST = 0.03;
/** The lip of a softbox is two sheets in one plane. */
const DOUBLE = ["kit-softbox", "kit-softbox-hung"];

/** Share of rays from before and above, where things are looked at from, that meet a face from within. */
async function turnedOver(id: string): Promise<number> {
  const sheet = JSON.parse(readFileSync(join(THINGS, id, "thing.json"), "utf8"));
  const tracer = createPictureTracer(await readModel(join(THINGS, id, sheet.visual), []));
  const { min, max } = sheet.bounds as { min: number[]; max: number[] };
  const middle = min.map((v, c) => (v + max[c]!) / 2);
  const half = min.map((v, c) => (max[c]! - v) / 2);
  const away = Math.hypot(...half) + 0.5;
  let seed = 1;
  const dice = (): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const met = createMet();
  let [hits, within] = [0, 0];
  for (let k = 0; k < RAYS; k++) {
    const up = 0.12 + 0.85 * dice();
    const turn = 0.15 + (Math.PI - 0.3) * dice();
    const flat = away * Math.sqrt(1 - up * up);
    const from = [
      middle[0]! + flat * Math.cos(turn),
      middle[1]! + away * up,
      middle[2]! + flat * Math.sin(turn),
    ];
    const to = middle.map((v, c) => v + (2 * dice() - 1) * half[c]! - from[c]!);
    const size = Math.hypot(...to);
    if (
      !tracer.trace(
        from,
        to.map((v) => v / size),
        met,
      )
    )
      continue;
    hits++;
    if (met.behind) within++;
  }
  return within / Math.max(1, hits);
}

describe("things of the kit", () => {
  it("turn their outside out", async () => {
    const over: string[] = [];
    for (const id of readdirSync(THINGS).filter(
      (name) => name.startsWith("kit-") && !DOUBLE.includes(name),
    )) {
      const share = await turnedOver(id);
      if (share > MOST) over.push(`${id}: ${(share * 100).toFixed(1)} %`);
    }
    expect(over).toEqual([]);
  }, 60_000);
});
