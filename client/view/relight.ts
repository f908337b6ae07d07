/**
 * The network's light as a picture shows it: the model's frame that is shown, what the network made of it, and how it is
 * compared with the engine's. In: a G-buffer of the anchors' camera and the network's factors. Out: what the relighting
 * pass reads. While nothing is shown, pictures are the engine's own.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type AnchorCamera, createAnchorCamera, type GBuffer } from "./anchors.ts";
import type { Block, Gpu } from "./gpu/gpu.ts";
import { createMoves, writeMoves } from "./moves.ts";
import { MOVES_ROWS, MOVES_WIDTH, PAST, type PastImages } from "./pass/relighting.ts";
import type { SharedImages } from "./picture.ts";
import type { Scene } from "./scene.ts";

/** What a network made of a frame: factors of irradiance and of specular radiance, RGBA floats, rows from the top. */
export interface Factors {
  readonly gains: Float32Array;
  readonly glosses: Float32Array;
}

/** The same in one buffer of this device, gains first; it may be written over once it has been shown. */
export interface DeviceFactors {
  readonly buffer: GPUBuffer;
}

/** Whose light the picture shows; split: the network's at the left of the gate's middle. */
export type Compare = "network" | "engine" | "split";

/** The network's light on one device. */
export interface Relight {
  readonly block: Block;
  readonly moves: ThinTexture;
  /** What is shown; null: the engine's light. */
  readonly images: PastImages | null;
  /** The camera that draws anchors of a size; null until its programs have compiled. One size at a time. */
  camera(shared: SharedImages, width: number, height: number): AnchorCamera | null;
  /** The camera's images go, and with them what is shown of them. */
  drop(): void;
  /** The next anchors have no step before: after a cut or a jump in time. */
  forget(): void;
  /** Shows a frame in the network's light; false where the frame is not of this camera any more. */
  show(frame: GBuffer, factors: Factors | DeviceFactors): boolean;
  /** Back to the engine's light. */
  clear(): void;
  compare(how: Compare): void;
  /** Writes where everything was, for a picture of the present; `middle` is that of the gate, 0…1 from the left. */
  write(scene: Scene, middle: number): void;
  dispose(): void;
}

interface FactorImages {
  readonly width: number;
  readonly height: number;
  readonly gains: ThinTexture;
  readonly glosses: ThinTexture;
}

/** Makes the network's light of a device. */
export function createRelight(gpu: Gpu): Relight {
  const block = gpu.block(PAST);
  const table = createMoves();
  const moves = gpu.texture(MOVES_WIDTH, MOVES_ROWS, "rgba32f", table);
  let own: FactorImages | null = null;
  let camera: AnchorCamera | null = null;
  let frame: GBuffer | null = null;
  let images: PastImages | null = null;
  let how: Compare = "network";
  let moved = 0;

  /** Images for factors of a size. */
  const room = (width: number, height: number): FactorImages => {
    if (own !== null && own.width === width && own.height === height) return own;
    own?.gains.dispose();
    own?.glosses.dispose();
    const made = () => gpu.texture(width, height, "rgba32f", new Float32Array(width * height * 4));
    own = { width, height, gains: made(), glosses: made() };
    return own;
  };

  return {
    block,
    moves,
    get images() {
      return how === "engine" ? null : images;
    },
    camera(shared, width, height) {
      if (camera === null || camera.width !== width || camera.height !== height) {
        this.drop();
        camera = createAnchorCamera(gpu, shared, width, height);
      }
      return gpu.ready(camera.programs) ? camera : null;
    },
    drop() {
      this.clear();
      camera?.dispose();
      camera = null;
    },
    forget() {
      camera?.forget();
    },
    show(next, factors) {
      if (camera === null || !camera.holds(next)) return false;
      const { gains, glosses } = room(next.width, next.height);
      if ("buffer" in factors) {
        gpu.fillFrom(gains, factors.buffer, 0);
        gpu.fillFrom(glosses, factors.buffer, next.width * next.height * 16);
      } else {
        gpu.fill(gains, "rgba32f", factors.gains);
        gpu.fill(glosses, "rgba32f", factors.glosses);
      }
      frame = next;
      images = { surfaces: next.surfaces, light: next.light, gains, glosses };
      return true;
    },
    clear() {
      frame = null;
      images = null;
    },
    compare(next) {
      how = next;
    },
    write(scene, middle) {
      if (frame === null || how === "engine") return;
      const { moment } = frame;
      const before = moved;
      moved = writeMoves(table, moment, scene.order, scene.slots);
      if (moved > 0 || before > 0) gpu.fill(moves, "rgba32f", table);
      const { data: d, at } = block;
      const p = moment.projection;
      d.set(p.clipFromWorld, at["clipFromWorld"]!);
      put(d, at["eye"]!, moment.eye, 0);
      put(d, at["right"]!, p.right, p.tanX);
      put(d, at["up"]!, p.up, p.tanY);
      put(d, at["forward"]!, p.forward, 0);
      const s = at["size"]!;
      d[s] = frame.width;
      d[s + 1] = frame.height;
      d[s + 2] = 1 / frame.width;
      d[s + 3] = 1 / frame.height;
      const w = at["shown"]!;
      d[w] = how === "split" ? middle : 2;
      d[w + 1] = 1;
      d[w + 2] = moved;
      gpu.send(block);
    },
    dispose() {
      own?.gains.dispose();
      own?.glosses.dispose();
      moves.dispose();
    },
  };
}

function put(d: Float32Array, at: number, v: readonly [number, number, number], w: number): void {
  d[at] = v[0];
  d[at + 1] = v[1];
  d[at + 2] = v[2];
  d[at + 3] = w;
}
