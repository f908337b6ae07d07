/**
 * The view: Babylon draws the world that a mirror shows. In: a canvas, a set, mirrors, shots. Out: the picture, stills,
 * and what is under the pointer. A device that is lost comes back by itself, filled from what was kept; until then
 * `state.words` says so and nothing is drawn. No frame throws.
 */
import type { LightField } from "../../shared/anchors/light-field.ts";
import { isSameLook, type Look } from "../../shared/world/command.ts";
import type { Entity } from "../../shared/world/entity.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { GBuffer } from "./anchors.ts";
import { type Arrivals, createArrivals } from "./arrivals.ts";
import { type EngineChoice, openGpu } from "./gpu/open.ts";
import { drawHandles, type HandleShape } from "./handles.ts";
import type { Inset } from "./inset.ts";
import {
  type DecodeImage,
  decodeImage,
  type Entry,
  inOrder,
  movableNodes,
  type Progress,
  type Read,
  readEntry,
  wanted,
} from "./library.ts";
import { type CameraBody, drawOverlays, type Label, type Leg, placeLabels } from "./overlays.ts";
import type { Lines, Outline } from "./pass/overlay.ts";
import type { Picked } from "./pick.ts";
import type { Compare, DeviceFactors, Factors } from "./relight.ts";
import type { Displacement } from "./scene.ts";
import { type CameraPose, rayOf, type Shot } from "./shot.ts";
import type { Standing } from "./standing.ts";
import { createRoll, type Pixels } from "./stills.ts";
import { createStudio, type Studio } from "./studio.ts";

/** How much a picture may cost. */
export type Quality = "low" | "medium" | "high";

/** What a view is made with. */
export interface ViewOptions {
  engine?: EngineChoice;
  quality?: Quality;
  decode?: DecodeImage;
}

/** How a set is loaded. */
export interface LoadOptions {
  progress?: Progress;
  /** Told of each asset whose picture could not be read, with why, then and later; it is shown as a box. */
  failed?: (what: string) => void;
  signal?: AbortSignal;
  /** What another view has read already. */
  library?: ReadonlyMap<string, Entry>;
}

/** How the picture is doing, for people. */
export interface ViewState {
  /** Words for the state strip. */
  words: string;
  /** Whether pictures are being drawn. */
  drawing: boolean;
  engine: "WebGPU" | "WebGL2" | "none";
  /** Draw calls of the last frame. */
  draws: number;
  width: number;
  height: number;
  /** Assets whose picture could not be read, with why; they are shown as boxes. */
  readonly failures: string[];
}

/** Pictures of one size, of whatever moment is shown. */
export interface Exposures {
  /** The shot, RGBA from the top. Rejects where the device is lost; once it is back, ask again. */
  picture(shot: Shot): Promise<Pixels>;
  /** Lets the moment pass without a picture: eyes go on from where they were. */
  pass(shot: Shot): void;
  dispose(): void;
}

