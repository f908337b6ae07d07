/**
 * Paints posters: small pictures of every set, thing and actor, for the first page and the shelf, drawn by the product's
 * own view: node assets/sources/posters/paint.ts [ID…]. Things stand alone before the Stage's cyclorama in its own light.
 * Out: poster.webp beside each manifest. For authors; nothing here serves the product.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "puppeteer-core";
import sharp from "sharp";
import * as quat from "../../../shared/math/quat.ts";
import { openBench } from "../../../tests/browser/pages/view-open.ts";

const ROOT = join(import.meta.dirname, "../../..");
const ASSETS = join(ROOT, "assets");
const { positionals } = parseArgs({ allowPositionals: true });
const wanted = (id: string): boolean => positionals.length === 0 || positionals.includes(id);

/** Pixels of a poster; twice as many are drawn. */
const THING = { width: 144, height: 108 };
const SET = { width: 480, height: 270 };
/** Where a thing stands to be painted, and where the others wait: beyond the walls, out of everybody's light. */
const STAND = [0, 0, -0.9] as const;
const WAITING = 60;
/** How far a thing is turned from the camera, and how far the camera looks down on it, radians. */
const TURNED = 0.55;
const DOWN = 0.2;
const FOCAL = 60;
const GATE = { width: 24, height: 18 };
/** The sets' posters: from which camera, at which hour. */
const SETS: Record<string, [camera: string, hour: number]> = {
  "corner-street": ["a", 17.7],
  stage: ["wide", 18],
};

interface Manifest {
  id: string;
  label: string;
  kind?: string;
  bounds: { min: number[]; max: number[] };
}
const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(ASSETS, path), "utf8"));
const gather = (folder: string, file: string): Manifest[] =>
  readdirSync(join(ASSETS, folder)).map((id) => read(`${folder}/${id}/${file}`) as unknown as Manifest);

async function write(file: string, png: string, size: { width: number; height: number }): Promise<void> {
  const bytes = await sharp(Buffer.from(png, "base64")).resize(size).webp({ quality: 82, effort: 6 }).toBuffer();
  writeFileSync(join(ASSETS, file), bytes);
  console.log(`${file}: ${bytes.length} bytes`);
}

const still = (page: Page, camera: string, size: { width: number; height: number }, more: object): Promise<string> =>
  page.evaluate(
    `stage.still(${JSON.stringify(camera)}, ${size.width * 2}, ${size.height * 2}, ${JSON.stringify(more)})`,
  ) as Promise<string>;

/** A shot that a piece fills: from the front, a little from above. */
function shotOf({ bounds: { min, max } }: Manifest, turn: number): object {
  const half = [0, 1, 2].map((c) => (max[c]! - min[c]!) / 2) as [number, number, number];
  const middle = (min[1]! + max[1]!) / 2;
  const c = Math.abs(Math.cos(turn));
  const s = Math.abs(Math.sin(turn));
  const wide = half[0] * c + half[2] * s;
  const deep = half[0] * s + half[2] * c;
  const tall = half[1] * Math.cos(DOWN) + deep * Math.sin(DOWN);
  const away = Math.max((wide * 2 * FOCAL) / GATE.width, (tall * 2 * FOCAL) / GATE.height) * 1.06 + deep * 0.6;
  const rotation = quat.create();
  quat.fromHeadingTiltRoll(rotation, 0, -DOWN, 0);
  const position = [STAND[0], STAND[1] + middle + away * Math.sin(DOWN), STAND[2] + away * Math.cos(DOWN)];
  return {
    pose: { position, rotation: [...rotation] },
    lens: { focal: FOCAL, squeeze: 1, tStop: 22, focus: away, shutter: 180, rate: 24 },
    gate: GATE,
    exposure: 0.6,
  };
}

/** The Stage with every piece on it that is to be painted, in a folder of its own. */
function writeStage(folder: string, pieces: readonly Manifest[]): void {
  const sheet = read("sets/stage/set.json") as { opening: { kind: string }[] };
  const lamps = sheet.opening.filter(({ kind }) => kind === "light");
  const waiting = pieces.map((piece, k) => ({
    id: `piece-${piece.id}`,
    label: piece.label,
    kind: piece.kind ?? "actor",
    [piece.kind === undefined ? "actor" : "thing"]: piece.id,
    position: [WAITING + (k % 10) * 8, 0, WAITING + Math.floor(k / 10) * 8],
    heading: 0,
  }));
  mkdirSync(join(folder, "assets/sets/stage"), { recursive: true });
  writeFileSync(
    join(folder, "assets/sets/stage/set.json"),
    JSON.stringify({ ...sheet, opening: [...lamps, ...waiting] }),
  );
}

const pieces = [...gather("things", "thing.json"), ...gather("cast", "actor.json")].filter(({ id }) => wanted(id));
const folder = mkdtempSync(join(tmpdir(), "posters-"));
const query = { engine: "webgl2", quality: "high", width: "64", height: "48" };
try {
  if (pieces.length > 0) {
    writeStage(folder, pieces);
    const bench = await openBench(ROOT, [folder, ROOT], true);
    const page = await bench.open({ ...query, set: "stage" });
    await page.evaluate("stage.look({ time: 23, practicals: 'on' }); stage.remember()");
    for (const piece of pieces) {
      const actor = piece.kind === undefined;
      const turn = actor ? 0.35 : TURNED;
      const order = (command: string): Promise<unknown> =>
        page.evaluate(`(() => {
          const id = [...stage.world.entities.values()].find((e) => e.name === "piece-${piece.id}").id;
          stage.step(1, [{ person: 1, serial: stage.world.tick + 1, command: ${command} }]);
          const said = stage.world.outcomes.map((o) => o.reason).join();
          stage.step(1);
          if (said !== "") throw new Error("${piece.id}: " + said);
        })()`);
      const rotation = [0, Math.sin(turn / 2), 0, Math.cos(turn / 2)];
      await order(`{ type: "place", moves: [{ id, pose: ${JSON.stringify({ position: STAND, rotation })} }] }`);
      const file = `${actor ? "cast" : "things"}/${piece.id}/poster.webp`;
      await write(file, await still(page, "two-shot", THING, shotOf(piece, turn)), THING);
      await order(`{ type: "remove", ids: [id] }`);
    }
    await bench.close();
  }
  for (const [id, [camera, hour]] of Object.entries(SETS)) {
    if (!wanted(id)) continue;
    const bench = await openBench(ROOT);
    const page = await bench.open({ ...query, set: id });
    await page.evaluate(`stage.look({ time: ${hour} }); stage.remember()`);
    await write(`sets/${id}/poster.webp`, await still(page, camera, SET, { outside: 1 }), SET);
    await bench.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
