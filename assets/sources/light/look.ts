/**
 * Looks at light memory: node assets/sources/light/look.ts SET OUT.png [--time 16] [--camera 0] [--practicals on|off|dusk]
 * [--plan HEIGHT] [--width 480]. Writes a sheet: the camera's picture lit by sun, lamps and memory; the same by memory
 * alone; memory's irradiance without the surfaces' own colour; and with --plan a level cut through the grid, what arrives
 * from all sides, places within solids left dark and probes as dots. For authors; nothing here serves the product.
 */
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { createMet, SKY } from "../../../client/light/hits.ts";
import { open, settle } from "../../../client/light/light-memory.ts";
import { boxesOf, type LitWorld } from "../../../client/light/watch.ts";
import { BIAS, irradianceOf, type LightField, lookUp } from "../../../shared/anchors/light-field.ts";
import { arrive, arrived } from "../../../shared/look/lamps.ts";
import { keyLuminance, luminance } from "../../../shared/look/sky.ts";
import * as quat from "../../../shared/math/quat.ts";
import { gatherCatalogue } from "../../../shared/world/catalogue.ts";
import { assembleSet, type LoadedSet, parseSetSheet } from "../../../shared/world/set.ts";
import { readModel } from "./model.ts";
import { createPictureTracer } from "./picture-tracer.ts";

const ASSETS = join(import.meta.dirname, "../..");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    time: { type: "string" },
    camera: { type: "string", default: "0" },
    practicals: { type: "string", default: "dusk" },
    plan: { type: "string" },
    width: { type: "string", default: "480" },
    exposure: { type: "string", default: "0" },
  },
});
const [id, target] = positionals as [string, string];

async function loadSet(): Promise<LoadedSet> {
  const catalogue = await gatherCatalogue({
    list: async (folder) => (existsSync(join(ASSETS, folder)) ? readdir(join(ASSETS, folder)) : []),
    read: (path) => readFile(join(ASSETS, path)),
  });
  const json = JSON.parse(readFileSync(join(ASSETS, `sets/${id}/set.json`), "utf8"));
  return assembleSet(parseSetSheet(id, json), catalogue);
}

/** The opening as light sees it. */
function openingOf(set: LoadedSet, time: number, practicals: "on" | "off" | "dusk"): LitWorld {
  const { look } = set.sheet;
  const day = Math.round((Date.parse(look.date) - Date.parse(`${look.date.slice(0, 4)}-01-01`)) / 86_400_000) + 1;
  const world: LitWorld = {
    look: { time, north: look.north, latitude: look.latitude, day, cloud: 0, turbidity: 2.5, exposure: 0, practicals },
    lamps: [],
    movers: [],
    hidden: [],
  };
  set.sheet.opening.forEach((entry, k) => {
    const entity = k + 1;
    const rotation = quat.create();
    if (entry.rotation !== undefined) quat.copy(rotation, entry.rotation);
    else quat.fromHeading(rotation, entry.heading ?? 0);
    const position = [...entry.position] as [number, number, number];
    const light = set.things.get(entry.thing ?? "")?.light;
    if (light !== undefined) {
      world.lamps.push({ entity, light, lamp: { on: entry.on ?? true, level: 1, kelvin: 0 }, position, rotation });
    }
    const boxes = boxesOf(set, entry.thing ?? entry.actor ?? "");
    if (boxes !== null) world.movers.push({ entity, boxes, position, rotation });
  });
  return world;
}

const set = await loadSet();
const time = Number(values.time ?? set.sheet.look.time);
const file = join(ASSETS, `sets/${id}/light.bin`);
const memory = await open(set, existsSync(file) ? readFileSync(file) : null);
if (memory.note !== "") console.log(memory.note);
const world = openingOf(set, time, values.practicals as "on");
const began = performance.now();
const field = settle(memory, world);
const { bounce, solids } = memory;
const sky = memory.sky!;
console.log(
  JSON.stringify({
    probes: memory.cooked.slots.length,
    settled: Math.round(performance.now() - began),
    carries: bounce.carry,
    rays: bounce.rays,
    key: Number(keyLuminance(sky, { ...world.look }).toPrecision(4)),
    sunLux: sky.key.illuminance.map((v) => Math.round(v)),
    lamps: bounce.sources.lamps.length,
  }),
);

const tracer = createPictureTracer(
  await readModel(join(ASSETS, `sets/${id}/${set.sheet.visual}`), set.sheet.parts.map((part) => part.node)),
);
const width = Number(values.width);
const height = Math.round((width * 9) / 16);
const stops = 2 ** Number(values.exposure);
const sum = new Float64Array(12);

