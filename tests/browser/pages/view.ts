/**
 * A page that shows a real set through the view alone: `?set=…&engine=…&quality=…`. A test, or a person with the
 * console, drives it through `globalThis.stage`.
 */

import { type ExactSteps, exactSteps } from "../../../client/floor/exact.ts";
import type { Loop } from "../../../client/floor/loop.ts";
import * as light from "../../../client/light/light-memory.ts";
import * as watch from "../../../client/light/watch.ts";
import { openWasm } from "../../../client/model/wasm-model.ts";
import type { Shot } from "../../../client/view/shot.ts";
import type { Quality } from "../../../client/view/view.ts";
import { createView, lookOfSet, type View } from "../../../client/view/view.ts";
import { parseManifest } from "../../../shared/anchors/bundle.ts";
import * as quat from "../../../shared/math/quat.ts";
import { createStill } from "../../../shared/physics/still.ts";
import type { Look } from "../../../shared/world/command.ts";
import { createMirror, fillMirror, type Mirror } from "../../../shared/world/mirror.ts";
import {
  assembleSet,
  type LoadedSet,
  parseActor,
  parseCollider,
  parseSetSheet,
  parseThing,
} from "../../../shared/world/set.ts";
import { stepWorld } from "../../../shared/world/step.ts";
import { createWorld, type World } from "../../../shared/world/world.ts";

const query = new URLSearchParams(location.search);

async function read(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(`/assets/${path}`);
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || type.includes("text/html")) throw new Error(`${path}: not there`);
  return new Uint8Array(await answer.arrayBuffer());
}
const json = async (path: string) => JSON.parse(new TextDecoder().decode(await read(path))) as unknown;

/** The set with what of it exists; a thing not yet authored is left out. */
async function loadWhatIsThere(id: string): Promise<LoadedSet> {
  const raw = (await json(`sets/${id}/set.json`)) as { opening: { thing?: string; actor?: string }[] };
  const things: unknown[] = [];
  const actors: unknown[] = [];
  const got = new Set<string>();
  const names = new Set(raw.opening.map((o) => o.thing ?? o.actor ?? ""));
  for (const name of names) {
    for (const [kind, list] of [
      ["things", things],
      ["cast", actors],
    ] as const) {
      try {
        list.push(await json(`${kind}/${name}/${kind === "cast" ? "actor" : "thing"}.json`));
        got.add(name);
      } catch {
        // Not of this kind, or not authored yet.
      }
    }
  }
  raw.opening = raw.opening.filter((o) => got.has(o.thing ?? o.actor ?? ""));
  const sheet = parseSetSheet("set.json", raw);
  const catalogue = {
    format: 1 as const,
    sets: [],
    things: things.map((t) => parseThing("thing.json", t)),
    actors: actors.map((a) => parseActor("actor.json", a)),
    colliders: {} as never,
  };
  const hashes = [
    sheet.collider,
    ...sheet.parts.map((p) => p.collider),
    ...catalogue.things.map((t) => t.collider),
  ];
  const files = await Promise.all(hashes.map((h) => json(`colliders/${h}.json`)));
  catalogue.colliders = Object.fromEntries(hashes.map((h, i) => [h, parseCollider(h, files[i])])) as never;
  return assembleSet(sheet, catalogue);
}

/** What a test drives. */
export interface Stage {
  view: View;
  set: LoadedSet;
  world: World;
  from: Mirror;
  to: Mirror;
  cameras: string[];
  shot(camera: number | string, more?: Partial<Shot>): Shot;
  look(change: Partial<Look>): void;
  step(ticks: number, orders?: unknown[]): void;
  /** Works the light memory out and lights the picture with it. */
  remember(): Promise<void>;
  still(camera: number | string, width: number, height: number, more?: Partial<Shot>): Promise<string>;
  /** Opens an installed network at one of its sizes, for `lit`. */
  network(name: string, width: number, height: number): Promise<void>;
  /** A still in that network's light, its history warmed by some steps. */
  lit(camera: number | string, width: number, height: number, more?: Partial<Shot>): Promise<string>;
}

/** Steps of a network before a still in its light. */
const WARM = 3;

