/**
 * The page that shoots footage for the networks: the real world, stepped by Havok, seen by the real view, its light
 * memory settled by the real worker. In: what `training/footage/shoot.ts` asks through `globalThis.footage`. Out: the
 * anchors of each frame as bytes, and what stood there as plain data for the path tracer.
 */
import havokUrl from "@babylonjs/havok/lib/esm/HavokPhysics.wasm?url";
import { Light } from "../../../client/light/light.ts";
import type { AnchorValues } from "../../../client/view/anchors.ts";
import type { Shot } from "../../../client/view/shot.ts";
import type { Standing } from "../../../client/view/standing.ts";
import { createView, type View } from "../../../client/view/view.ts";
import { SKY_COLUMNS, SKY_ROWS } from "../../../shared/look/atmosphere.ts";
import { keyLuminance, lightOf } from "../../../shared/look/sky.ts";
import * as quat from "../../../shared/math/quat.ts";
import { compileHavok, createHavok } from "../../../shared/physics/havok.ts";
import type { Command, Look, Order } from "../../../shared/world/command.ts";
import { createMirror, fillMirror, type Mirror } from "../../../shared/world/mirror.ts";
import { assembleSet, type LoadedSet, parseCatalogue, parseSetSheet } from "../../../shared/world/set.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { createWorld, type World } from "../../../shared/world/world.ts";

async function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`/assets/${path}`);
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || type.includes("text/html")) throw new Error(`${path}: not there`);
  return new Uint8Array(await answer.arrayBuffer());
}
const json = async (path: string) => JSON.parse(new TextDecoder().decode(await read(path))) as unknown;

/** A camera's place at one frame. */
export interface FootagePose {
  position: [number, number, number];
  /** Radians, as in set sheets. */
  heading: number;
  tilt: number;
  roll: number;
  focal: number;
  /** Width over height of the gate. */
  aspect: number;
}

/** Light of a look for the path tracer, cd/m² and lux. */
export interface FootageLight {
  key: number;
  /** Towards sun or moon. */
  direction: readonly number[];
  illuminance: readonly number[];
  sunDirection: readonly number[];
  night: number;
  ground: readonly number[];
  rows: number;
  columns: number;
  table: number[];
}

/** What shoots. */
export interface Footage {
  /** Opens a set whose opening is `opening` (entries as in set.json), and a world of its own. */
  open(
    set: string,
    opening: unknown[],
    seed: number,
  ): Promise<{ failures: string[]; names: Record<string, number> }>;
  /** Changes the look. */
  look(change: Partial<Look>): FootageLight;
  /** Settles the light memory and the place's mirror as of now. */
  settle(pose: FootagePose): Promise<void>;
  /** Steps the world; the commands go into the first tick. A name in `#name` form stands for an entity's number. */
  step(ticks: number, commands?: unknown[]): string[];
  /** Anchors of a frame, base64; see `pack`. `cut`: nothing came before. */
  frame(
    pose: FootagePose,
    width: number,
    height: number,
    cut: boolean,
  ): Promise<{ bytes: string; look: number[]; standing: Standing | null }>;
  /** A still of the picture, PNG as base64. */
  still(pose: FootagePose, width: number, height: number): Promise<string>;
  /** The tick, and where everything is by name. */
  world(): { tick: number; positions: Record<string, number[]> };
}

/** Shoots a pose through the whole gate. */
function shotOf(pose: FootagePose, seconds: number): Shot {
  const rotation: [number, number, number, number] = [0, 0, 0, 1];
  quat.fromHeadingTiltRoll(rotation, pose.heading, pose.tilt, pose.roll);
  return {
    pose: { position: pose.position, rotation },
    lens: { focal: pose.focal, squeeze: 1, tStop: 4, focus: 6, shutter: 180, rate: 24 },
    gate: { width: 24.89, height: 24.89 / pose.aspect },
    frame: { x: 0, y: 0, width: 1, height: 1 },
    outside: 1,
    exposure: 0,
    seconds,
  };
}

/** Runs of a packed frame: floats one after another, `[H, W, count]` each. */
const RUNS = [
  "albedo",
  "normal",
  "depth",
  "surface",
  "direct",
  "memory",
  "reflected",
  "sky",
  "emissive",
  "motion",
] as const;

/** A frame's anchors: the runs above as float32, then entity numbers as uint32; base64. */
function pack(values: AnchorValues): string {
  const arrays = [...RUNS.map((run) => values[run]), values.entity];
  const all = new Uint8Array(arrays.reduce((sum, a) => sum + a.byteLength, 0));
  let at = 0;
  for (const a of arrays) {
    all.set(new Uint8Array(a.buffer, a.byteOffset, a.byteLength), at);
    at += a.byteLength;
  }
  let text = "";
  for (let i = 0; i < all.length; i += 0x8000) text += String.fromCharCode(...all.subarray(i, i + 0x8000));
  return btoa(text);
}