/** A picture's value 0…255 of light over key: a soft shoulder, then sRGB. */
function show(value: number): number {
  const x = Math.max(0, value * stops);
  const soft = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
  const v = Math.min(1, soft);
  return Math.round(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
}

function picture(mode: "all" | "memory" | "irradiance"): Buffer {
  const out = Buffer.alloc(width * height * 3);
  const camera = set.sheet.cameras[Number(values.camera)]!;
  const tan = 24.89 / 2 / camera.lens;
  const turn = quat.create();
  quat.fromHeadingTiltRoll(turn, camera.heading, camera.tilt, 0);
  const ray = [0, 0, 0];
  const met = createMet();
  const light = [0, 0, 0];
  const at = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      ray[0] = ((x + 0.5) / width - 0.5) * 2 * tan;
      ray[1] = ((height / 2 - y - 0.5) / (width / 2)) * tan;
      ray[2] = -1;
      const size = Math.hypot(...ray);
      for (let c = 0; c < 3; c++) ray[c] = ray[c]! / size;
      quat.rotate(ray, turn, ray);
      if (tracer.trace(camera.position, ray, met)) {
        for (let c = 0; c < 3; c++) at[c] = camera.position[c]! + ray[c]! * met.distance + met.normal[c]! * BIAS;
        lookUp(field, at, met.normal, sum);
        for (let c = 0; c < 3; c++) light[c] = irradianceOf(sum, c, met.normal);
        if (mode === "all") direct(camera.position, ray, met.distance, met.normal, light);
        const glow = met.night ? sky.night : 1;
        for (let c = 0; c < 3; c++) {
          const albedo = mode === "irradiance" ? 0.5 : met.albedo[c]!;
          light[c] = light[c]! * albedo + (mode === "irradiance" ? 0 : (met.emission[c]! * glow) / memory.key);
        }
      } else {
        luminance(sky, ray[0]!, ray[1]!, ray[2]!, light);
        for (let c = 0; c < 3; c++) light[c] = mode === "irradiance" ? 0 : light[c]! / memory.key;
      }
      for (let c = 0; c < 3; c++) out[(y * width + x) * 3 + c] = show(light[c]!);
    }
  }
  return out;
}

/** Adds sun and lamps, over π and key. */
function direct(eye: readonly number[], ray: readonly number[], distance: number, n: readonly number[], light: number[]) {
  const from = eye.map((v, c) => v + ray[c]! * distance + n[c]! * 0.02);
  const { sun, lamps } = bounce.sources;
  const facing = n[0]! * sun.direction[0]! + n[1]! * sun.direction[1]! + n[2]! * sun.direction[2]!;
  if (facing > 0 && !solids.occluded(from, sun.direction, 1000, 0))
    for (let c = 0; c < 3; c++) light[c] = light[c]! + (sun.lux[c]! * facing) / Math.PI / memory.key;
  for (const lamp of lamps) {
    arrive(lamp, from[0]!, from[1]!, from[2]!);
    const { towards } = arrived;
    const cosine = towards[0]! * n[0]! + towards[1]! * n[1]! + towards[2]! * n[2]!;
    if (arrived.share <= 0 || cosine <= 0) continue;
    if (solids.occluded(from, towards, arrived.distance - 0.2, lamp.entity)) continue;
    for (let c = 0; c < 3; c++)
      light[c] = light[c]! + (lamp.colour[c]! * arrived.share * cosine) / Math.PI / memory.key;
  }
}

/** A level cut: mean radiance at each place, with the probes of the nearest layer as dots. */
function plan(of: LightField, level: number): { data: Buffer; width: number; height: number } {
  const { bounds } = set.sheet;
  const metres = [bounds.max[0] - bounds.min[0], bounds.max[2] - bounds.min[2]] as const;
  const scale = Math.min(width / metres[0], (height * 2) / metres[1]);
  const [w, h] = [Math.round(metres[0] * scale), Math.round(metres[1] * scale)];
  const data = Buffer.alloc(w * h * 3);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const p = [bounds.min[0] + (x + 0.5) / scale, level, bounds.min[2] + (y + 0.5) / scale];
      lookUp(of, p, [0, 0, 0], sum);
      for (let c = 0; c < 3; c++) data[(y * w + x) * 3 + c] = show(sum[c]! * 0.282095);
    }
  let layer = 0;
  for (let k = 1; k < of.counts[1]; k++)
    if (Math.abs(of.heights[k]! - level) < Math.abs(of.heights[layer]! - level)) layer = k;
  for (let z = 0; z < of.counts[2]; z++)
    for (let x = 0; x < of.counts[0]; x++) {
      const valid = of.valid[x + of.counts[0] * (layer + of.counts[1] * z)] === 1;
      const px = Math.min(w - 1, Math.round(x * of.spacing[0] * scale));
      const py = Math.min(h - 1, Math.round(z * of.spacing[1] * scale));
      for (let c = 0; c < 3; c++) data[(py * w + px) * 3 + c] = valid ? (c === 1 ? 255 : 0) : c === 0 ? 255 : 0;
    }
  return { data, width: w, height: h };
}

const raw = (data: Buffer, w: number, h: number) =>
  sharp(data, { raw: { width: w, height: h, channels: 3 } }).png().toBuffer();
const tiles = [];
for (const mode of ["all", "memory", "irradiance"] as const) tiles.push(await raw(picture(mode), width, height));
const cut = values.plan === undefined ? null : plan(field, Number(values.plan));
await sharp({
  create: {
    width: width * (cut === null ? 1 : 2),
    height: Math.max(height * 3, cut?.height ?? 0),
    channels: 3,
    background: "#202020",
  },
})
  .composite([
    ...tiles.map((input, k) => ({ input, left: 0, top: k * height })),
    ...(cut === null ? [] : [{ input: await raw(cut.data, cut.width, cut.height), left: width, top: 0 }]),
  ])
  .png()
  .toFile(target);
console.log(`sky rays ${(memory.cooked.part.filter((part) => part === SKY).length / memory.cooked.part.length).toFixed(3)}`);