/** A picture as a PNG, base64. */
async function png(pixels: { data: Uint8ClampedArray<ArrayBuffer> }, width: number, height: number) {
  const out = new OffscreenCanvas(width, height);
  out.getContext("2d")!.putImageData(new ImageData(pixels.data, width, height), 0, 0);
  const blob = await out.convertToBlob({ type: "image/png" });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000)
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

const base: Pick<Shot, "gate" | "frame" | "outside" | "exposure"> = {
  gate: { width: 24.89, height: 14 },
  frame: { x: 0, y: 0, width: 1, height: 1 },
  outside: 0.35,
  exposure: 0,
};

async function start(): Promise<Stage> {
  const canvas = document.getElementById("picture") as HTMLCanvasElement;
  canvas.width = Number(query.get("width") ?? 640);
  canvas.height = Number(query.get("height") ?? 360);
  const set = await loadWhatIsThere(query.get("set") ?? "corner-street");
  const view = await createView(canvas, {
    engine: (query.get("engine") ?? "webgl2") as "webgl2",
    quality: (query.get("quality") ?? "high") as Quality,
  });
  await view.loadSet(set, read);
  const world = createWorld(createStill(), set);
  const from = createMirror();
  const to = createMirror();
  const refill = () => {
    fillMirror(world, from, true);
    fillMirror(world, to, true);
    view.take(to);
    view.show(from, to, 1);
  };
  refill();
  let memory: light.LightMemory | null = null;
  let look: Look = { ...lookOfSet(set) };
  let steps: ExactSteps | null = null;
  const stage: Stage = {
    view,
    set,
    world,
    from,
    to,
    cameras: set.sheet.cameras.map((c) => c.id),
    shot(camera, more = {}) {
      const c =
        typeof camera === "number"
          ? set.sheet.cameras[camera]!
          : set.sheet.cameras.find((x) => x.id === camera)!;
      const rotation: [number, number, number, number] = [0, 0, 0, 1];
      quat.fromHeadingTiltRoll(rotation, c.heading, c.tilt, 0);
      return {
        pose: { position: c.position as [number, number, number], rotation },
        lens: { focal: c.lens, squeeze: 1, tStop: 4, focus: 6, shutter: 180, rate: 24 },
        ...base,
        ...more,
      };
    },
    look(change) {
      look = { ...look, ...change };
      to.look = look;
      to.edited.length = 0;
      to.whole = false;
      view.take(to);
    },
    step(ticks, orders = []) {
      for (let i = 0; i < ticks; i++) {
        fillMirror(world, from);
        stepWorld(world, (i === 0 ? orders : []) as never);
        fillMirror(world, to);
        to.look = look;
        view.take(to);
      }
      view.show(from, to, 1);
    },
    async remember() {
      memory ??= await light.open(set, await read(`sets/${set.sheet.id}/light.bin`).catch(() => null));
      const seen = watch.createWatch(set);
      const whole = createMirror();
      fillMirror(world, whole, true);
      whole.look = look;
      watch.note(seen, whole);
      const field = light.settle(memory, watch.read(seen, whole)!);
      view.memory(field, view.key());
    },
    async still(camera, width, height, more) {
      return png(await view.still(stage.shot(camera, more), width, height), width, height);
    },
    async network(name, width, height) {
      const manifest = parseManifest(await json(`models/${name}/manifest.json`));
      const graph = manifest.graphs.find((one) => one.size.width === width && one.size.height === height)!;
      const model = await openWasm(manifest, await read(`models/${name}/${graph.file}`), width, height);
      const lent = { model, free: Promise.resolve(), give: () => {} };
      steps = exactSteps({ hold: () => lent } as unknown as Loop);
    },
    async lit(camera, width, height, more) {
      const shot = stage.shot(camera, more);
      for (let k = 0; k < WARM; k++) await steps!.step(view, shot);
      return png(await view.still(shot, width, height, true), width, height);
    },
  };
  stage.look({});
  await view.settled();
  return stage;
}

const opening = start();
Object.assign(globalThis, { opening });
opening.then(
  (stage) => Object.assign(globalThis, { stage }),
  (error: unknown) => Object.assign(globalThis, { broken: String((error as Error)?.stack ?? error) }),
);
