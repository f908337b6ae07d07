/**
 * Every manifest, collider and picture under assets/ against the form that assets/README.md gives, and against one
 * another: names that exist, hashes that match, places within bounds, budgets kept. Reads files only.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ASSETS = join(import.meta.dirname, "../../../assets");
const folder = (name: string): string[] =>
  existsSync(join(ASSETS, name)) ? readdirSync(join(ASSETS, name)).sort() : [];

type Json = Record<string, unknown>;
const json = (path: string): Json => JSON.parse(readFileSync(join(ASSETS, path), "utf8")) as Json;

/** The largest a file or a place may be, in bytes and triangles. */
const KIT_THING = { bytes: 150_000, triangles: 6_000 };
const SETS: Record<string, { bytes: number; triangles: number }> = {
  stage: { bytes: 10_000_000, triangles: 500_000 },
  "corner-street": { bytes: 15_000_000, triangles: 500_000 },
};

const LIGHT_BYTES = 3_000_000;

/** Collects what is wrong with one file, so that a run names everything at once. */
class Findings {
  readonly list: string[] = [];
  private readonly file: string;
  constructor(file: string) {
    this.file = file;
  }
  ok(holds: boolean, what: string): boolean {
    if (!holds) this.list.push(`${this.file}: ${what}`);
    return holds;
  }
  keys(value: Json, required: string[], optional: string[], at = ""): void {
    for (const key of required) this.ok(key in value, `${at}${key} is missing`);
    for (const key of Object.keys(value)) {
      this.ok(required.includes(key) || optional.includes(key), `${at}${key} is not a field of this form`);
    }
  }
  number(value: unknown, at: string, low = -Infinity, high = Infinity): void {
    const fine = typeof value === "number" && Number.isFinite(value) && value >= low && value <= high;
    this.ok(fine, `${at} is ${JSON.stringify(value)}, not a number in ${low}…${high}`);
  }
  vector(value: unknown, at: string, length = 3): number[] {
    const fine =
      Array.isArray(value) && value.length === length && value.every((v) => Number.isFinite(v as number));
    this.ok(fine, `${at} is not ${length} finite numbers`);
    return fine ? (value as number[]) : new Array<number>(length).fill(0);
  }
  /** Zero vectors, and quaternions off the unit sphere, are refused. */
  unit(value: unknown, at: string, length: number): void {
    const v = this.vector(value, at, length);
    this.ok(Math.abs(Math.hypot(...v) - 1) < 2e-3, `${at} is not of length 1`);
  }
  text(value: unknown, at: string, form = /^\S(.*\S)?$/): void {
    this.ok(typeof value === "string" && form.test(value), `${at} is ${JSON.stringify(value)}`);
  }
  bounds(value: unknown, at: string): { min: number[]; max: number[] } {
    const box = (value ?? {}) as Json;
    const min = this.vector(box["min"], `${at}.min`);
    const max = this.vector(box["max"], `${at}.max`);
    this.ok(
      min.every((v, i) => v < max[i]!),
      `${at} is empty or inside out`,
    );
    return { min, max };
  }
  colliders(hash: unknown, at: string): void {
    this.text(hash, at, /^[0-9a-f]{32}$/);
    this.ok(existsSync(join(ASSETS, `colliders/${hash}.json`)), `${at} names no file in colliders/`);
  }
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
const HEX = /^#[0-9a-f]{6}$/i;

interface Glb {
  bytes: number;
  json: {
    extensionsUsed?: string[];
    nodes?: { name?: string; mesh?: number; camera?: number }[];
    meshes?: { primitives: { indices?: number; attributes: Record<string, number>; material?: number }[] }[];
    materials?: { name?: string; alphaMode?: string }[];
    accessors?: { count: number }[];
    images?: { uri?: string; mimeType?: string }[];
    buffers?: { uri?: string }[];
    cameras?: unknown[];
  };
}

/** The JSON of a binary glTF, and its size. */
function glb(path: string): Glb {
  const data = readFileSync(join(ASSETS, path));
  expect(data.readUInt32LE(0), `${path} is not a binary glTF`).toBe(0x46546c67);
  const length = data.readUInt32LE(12);
  return { bytes: data.length, json: JSON.parse(data.subarray(20, 20 + length).toString("utf8")) };
}

/** Triangles that a glTF draws: each node's, as often as its mesh is used. */
function triangles(file: Glb): number {
  let sum = 0;
  for (const node of file.json.nodes ?? []) {
    for (const p of node.mesh === undefined ? [] : file.json.meshes![node.mesh]!.primitives) {
      sum += file.json.accessors![p.indices ?? p.attributes["POSITION"]!]!.count / 3;
    }
  }
  return sum;
}

function picture(f: Findings, path: string): Glb | undefined {
  if (!f.ok(existsSync(join(ASSETS, path)), `${path} does not exist`)) return undefined;
  const file = glb(path);
  const used = file.json.extensionsUsed ?? [];
  f.ok(used.includes("EXT_meshopt_compression"), `${path} is not packed with meshopt`);
  f.ok(!used.includes("KHR_draco_mesh_compression"), `${path} uses Draco`);
  f.ok(
    !used.includes("KHR_lights_punctual") && !file.json.cameras?.length,
    `${path} holds lights or cameras`,
  );
  for (const image of file.json.images ?? []) {
    f.ok(image.uri === undefined, `${path} names the outside file ${image.uri}`);
    f.ok(image.mimeType === "image/webp", `${path} holds a ${image.mimeType}`);
  }
  f.ok(!(file.json.buffers ?? []).some((b) => b.uri), `${path} names an outside buffer`);
  for (const m of file.json.materials ?? []) {
    const glass = (m.name ?? "").startsWith("glass");
    f.ok(
      glass === (m.alphaMode === "BLEND"),
      `${path}: material ${m.name} and its alphaMode ${m.alphaMode} disagree`,
    );
  }
  return file;
}

function checkThing(id: string): string[] {
  const path = `things/${id}/thing.json`;
  const f = new Findings(path);
  const t = json(path);
  f.keys(
    t,
    [
      "format",
      "id",
      "label",
      "kind",
      "visual",
      "collider",
      "mass",
      "friction",
      "restitution",
      "colour",
      "bounds",
    ],
    ["triangles", "snap", "panes", "variants", "seats", "grips", "vehicle", "light"],
  );
  f.ok("triangles" in t, "triangles is missing");
  f.ok(t["format"] === 1, "format is not 1");
  f.ok(t["id"] === id, "id is not its folder's name");
  f.text(t["id"], "id", ID);
  f.text(t["label"], "label");
  f.text(t["kind"], "kind", /^(prop|vehicle|light)$/);
  f.text(t["colour"], "colour", HEX);
  f.number(t["mass"], "mass", 0, 50_000);
  f.number(t["friction"], "friction", 0, 1);
  f.number(t["restitution"], "restitution", 0, 1);
  f.colliders(t["collider"], "collider");
  const box = f.bounds(t["bounds"], "bounds");
  const inside = (value: unknown, at: string, slack: number): void => {
    const p = f.vector(value, at);
    f.ok(
      p.every((v, i) => v > box.min[i]! - slack && v < box.max[i]! + slack),
      `${at} lies outside its bounds`,
    );
  };
  if ("snap" in t) f.number(t["snap"], "snap", 0.01, 10);
  const solid = join(ASSETS, `colliders/${t["collider"]}.json`);
  const shapes = existsSync(solid) ? (JSON.parse(readFileSync(solid, "utf8")).shapes as unknown[]) : [];
  for (const [i, pane] of ((t["panes"] ?? []) as number[]).entries())
    f.ok(Number.isInteger(pane) && pane in shapes, `panes.${i} is no shape of its collider`);
  const variants = (t["variants"] ?? []) as Json[];
  for (const [i, v] of variants.entries()) {
    f.keys(v, ["id", "label", "colour"], [], `variants.${i}.`);
    f.text(v["id"], `variants.${i}.id`, ID);
    f.text(v["label"], `variants.${i}.label`);
    f.text(v["colour"], `variants.${i}.colour`, HEX);
  }
  f.ok(new Set(variants.map((v) => v["id"])).size === variants.length, "two variants share an id");
  for (const [i, s] of ((t["seats"] ?? []) as Json[]).entries()) {
    f.keys(s, ["position", "heading"], [], `seats.${i}.`);
    inside(s["position"], `seats.${i}.position`, 0.05);
    f.number(s["heading"], `seats.${i}.heading`, -7, 7);
  }
  for (const [i, g] of ((t["grips"] ?? []) as Json[]).entries()) {
    f.keys(g, ["position"], [], `grips.${i}.`);
    inside(g["position"], `grips.${i}.position`, 0.1);
  }
  f.ok((t["kind"] === "vehicle") === "vehicle" in t, "vehicle and kind disagree");
  f.ok(t["kind"] !== "light" || "light" in t, "a light without its light");
  if (t["light"]) {
    const l = t["light"] as Json;
    const spot = l["type"] === "spot";
    f.keys(l, ["type", "position", "colour", "candela", "range"], ["direction", "angle"], "light.");
    f.text(l["type"], "light.type", /^(point|spot)$/);
    f.vector(l["position"], "light.position");
    const c = f.vector(l["colour"], "light.colour");
    f.ok(Math.min(...c) >= 0 && Math.abs(Math.max(...c) - 1) < 1e-3, "light.colour's largest is not 1");
    f.number(l["candela"], "light.candela", 0.1, 1e6);
    f.number(l["range"], "light.range", 0.1, 1000);
    if (spot) f.unit(l["direction"], "light.direction", 3);
    if (spot) f.number(l["angle"], "light.angle", 0.01, Math.PI + 1e-3);
  }
  const file = picture(f, `things/${id}/${t["visual"]}`);
  if (!file) return f.list;
  const names = new Set((file.json.nodes ?? []).map((n) => n.name));
  if (t["vehicle"]) {
    const v = t["vehicle"] as Json;
    const sizes = [
      "wheelbase",
      "track",
      "wheelRadius",
      "turningCircle",
      "topSpeed",
      "acceleration",
      "braking",
    ];
    f.keys(v, [...sizes, "wheels"], [], "vehicle.");
    for (const key of sizes) f.number(v[key], `vehicle.${key}`, 0.01, 100);
    for (const [i, w] of ((v["wheels"] ?? []) as Json[]).entries()) {
      f.keys(w, ["node", "position", "steers"], [], `vehicle.wheels.${i}.`);
      f.ok(names.has(w["node"] as string), `vehicle.wheels.${i}.node ${w["node"]} is not in the picture`);
      inside(w["position"], `vehicle.wheels.${i}.position`, 0.1);
      f.ok(typeof w["steers"] === "boolean", `vehicle.wheels.${i}.steers`);
    }
  }
  if (variants.length) {
    f.ok(
      (file.json.materials ?? []).some((m) => m.name === "paint"),
      "has variants, and no material paint",
    );
  }
  f.ok(
    triangles(file) === t["triangles"],
    `triangles is ${t["triangles"]}, the picture has ${triangles(file)}`,
  );
  if (id.startsWith("kit-")) {
    f.ok(file.bytes <= KIT_THING.bytes, `${file.bytes} bytes, more than ${KIT_THING.bytes}`);
    f.number(t["triangles"], "triangles", 1, KIT_THING.triangles);
  }
  return f.list;
}

function checkActor(id: string): string[] {
  const path = `cast/${id}/actor.json`;
  const f = new Findings(path);
  const a = json(path);
  f.keys(
    a,
    [
      ...["format", "id", "label", "visual", "colour", "bounds", "triangles"],
      ...["height", "eyes", "capsule", "bones", "clips"],
    ],
    ["morphs", "seat"],
  );
  f.ok(a["format"] === 1, "format is not 1");
  f.ok(a["id"] === id, "id is not its folder's name");
  f.text(a["label"], "label");
  f.text(a["colour"], "colour", HEX);
  f.bounds(a["bounds"], "bounds");
  f.number(a["height"], "height", 0.3, 2.5);
  f.number(a["eyes"], "eyes", 0.2, Number(a["height"]));
  if ("seat" in a) {
    const seat = a["seat"] as Json;
    f.number(seat["height"], "seat.height", 0.1, 1);
    f.number(seat["back"], "seat.back", 0, 1);
  }
  const capsule = (a["capsule"] ?? {}) as Json;
  f.number(capsule["radius"], "capsule.radius", 0.05, 1);
  f.number(capsule["height"], "capsule.height", 2 * Number(capsule["radius"]), 2.6);
  const file = picture(f, `cast/${id}/${a["visual"]}`);
  const names = new Set((file?.json.nodes ?? []).map((n) => n.name));
  for (const role of ["hips", "spine", "chest", "neck", "head", "handL", "handR", "footL", "footR"]) {
    f.ok(role in ((a["bones"] ?? {}) as Json), `bones.${role} is missing`);
  }
  for (const [role, node] of Object.entries((a["bones"] ?? {}) as Json)) {
    f.ok(!file || names.has(node as string), `bones.${role}: ${node} is not in the picture`);
  }
  for (const [i, c] of ((a["clips"] ?? []) as Json[]).entries()) {
    f.text(c["name"], `clips.${i}.name`);
    f.number(c["seconds"], `clips.${i}.seconds`, 0.05, 120);
    f.ok(typeof c["loop"] === "boolean", `clips.${i}.loop`);
    if ("stride" in c) f.number(c["stride"], `clips.${i}.stride`, 0.01, 10);
    for (const [foot, spans] of Object.entries((c["contacts"] ?? {}) as Json)) {
      f.ok(foot === "left" || foot === "right", `clips.${i}.contacts.${foot}`);
      for (const span of spans as unknown[]) {
        const [from, to] = f.vector(span, `clips.${i}.contacts.${foot}`, 2);
        f.ok(
          from! >= 0 && from! <= to! && to! <= Number(c["seconds"]) + 1e-3,
          `clips.${i}.contacts.${foot} times`,
        );
      }
    }
  }
  return f.list;
}

function checkSet(id: string): string[] {
  const path = `sets/${id}/set.json`;
  const f = new Findings(path);
  const s = json(path);
  f.keys(
    s,
    ["format", "id", "label", "visual", "collider", "bounds", "parts", "opening", "cameras", "look"],
    [],
  );
  f.ok(s["format"] === 1, "format is not 1");
  f.ok(s["id"] === id, "id is not its folder's name");
  f.text(s["label"], "label");
  f.colliders(s["collider"], "collider");
  const box = f.bounds(s["bounds"], "bounds");
  const within = (p: number[], slack: number): boolean =>
    p.every((v, i) => v >= box.min[i]! - slack && v <= box.max[i]! + slack);
  const file = picture(f, `sets/${id}/${s["visual"]}`);
  const nodes = new Set((file?.json.nodes ?? []).map((n) => n.name));
  for (const [i, p] of ((s["parts"] ?? []) as Json[]).entries()) {
    f.keys(p, ["id", "label", "node", "collider"], [], `parts.${i}.`);
    f.text(p["id"], `parts.${i}.id`, ID);
    f.text(p["label"], `parts.${i}.label`);
    f.ok(!file || nodes.has(p["node"] as string), `parts.${i}.node ${p["node"]} is not in the picture`);
    f.colliders(p["collider"], `parts.${i}.collider`);
  }
  const ids = new Set<unknown>();
  let bytes = file?.bytes ?? 0;
  let drawn = file ? triangles(file) : 0;
  const used = new Set<string>();
  for (const [i, e] of ((s["opening"] ?? []) as Json[]).entries()) {
    const at = `opening.${e["id"] ?? i}.`;
    f.text(e["id"], `${at}id`, ID);
    f.text(e["label"], `${at}label`);
    f.text(e["kind"], `${at}kind`, /^(prop|vehicle|actor|light|mark)$/);
    f.ok(!ids.has(e["id"]), `${at}id is used twice`);
    ids.add(e["id"]);
    // A hand's breadth below the floor is allowed: things may stand in a tray or on a kerb's foot.
    f.ok(within(f.vector(e["position"], `${at}position`), 0.3), `${at}position lies outside the bounds`);
    if ("rotation" in e) f.unit(e["rotation"], `${at}rotation`, 4);
    if ("heading" in e) f.number(e["heading"], `${at}heading`, -7, 7);
    if (e["kind"] === "mark") continue;
    const actor = e["kind"] === "actor";
    const name = String(actor ? e["actor"] : e["thing"]);
    const sheet = actor ? `cast/${name}/actor.json` : `things/${name}/thing.json`;
    if (!f.ok(existsSync(join(ASSETS, sheet)), `${at}${actor ? "actor" : "thing"} ${name} does not exist`))
      continue;
    const t = json(sheet);
    if (!actor) f.ok(t["kind"] === e["kind"], `${at}kind is ${e["kind"]}, the thing is a ${t["kind"]}`);
    if ("on" in e) f.ok(e["kind"] === "light" && typeof e["on"] === "boolean", `${at}on`);
    if ("variant" in e) {
      const known = ((t["variants"] ?? []) as Json[]).some((v) => v["id"] === e["variant"]);
      f.ok(known, `${at}variant ${e["variant"]} does not exist`);
    }
    drawn += Number(t["triangles"]);
    const visual = `${actor ? "cast" : "things"}/${name}/${t["visual"]}`;
    if (!used.has(visual) && !actor && existsSync(join(ASSETS, visual)))
      bytes += statSync(join(ASSETS, visual)).size;
    used.add(visual);
  }
  const cameras = (s["cameras"] ?? []) as Json[];
  f.ok(cameras.length >= 8, `${cameras.length} cameras, fewer than 8`);
  for (const [i, c] of cameras.entries()) {
    f.keys(c, ["id", "label", "position", "heading", "tilt", "lens"], [], `cameras.${i}.`);
    f.text(c["id"], `cameras.${i}.id`, ID);
    f.ok(
      within(f.vector(c["position"], `cameras.${i}.position`), 0),
      `cameras.${i} stands outside the bounds`,
    );
    f.number(c["heading"], `cameras.${i}.heading`, -7, 7);
    f.number(c["tilt"], `cameras.${i}.tilt`, -1.571, 1.571);
    f.number(c["lens"], `cameras.${i}.lens`, 8, 600);
  }
  const look = (s["look"] ?? {}) as Json;
  f.keys(look, ["time", "north", "latitude", "longitude", "date"], ["key", "practicals"], "look.");
  if (look["key"] !== undefined) f.number(look["key"], "look.key", 0.001, 1e6);
  f.number(look["time"], "look.time", 0, 24);
  f.number(look["north"], "look.north", -7, 7);
  f.number(look["latitude"], "look.latitude", -90, 90);
  f.number(look["longitude"], "look.longitude", -180, 180);
  f.text(look["date"], "look.date", /^\d{4}-\d{2}-\d{2}$/);
  checkLight(f, id, file ? String(s["visual"]) : undefined, (s["parts"] ?? []) as Json[]);
  const budget = SETS[id];
  if (budget) {
    f.ok(bytes <= budget.bytes, `${bytes} bytes with its opening, more than ${budget.bytes}`);
    f.ok(drawn <= budget.triangles, `${drawn} triangles at the opening, more than ${budget.triangles}`);
  }
  return f.list;
}

/** The cooked light of a set, where there is one: its header, its size, and that it belongs to the picture of today. */
function checkLight(f: Findings, id: string, visual: string | undefined, parts: Json[]): void {
  const path = join(ASSETS, `sets/${id}/light.bin`);
  if (!existsSync(path)) return;
  const data = readFileSync(path);
  f.ok(data.length <= LIGHT_BYTES, `light.bin is ${data.length} bytes, more than ${LIGHT_BYTES}`);
  const known = data.length > 12 && data.readUInt32LE(0) === 0x4d4c4648 && data.readUInt32LE(4) === 1;
  if (!f.ok(known, "light.bin is not of this form")) return;
  const header = JSON.parse(data.toString("utf8", 12, 12 + data.readUInt32LE(8))) as Json;
  f.ok(`${header["parts"]}` === `${parts.map((p) => p["id"])}`, "light.bin's parts are not the set's");
  f.number(header["probes"], "light.bin's probes", 1, 8000);
  if (visual === undefined) return;
  const hash = createHash("sha256")
    .update(readFileSync(join(ASSETS, `sets/${id}/${visual}`)))
    .digest("hex");
  const again = `light.bin was cooked from another ${visual}: node assets/sources/light/cook.ts ${id}`;
  f.ok(header["source"] === hash.slice(0, 32), again);
}

function checkCollider(file: string): string[] {
  const path = `colliders/${file}`;
  const f = new Findings(path);
  const bytes = readFileSync(join(ASSETS, path));
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  f.ok(file === `${hash}.json`, `its bytes hash to ${hash}`);
  const c = JSON.parse(bytes.toString("utf8")) as Json;
  f.keys(c, ["format", "shapes"], []);
  f.ok(c["format"] === 1, "format is not 1");
  const shapes = (c["shapes"] ?? []) as Json[];
  f.ok(shapes.length >= 1, "holds no shape");
  for (const [i, s] of shapes.entries()) {
    const at = `shapes.${i}.`;
    const known: Record<string, string[]> = {
      box: ["position", "rotation", "size"],
      sphere: ["position", "radius"],
      capsule: ["from", "to", "radius"],
      cylinder: ["from", "to", "radius"],
      hull: ["points"],
    };
    const fields = known[String(s["type"])];
    if (!f.ok(fields !== undefined, `${at}type is ${s["type"]}`)) continue;
    f.keys(s, ["type", ...fields!], [], at);
    if ("rotation" in s) f.unit(s["rotation"], `${at}rotation`, 4);
    if ("size" in s) f.ok(Math.min(...f.vector(s["size"], `${at}size`)) > 0, `${at}size is not above 0`);
    if ("radius" in s) f.number(s["radius"], `${at}radius`, 1e-4, 500);
    for (const key of ["position", "from", "to"]) if (key in s) f.vector(s[key], at + key);
    if ("points" in s) {
      const points = s["points"] as unknown[];
      f.ok(points.length >= 4 && points.length <= 64, `${at}points: ${points.length}, not 4 to 64`);
      for (const p of points) f.vector(p, `${at}points`);
    }
    const numbers = JSON.stringify(s).match(/-?\d+(\.\d+)?(e[-+]?\d+)?/gi) ?? [];
    f.ok(
      numbers.every((n) => Math.abs(Number(n) * 1e4 - Math.round(Number(n) * 1e4)) < 1e-4),
      `${at}values are not rounded to 1e-4`,
    );
  }
  return f.list;
}

/** What the manifests name, over all of them: collider → who names it, and whether a thing does. */
function named(): Map<string, { by: string; thing: boolean }> {
  const out = new Map<string, { by: string; thing: boolean }>();
  for (const id of folder("things")) {
    out.set(String(json(`things/${id}/thing.json`)["collider"]), { by: id, thing: true });
  }
  for (const id of folder("sets")) {
    const s = json(`sets/${id}/set.json`);
    for (const hash of [s["collider"], ...((s["parts"] ?? []) as Json[]).map((p) => p["collider"])]) {
      if (!out.has(String(hash))) out.set(String(hash), { by: id, thing: false });
    }
  }
  return out;
}

describe("assets", () => {
  it("things keep their form, their budgets and what they name", () => {
    expect(folder("things").flatMap(checkThing)).toEqual([]);
  });

  it("actors keep their form, and their bones are in their pictures", () => {
    expect(folder("cast").flatMap(checkActor)).toEqual([]);
  });

  it("sets keep their form, and name things, actors, variants, nodes and colliders that exist", () => {
    expect(folder("sets").flatMap(checkSet)).toEqual([]);
  });

  it("colliders keep their form and are named by the hash of their bytes", () => {
    expect(folder("colliders").flatMap(checkCollider)).toEqual([]);
  });

  it("no collider lies about unnamed, and none of a thing has more than 64 shapes", () => {
    const names = named();
    const stray = folder("colliders").filter((file) => !names.has(file.slice(0, -5)));
    expect(stray).toEqual([]);
    const crowded = [...names].filter(([hash, { thing }]) => {
      return thing && (json(`colliders/${hash}.json`)["shapes"] as unknown[]).length > 64;
    });
    expect(crowded).toEqual([]);
  });
});
