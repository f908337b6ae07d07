/**
 * The picture at one size: the images that the passes hand on to one another, and the passes in order. In: a scene, the
 * light, a shot. Out: an image on the canvas or in a target. One for the canvas, others for insets, stills and the faces
 * of the place's mirror.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { VIGNETTE_FALL } from "../../shared/camera/optics.ts";
import type { Block, Gpu, Program, Target } from "./gpu/gpu.ts";
import { createFinish } from "./pass/finish.ts";
import { CAMERA } from "./pass/forms.ts";
import { createGlass } from "./pass/glass.ts";
import { createLens } from "./pass/lens.ts";
import { createLighting } from "./pass/lighting.ts";
import { createOcclusion } from "./pass/occlusion.ts";
import { createRelighting, type RelightingPass } from "./pass/relighting.ts";
import { createSurfacePass, SURFACE_FORMATS } from "./pass/surfaces.ts";
import type { Relight } from "./relight.ts";
import type { Scene } from "./scene.ts";
import { createProjection, type Projection, project, type Shot, writeCamera } from "./shot.ts";
import type { Quality } from "./view.ts";

/** What every picture on a device shares. */
export interface SharedImages {
  readonly light: Block;
  readonly mirror: Block;
  /** The mirror's block while there is none: for its own faces. */
  readonly noMirror: Block;
  readonly slots: ThinTexture;
  readonly bones: ThinTexture;
  readonly skyTable: ThinTexture;
  readonly gloss: ThinTexture;
  readonly shadowFixed: ThinTexture;
  readonly shadowMoving: ThinTexture;
  readonly lampFixed: ThinTexture;
  readonly lampMoving: ThinTexture;
  readonly mirrorFaces: ThinTexture;
  readonly white: ThinTexture;
  /** The light memory's probes. */
  readonly memory: ThinTexture;
  /** The network's light. */
  readonly relight: Relight;
}

/** A picture of one size. */
export interface Picture {
  /** Names its draws in the batches. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly programs: readonly Program[];
  readonly camera: Block;
  readonly surfaces: Target;
  readonly radiance: Target;
  readonly projection: Projection;
  /** The film's picture before its edges are smoothed; null where there is none. */
  readonly toned: Target | null;
  /** Draws the shot; `target` null is the canvas, "none" leaves it to `blit`. */
  render(scene: Scene, shot: Shot, target: Target | null | "none"): void;
  /** Draws only what is lit, without glass, lens and film: into `radiance`. */
  light(scene: Scene, shot: Shot): void;
  /** The finished picture again, into a rectangle of the canvas (texels from the bottom left). */
  blit(x: number, y: number, width: number, height: number): void;
  dispose(): void;
}

interface Detail {
  readonly occlusion: number;
  readonly motionTaps: number;
  readonly focusTaps: number;
}

const DETAIL: Record<Quality, Detail> = {
  low: { occlusion: 0, motionTaps: 7, focusTaps: 22 },
  medium: { occlusion: 8, motionTaps: 9, focusTaps: 36 },
  high: { occlusion: 14, motionTaps: 13, focusTaps: 64 },
};

/** Share of the light that lens and sensor scatter over the picture. */
const GLARE = 0.028;
/** How much darker the corner of the gate is, before squaring. */
const VIGNETTE = 0.1;

let serial = 0;

/**
 * What a picture is for: `whole` shows the network's light where there is any, `plain` the engine's alone, `lean` is all
 * but light left out, for the mirror's faces.
 */
export type PictureKind = "whole" | "plain" | "lean";

