/**
 * The picture at one size: the images that the passes hand on to one another, and the passes in order. In: a scene, the
 * light, a shot. Out: an image on the canvas or in a target. One for the canvas, others for insets and stills.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Block, Gpu, Program, Target } from "./gpu/gpu.ts";
import { createFinish } from "./pass/finish.ts";
import { CAMERA } from "./pass/forms.ts";
import { createLighting } from "./pass/lighting.ts";
import { createSurfacePass, SURFACE_FORMATS } from "./pass/surfaces.ts";
import type { Scene } from "./scene.ts";
import { createProjection, type Projection, project, type Shot, writeCamera } from "./shot.ts";

/** What every picture on a device shares. */
export interface SharedImages {
  readonly light: Block;
  readonly slots: ThinTexture;
  readonly bones: ThinTexture;
  readonly skyTable: ThinTexture;
  readonly gloss: ThinTexture;
  readonly shadowFixed: ThinTexture;
  readonly shadowMoving: ThinTexture;
  readonly white: ThinTexture;
}

/** A picture of one size. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly programs: readonly Program[];
  readonly surfaces: Target;
  readonly projection: Projection;
  /** Draws the shot; `target` null is the canvas. */
  render(scene: Scene, shot: Shot, target: Target | null): void;
  dispose(): void;
}

let serial = 0;

/** Makes a picture. */
export function createPicture(gpu: Gpu, shared: SharedImages, width: number, height: number): Picture {
  const name = `surfaces${serial++}`;
  const camera = gpu.block(CAMERA);
  const surfaces = gpu.target(width, height, SURFACE_FORMATS, { depth: true });
  const radiance = gpu.target(width, height, ["rgba16f"], { filter: true });
  const toned = gpu.target(width, height, ["rgba8"], { filter: true });
  const surfacePass = createSurfacePass(gpu, name, camera, shared.light, shared.slots, shared.bones);
  const lighting = createLighting(gpu, camera, shared.light, surfaces, {
    shadowFixed: shared.shadowFixed,
    shadowMoving: shared.shadowMoving,
    skyTable: shared.skyTable,
    gloss: shared.gloss,
    occlusion: shared.white,
  });
  const finish = createFinish(gpu, radiance.textures[0]!, radiance.textures[0]!, toned);
  const projection = createProjection();
  const opening = createProjection();
  return {
    width,
    height,
    programs: [...surfacePass.programs, ...lighting.programs, ...finish.programs],
    surfaces,
    projection,
    render(scene, shot, target) {
      project(projection, shot, shot.pose, width, height, gpu.webgpu);
      project(opening, shot, shot.opening ?? shot.pose, width, height, gpu.webgpu);
      writeCamera(camera, projection, opening, shot, width, height, 0);
      gpu.send(camera);
      scene.cull(projection, shot.pose.position);
      surfacePass.render(scene.batches, surfaces);
      lighting.render(radiance);
      const d = finish.block.data;
      const f = shot.frame;
      const at = finish.block.at;
      d.set([f.x, 1 - f.y - f.height, f.width, f.height], at["gate"]!);
      d.set([shot.outside, 0.12, 1, 0], at["amounts"]!);
      d.set([width, height, 1 / width, 1 / height], at["size"]!);
      gpu.send(finish.block);
      finish.render(toned, target);
    },
    dispose() {
      surfaces.dispose();
      radiance.dispose();
      toned.dispose();
    },
  };
}