/** A view. */
export interface View {
  readonly state: ViewState;
  /** Shows a set; entities are boxes until their pictures are there, in the opening or later. `signal` gives up. */
  loadSet(set: LoadedSet, read: Read, options?: LoadOptions): Promise<void>;
  /** Takes over a mirror's edits (each mirror once, in order), whether it is shown or not. */
  take(mirror: Mirror): void;
  /**
   * Lights the picture from the light memory too: what bounces, and how much of the sky a place sees. `key` is what the
   * field's values are over, cd/m² (see `key`). Null: sky by normal alone.
   */
  memory(field: LightField | null, key: number): void;
  /** The look's key luminance, cd/m² (what its metered exposure prints as 1); 0 before there is a look. */
  key(): number;
  /** The moment `alpha` (0…1) between two mirrors is what the next `render` shows. */
  show(from: Mirror, to: Mirror, alpha: number): void;
  /** Draws a shot on the canvas. */
  render(shot: Shot): void;
  /** What is under a point of the last frame (fractions from the top left of the canvas); null: sky. */
  pick(x: number, y: number): Promise<Picked | null>;
  /** Where the ray through a point of the last frame meets the level plane at height `y`; null: above the horizon. */
  ground(x: number, y: number, height?: number): [number, number, number] | null;
  /** What is selected or held, and by whom: outlines in people's colours. */
  outline(outlines: readonly Outline[]): void;
  /** Cameras whose bodies and cones are shown. */
  cameras(cameras: readonly CameraBody[]): void;
  /** Ways to marks by performer, as they are foreseen. */
  ways(legs: ReadonlyMap<number, readonly Leg[]>): void;
  /** Draws the handles of what is selected over the picture; null: none. The record may change in place. */
  handles(shape: HandleShape | null): void;
  /** Draws one thing away from where the world has it: at the hand. The record may change in place. */
  hold(held: Displacement | null): void;
  /** The picture of another camera over a corner of this one; null takes it away. */
  inset(inset: Inset | null): void;
  /** Names and mark numbers with their places on the last frame; the same array every time. */
  labels(): readonly Label[];
  /**
   * Anchors of a shot (its gate fills them); null where they cannot be drawn yet. Motion is since the call before.
   * `again`: `render` has just drawn the same moment from the same place, and what it prepared serves for these too.
   */
  anchors(width: number, height: number, shot: Shot, again?: boolean): GBuffer | null;
  /** The next anchors have no step before: after a cut or a jump in time. */
  forgetAnchors(): void;
  /** What stood in the picture or anchors drawn last, as plain data; null before anything did. */
  standing(): Standing | null;
  /**
   * Shows the network's light on the picture from now on: what it made of a G-buffer, which must be among the last
   * `FRAMES` of the present size. False where that has gone, with the device or the size; null: the engine's light.
   */
  relight(frame: GBuffer | null, factors?: Factors | DeviceFactors): boolean;
  /** The device that draws, for networks that run beside; null where it is not WebGPU's, or lost. */
  device(): GPUDevice | null;
  /** Whose light is shown where there is both. */
  compare(how: Compare): void;
  /**
   * The shot without overlays at any size, RGBA from the top, in the engine's light; `relit` in the network's, where its
   * newest frame reaches.
   */
  still(shot: Shot, width: number, height: number, relit?: boolean): Promise<Pixels>;
  /**
   * The shot's light before glass, lens and film, with the best picture's occlusion: RGBA of luminance × exposure, rows
   * from the top. What a network's light is measured against.
   */
  lit(shot: Shot, width: number, height: number, relit?: boolean): Promise<Float32Array>;
  /** Pictures of one size without overlays, one after the other: what stills are to one, these are to a whole export. */
  exposures(width: number, height: number): Exposures;
  /** Models that have been read, by asset; another view of the same set need not read them again. */
  readonly library: ReadonlyMap<string, Entry>;
  /** Size of the canvas in device pixels, and the share of it that is worked out (0.5…1). */
  resize(width: number, height: number, scale?: number): void;
  /** Sets how much a picture may cost. */
  setQuality(quality: Quality): void;
  /** Resolves once everything that has arrived can be drawn. */
  settled(): Promise<void>;
  dispose(): void;
}

/** Look of a set before a world says otherwise. */
export function lookOfSet(set: LoadedSet): Look {
  const look = set.sheet.look;
  const date = new Date(`${look.date}T12:00:00Z`);
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  const day = Math.floor((date.getTime() - start) / 86_400_000) + 1;
  return {
    time: look.time,
    north: look.north,
    latitude: look.latitude,
    day: Number.isFinite(day) ? day : 172,
    cloud: 0,
    turbidity: 2.6,
    exposure: 0,
    practicals: look.practicals ?? "dusk",
  };
}

/** Models that are read at once. */
const AHEAD = 6;