/** Makes a picture. */
export function createPicture(
  gpu: Gpu,
  shared: SharedImages,
  width: number,
  height: number,
  quality: Quality,
  kind: PictureKind = "whole",
): Picture {
  const name = `picture${serial++}`;
  const detail = DETAIL[quality];
  const lean = kind === "lean";
  const camera = gpu.block(CAMERA);
  const surfaces = gpu.target(width, height, SURFACE_FORMATS, { depth: true });
  const radiance = gpu.target(width, height, ["rgba16f"], { filter: true });
  const surfacePass = createSurfacePass(gpu, name, camera, shared.light, shared.slots, shared.bones);
  const occlusion =
    lean || detail.occlusion === 0 ? null : createOcclusion(gpu, camera, surfaces, detail.occlusion);
  const lighting = createLighting(
    gpu,
    camera,
    shared.light,
    lean ? shared.noMirror : shared.mirror,
    surfaces,
    {
      shadowFixed: shared.shadowFixed,
      shadowMoving: shared.shadowMoving,
      lampFixed: shared.lampFixed,
      lampMoving: shared.lampMoving,
      skyTable: shared.skyTable,
      gloss: shared.gloss,
      occlusion: occlusion?.open ?? shared.white,
      memory: shared.memory,
      mirrorFaces: lean ? shared.white : shared.mirrorFaces,
    },
    shared.white,
  );
  let relighting: RelightingPass | null = null;
  const relightPass = (): RelightingPass => {
    relighting ??= createRelighting(gpu, camera, shared.relight.block, shared.relight.moves, surfaces);
    return relighting;
  };
  const full = lean ? null : rest();
  const projection = createProjection();
  const opening = createProjection();

  /** Glass, lens and film, which the mirror's faces do without. */
  function rest() {
    const glass = createGlass(
      gpu,
      name,
      { camera, light: shared.light, mirror: shared.mirror },
      {
        slots: shared.slots,
        surface2: surfaces.textures[2]!,
        shadowFixed: shared.shadowFixed,
        shadowMoving: shared.shadowMoving,
        skyTable: shared.skyTable,
        gloss: shared.gloss,
        mirrorFaces: shared.mirrorFaces,
      },
    );
    const lens = createLens(gpu, radiance, surfaces, detail);
    const toned = gpu.target(width, height, ["rgba8"], { filter: true });
    const finish = createFinish(gpu, lens.glare, toned);
    return { glass, lens, toned, finish };
  }

  /** The network's light on this picture, made when it is first shown; null: the engine's. */
  const relit = (): Target | null => {
    const { images } = shared.relight;
    if (kind !== "whole" || images === null) return null;
    const pass = relightPass();
    if (!gpu.ready(pass.programs)) return null;
    pass.render(images);
    return pass.target;
  };

  const light = (scene: Scene, shot: Shot): void => {
    project(projection, shot, shot.pose, width, height, gpu.webgpu);
    project(opening, shot, shot.opening ?? shot.pose, width, height, gpu.webgpu);
    writeCamera(camera, projection, opening, shot, width, height, 0);
    gpu.send(camera);
    scene.cull(projection, shot.pose.position);
    surfacePass.render(scene.batches, surfaces);
    occlusion?.render();
    lighting.relit(relit());
    lighting.render(radiance);
  };

  return {
    name,
    width,
    height,
    get programs() {
      // Who draws a single picture waits for its programs: that of the network's light must be among them from the first.
      if (kind === "whole" && shared.relight.images !== null) relightPass();
      return [
        ...surfacePass.programs,
        ...lighting.programs,
        ...(occlusion?.programs ?? []),
        ...(relighting?.programs ?? []),
        ...(full ? [...full.glass.programs, ...full.lens.programs, ...full.finish.programs] : []),
      ];
    },
    camera,
    surfaces,
    radiance,
    projection,
    toned: full?.toned ?? null,
    light,
    render(scene, shot, target) {
      light(scene, shot);
      if (!full) return;
      full.glass.render(scene.batches, radiance, shot.pose.position);
      const taken = full.lens.render(shot);
      const d = full.finish.block.data;
      const f = shot.frame;
      const at = full.finish.block.at;
      put(d, at["gate"]!, f.x, 1 - f.y - f.height, f.width, f.height);
      put(d, at["amounts"]!, shot.outside, VIGNETTE, 1, GLARE);
      put(d, at["size"]!, width, height, 1 / width, 1 / height);
      put(d, at["circle"]!, shot.gate.width, shot.gate.height, (shot.lens.circle ?? 0) / 2, VIGNETTE_FALL);
      gpu.send(full.finish.block);
      full.finish.render(taken, full.toned, target);
    },
    blit(x, y, w, h) {
      full?.finish.blit(x, y, w, h);
    },
    dispose() {
      surfaces.dispose();
      radiance.dispose();
      occlusion?.dispose();
      relighting?.dispose();
      full?.lens.dispose();
      full?.toned.dispose();
    },
  };
}

function put(d: Float32Array, at: number, x: number, y: number, z: number, w: number): void {
  d[at] = x;
  d[at + 1] = y;
  d[at + 2] = z;
  d[at + 3] = w;
}
