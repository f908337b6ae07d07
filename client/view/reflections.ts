/**
 * Keeps the place's mirror up to date: six small pictures of what does not move, drawn again when light or set change.
 * In: the scene and the light of the frame. Out: the mirror's image and block for the passes.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Block, Gpu, Program } from "./gpu/gpu.ts";
import { FACES } from "./pass/cube.ts";
import { createMirrorCopy, createMirrorImage, FACE, type MirrorImage } from "./pass/mirror.ts";
import { createPicture, type Picture, type SharedImages } from "./picture.ts";
import type { Scene } from "./scene.ts";
import type { Shot } from "./shot.ts";

/** The mirror and its upkeep. */
export interface Reflections {
  readonly image: Omit<MirrorImage, "copy" | "programs">;
  /** A block that says there is no mirror: for its own faces. */
  readonly none: Block;
  /** Every face is out of date from now on. */
  invalidate(): void;
  /** Hangs it over a place, well above heads. */
  hang(x: number, z: number): void;
  /** Makes the small picture anew, with what the pictures now share. */
  prepare(shared: SharedImages): void;
  programs(): readonly Program[];
  /** Draws up to `most` faces that are out of date. `flush` sends each before the next. */
  update(scene: Scene, shot: Shot, exposure: number, most: number, flush: boolean): void;
  /** Writes the mirror's block for a frame of this exposure. */
  write(exposure: number): void;
}

/** Makes the mirror of a device. */
export function createReflections(gpu: Gpu): Reflections {
  const image = createMirrorImage(gpu);
  const none = gpu.block(image.block.form);
  const place: [number, number, number] = [0, 2.6, 0];
  let face: Picture | null = null;
  let copy: ReturnType<typeof createMirrorCopy> | null = null;
  let stale = FACES.length;
  let drawnAt = 1;
  return {
    image,
    none,
    invalidate() {
      stale = FACES.length;
    },
    hang(x, z) {
      place[0] = x;
      place[2] = z;
      stale = FACES.length;
    },
    prepare(shared) {
      face?.dispose();
      face = createPicture(gpu, shared, FACE, FACE, "low", "lean");
      copy = createMirrorCopy(gpu, image.target, face.camera, face.radiance, face.surfaces);
    },
    programs() {
      return face && copy ? [...face.programs, copy.program] : [];
    },
    update(scene, shot, exposure, most, flush) {
      if (!face || !copy || stale === 0 || !scene.complete || !gpu.ready(this.programs())) return;
      for (let i = 0; i < most && stale > 0; i++) {
        const index = FACES.length - stale;
        scene.light("fixed");
        face.light(scene, faceShot(shot, place, index));
        copy.copy(index);
        scene.light("all");
        stale--;
        if (flush) gpu.flush();
      }
      if (stale === 0) drawnAt = exposure;
    },
    write(exposure) {
      const d = image.block.data;
      d.set(place, 0);
      d[3] = stale === 0 ? 1 : 0;
      d[4] = exposure / drawnAt;
      gpu.send(image.block);
    },
  };
}

const faceRotation: [number, number, number, number] = [0, 0, 0, 1];
const faceMatrix = new Float64Array(16);

/** A square picture of 90° towards one face of the mirror. */
function faceShot(shot: Shot, place: readonly [number, number, number], index: number): Shot {
  const { forward: f, up: u } = FACES[index]!;
  const r = [f[1]! * u[2]! - f[2]! * u[1]!, f[2]! * u[0]! - f[0]! * u[2]!, f[0]! * u[1]! - f[1]! * u[0]!];
  for (let k = 0; k < 3; k++) {
    faceMatrix[k] = r[k]!;
    faceMatrix[4 + k] = u[k]!;
    faceMatrix[8 + k] = -f[k]!;
  }
  quat.fromMat4(faceRotation, faceMatrix);
  return {
    ...shot,
    pose: { position: place, rotation: faceRotation },
    opening: undefined,
    lens: { ...shot.lens, focal: 18, squeeze: 1 },
    gate: { width: 36, height: 36 },
    frame: { x: 0, y: 0, width: 1, height: 1 },
  };
}