async function start(): Promise<Footage> {
  const canvas = document.getElementById("picture") as HTMLCanvasElement;
  const query = new URLSearchParams(location.search);
  const view: View = await createView(canvas, {
    engine: (query.get("engine") ?? "webgl2") as "webgl2",
    quality: "medium",
  });
  const code = await compileHavok(await (await fetch(havokUrl)).arrayBuffer().then((b) => new Uint8Array(b)));
  const catalogue = parseCatalogue("catalogue.json", await json("catalogue.json"));
  let set: LoadedSet | null = null;
  let world: World | null = null;
  let light: Light | null = null;
  let from: Mirror = createMirror();
  let to: Mirror = createMirror();
  let serial = 0;
  const mirror = (whole: boolean) => {
    fillMirror(world!, to, whole);
    view.take(to);
  };
  const refill = () => {
    fillMirror(world!, from, true);
    mirror(true);
    view.show(from, to, 1);
  };
  const named = (text: unknown): unknown => {
    if (typeof text === "string" && text.startsWith("#")) {
      for (const e of world!.entities.values()) if (e.name === text.slice(1)) return e.id;
      throw new Error(`no entity ${text}`);
    }
    if (Array.isArray(text)) return text.map(named);
    if (text !== null && typeof text === "object")
      return Object.fromEntries(Object.entries(text).map(([k, v]) => [k, named(v)]));
    return text;
  };
  return {
    async open(id, opening, seed) {
      const raw = (await json(`sets/${id}/set.json`)) as Record<string, unknown>;
      set = assembleSet(parseSetSheet(id, { ...raw, opening }), catalogue);
      await view.loadSet(set, read);
      light?.dispose();
      world = createWorld(await createHavok(code), set, seed);
      light = new Light({ set, read, onField: () => {} });
      from = createMirror();
      to = createMirror();
      refill();
      await view.settled();
      const names = Object.fromEntries([...world.entities.values()].map((e) => [e.name, e.id]));
      return { failures: [...view.state.failures], names };
    },
    look(change) {
      const look = { ...world!.look, ...change };
      stepWorld(world!, [{ person: 1, serial: ++serial, command: { type: "look", look } }]);
      refill();
      const sky = lightOf(world!.look, set!.sheet.look.key);
      return {
        key: keyLuminance(sky, world!.look),
        direction: sky.key.direction,
        illuminance: sky.key.illuminance,
        sunDirection: sky.sunDirection,
        night: sky.night,
        ground: sky.ground,
        rows: SKY_ROWS,
        columns: SKY_COLUMNS,
        table: [...sky.table],
      };
    },
    async settle(pose) {
      const whole = createMirror();
      fillMirror(world!, whole, true);
      view.memory(await light!.settle(whole), view.key());
      view.forgetAnchors();
      // A still draws the mirror of the place and exact shadows.
      await view.still(shotOf(pose, world!.tick / 60), 32, 18);
    },
    step(ticks, commands = []) {
      const said: string[] = [];
      for (let i = 0; i < ticks; i++) {
        fillMirror(world!, from);
        const orders: Order[] = [];
        if (i === 0)
          for (const command of named(commands) as Command[])
            orders.push({ person: 1, serial: ++serial, command });
        stepWorld(world!, orders);
        for (const outcome of world!.outcomes) if (outcome.reason) said.push(outcome.reason);
        mirror(false);
      }
      view.show(from, to, 1);
      return said;
    },
    async frame(pose, width, height, cut) {
      if (cut) view.forgetAnchors();
      const shot = shotOf(pose, world!.tick / 60);
      let drawn = view.anchors(width, height, shot);
      while (drawn === null) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        drawn = view.anchors(width, height, shot);
      }
      const look = [...drawn.look];
      return { bytes: pack(await drawn.readback()), look, standing: view.standing() };
    },
    async still(pose, width, height) {
      const pixels = await view.still(shotOf(pose, world!.tick / 60), width, height);
      const out = new OffscreenCanvas(width, height);
      out.getContext("2d")!.putImageData(new ImageData(pixels.data, width, height), 0, 0);
      const bytes = new Uint8Array(await (await out.convertToBlob({ type: "image/png" })).arrayBuffer());
      let text = "";
      for (let i = 0; i < bytes.length; i += 0x8000)
        text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      return btoa(text);
    },
    world() {
      const positions: Record<string, number[]> = {};
      for (const e of world!.entities.values()) positions[e.name] = [...e.pose.position];
      return { tick: world!.tick, positions };
    },
  };
}

start().then(
  (footage) => Object.assign(globalThis, { footage }),
  (error: unknown) => Object.assign(globalThis, { broken: String((error as Error)?.stack ?? error) }),
);