/** Opens a view on a canvas. Rejects only where neither WebGPU nor WebGL2 can be had, in words. */
export async function createView(canvas: HTMLCanvasElement, options: ViewOptions = {}): Promise<View> {
  const state: ViewState = {
    words: "opening the picture",
    drawing: false,
    engine: "none",
    draws: 0,
    width: canvas.width,
    height: canvas.height,
    failures: [],
  };
  const entities = new Map<number, Entity>();
  const entries = new Map<string, Entry>();
  let arrivals: Arrivals | null = null;
  let quality: Quality = options.quality ?? "high";
  let set: LoadedSet | null = null;
  let studio: Studio | null = null;
  let disposed = false;
  let look: Look | null = null;
  let scale = 1;
  let shown: { from: Mirror; to: Mirror; alpha: number } | null = null;

  const over: { outlines: readonly Outline[]; draw: ((lines: Lines) => void) | null; inset: Inset | null } = {
    outlines: [],
    draw: null,
    inset: null,
  };
  let bodies: readonly CameraBody[] = [];
  const selected = new Set<number>();
  const labels: Label[] = [];
  let remembered: { field: LightField | null; key: number } = { field: null, key: 1 };
  let legs: ReadonlyMap<number, readonly Leg[]> = new Map();
  const ghosts = {
    eye: [0, 0, 0] as CameraPose["position"],
    bounds: (e: Entity) =>
      set?.actors.get(e.asset)?.bounds ??
      set?.things.get(e.asset)?.bounds ?? { min: [-1, 0, -2], max: [1, 1.5, 2] },
  };
  let held: Displacement | null = null;
  let lastShot: Shot | null = null;
  let how: Compare = "network";
  let handles: HandleShape | null = null;
  over.draw = (lines) => {
    lines.pixel = lastShot?.overlays?.pixel ?? 1;
    if (lastShot?.overlays) {
      ghosts.eye = lastShot.pose.position;
      drawOverlays(lines, lastShot.overlays, entities, bodies, selected, legs, ghosts);
      if (handles !== null && lastShot.overlays.outlines) drawHandles(lines, handles);
    }
  };

  const lost = (why: string): void => {
    if (disposed) return;
    state.drawing = false;
    state.words = `picture lost (${why}); it comes back by itself`;
    const gone = studio;
    studio = null;
    gone?.dispose();
    void reopen(0);
  };

  const open = async (): Promise<void> => {
    const gpu = await openGpu(canvas, options.engine ?? "auto");
    studio = createStudio(gpu, canvas, quality, lost);
    state.engine = gpu.webgpu ? "WebGPU" : "WebGL2";
    studio.resize(state.width, state.height, scale);
    if (set) {
      studio.openSet(set);
      for (const [id, entry] of entries) studio.scene!.arrive(id, entry);
      for (const entity of entities.values()) studio.scene!.put(entity);
      studio.scene!.complete = true;
    }
    studio.relight.compare(how);
    if (look) studio.look(look);
    if (remembered.field) studio.memory(remembered.field, remembered.key);
    state.drawing = true;
    state.words = `engine picture, ${state.engine}`;
  };

  const reopen = async (attempt: number): Promise<void> => {
    if (disposed) return;
    try {
      if (!canvasAlive(canvas)) throw new Error("the context is not back yet");
      await open();
    } catch (error) {
      state.words = `picture lost; trying again (${error instanceof Error ? error.message : error})`;
      setTimeout(() => void reopen(attempt + 1), Math.min(4000, 250 * 2 ** attempt));
    }
  };

  await open();

  const take = (mirror: Mirror): void => {
    if (mirror.whole) entities.clear();
    for (let i = 0; i < mirror.edited.length; i++) {
      entities.set(mirror.edited[i]!.id, mirror.edited[i]!);
      arrivals?.need(mirror.edited[i]!.asset);
    }
    for (let i = 0; i < mirror.removed.length; i++) entities.delete(mirror.removed[i]!);
    studio?.scene?.edit(mirror);
    if (mirror.look && (look === null || !isSameLook(mirror.look, look))) {
      look = mirror.look;
      studio?.look(look);
    }
  };

  return {
    state,
    async loadSet(next, read, { progress, failed, signal, library } = {}) {
      set = next;
      entries.clear();
      entities.clear();
      state.failures.length = 0;
      look = lookOfSet(next);
      studio?.openSet(next);
      studio?.look(look);
      const list = wanted(next);
      const decode = options.decode ?? decodeImage;
      const all = list.length + 1;
      let done = 0;
      const over = () => signal?.aborted === true || set !== next || disposed;
      const arrive = (id: string, entry: Entry) => {
        if (over()) return;
        entries.set(id, entry);
        studio?.scene?.arrive(id, entry);
      };
      const fail = (path: string, error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        const what = why.startsWith(path) ? why : `${path}: ${why}`;
        state.failures.push(what);
        failed?.(what);
      };
      arrivals = createArrivals({ set: next, read, decode, library, arrive, fail });
      const parts = new Set(next.sheet.parts.map((p) => p.node));
      const place = { id: "", path: `sets/${next.sheet.id}/${next.sheet.visual}` };
      await inOrder(
        [place, ...list],
        AHEAD,
        async ({ id, path }) =>
          library?.get(id) ??
          readEntry(read, decode, path, id === "" ? parts : movableNodes(next, id), id !== ""),
        ({ id, path }, result) => {
          if (over()) return;
          if (result.status === "fulfilled") arrive(id, result.value);
          else fail(path, result.reason);
          progress?.(++done, all, path);
        },
        over,
      );
      if (studio?.scene) studio.scene.complete = true;
      signal?.throwIfAborted();
    },
    take,
    memory(field, key) {
      remembered = { field, key };
      studio?.memory(field, key);
    },
    key() {
      return studio?.key ?? 0;
    },
    show(from, to, alpha) {
      shown ??= { from, to, alpha };
      shown.from = from;
      shown.to = to;
      shown.alpha = alpha;
    },
    render(shot) {
      if (!studio || !state.drawing) return;
      lastShot = shot;
      if (studio.scene) studio.scene.held = held;
      studio.render(shown?.from ?? null, shown?.to ?? null, shown?.alpha ?? 0, shot, over);
      state.draws = studio.draws;
    },
    async pick(x, y) {
      return studio?.pick(x, y) ?? null;
    },
    ground(x, y, height = 0) {
      const p = studio?.projection;
      if (!p || !lastShot) return null;
      const eye = lastShot.pose.position;
      const ray = rayOf([0, 0, 0], p, x, y);
      const along = (height - eye[1]) / ray[1];
      if (!Number.isFinite(along) || along <= 0 || along > 2500) return null;
      return [eye[0] + ray[0] * along, height, eye[2] + ray[2] * along];
    },
    outline(outlines) {
      over.outlines = outlines;
      selected.clear();
      for (const o of outlines) selected.add(o.id);
    },
    cameras(list) {
      bodies = list;
    },
    ways(next) {
      legs = next;
    },
    handles(shape) {
      handles = shape;
    },
    hold(next) {
      held = next;
    },
    inset(next) {
      over.inset = next;
    },
    labels() {
      const p = studio?.projection;
      if (!p || !lastShot) {
        labels.length = 0;
        return labels;
      }
      const scene = studio!.scene;
      return placeLabels(
        labels,
        entities,
        (id) =>
          scene?.figures.get(id)?.now.position ?? bodies.find((b) => b.id === id)?.pose.position ?? null,
        (e) => set?.actors.get(e.asset)?.height ?? set?.things.get(e.asset)?.bounds.max[1] ?? 0.5,
        p,
        lastShot.pose.position,
      );
    },
    anchors(width, height, shot, again = false) {
      if (!studio || !state.drawing) return null;
      const { from = null, to = null, alpha = 0 } = shown ?? {};
      return studio.anchors(from, to, alpha, shot, width, height, again);
    },
    forgetAnchors() {
      studio?.relight.forget();
    },
    standing() {
      return studio?.standing() ?? null;
    },
    relight(frame, factors) {
      if (!studio) return false;
      if (frame === null || factors === undefined) {
        studio.relight.clear();
        return true;
      }
      return studio.relight.show(frame, factors);
    },
    device() {
      return studio?.device ?? null;
    },
    compare(next) {
      how = next;
      studio?.relight.compare(next);
    },
    async still(shot, width, height, relit = false) {
      if (!studio) throw new Error("the picture is lost for the moment");
      const { from = null, to = null, alpha = 0 } = shown ?? {};
      return studio.still(from, to, alpha, shot, width, height, relit ? "whole" : "plain");
    },
    async lit(shot, width, height, relit = false) {
      if (!studio) throw new Error("the picture is lost for the moment");
      const { from = null, to = null, alpha = 0 } = shown ?? {};
      return studio.lit(from, to, alpha, shot, width, height, relit ? "whole" : "plain");
    },
    exposures(width, height) {
      const roll = createRoll(width, height);
      return {
        async picture(shot) {
          const own = studio;
          if (!own || !shown) throw new Error("the picture is lost for the moment");
          const pixels = await own.expose(roll, shown.from, shown.to, shown.alpha, shot);
          if (studio !== own || !canvasAlive(canvas)) throw new Error("the picture was lost");
          return pixels;
        },
        pass(shot) {
          if (shown) studio?.pass(shown.from, shown.to, shown.alpha, shot);
        },
        dispose: () => roll.dispose(),
      };
    },
    library: entries,
    resize(width, height, share = 1) {
      state.width = Math.max(1, Math.round(width));
      state.height = Math.max(1, Math.round(height));
      scale = share;
      studio?.resize(state.width, state.height, scale);
    },
    setQuality(next) {
      if (next === quality) return;
      quality = next;
      studio?.setQuality(quality);
    },
    async settled() {
      await arrivals?.all();
      while (!disposed && studio && !studio.ready()) {
        const failure = studio.failure();
        if (failure) throw new Error(failure);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    },
    dispose() {
      disposed = true;
      state.drawing = false;
      state.words = "closed";
      studio?.dispose();
      studio = null;
    },
  };
}

/** A WebGL context that was lost stays so until the browser gives it back; WebGPU can be asked again at once. */
function canvasAlive(canvas: HTMLCanvasElement): boolean {
  const gl = canvas.getContext("webgl2");
  return gl === null || !gl.isContextLost();
}
