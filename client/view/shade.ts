/**
 * All shadows of a device: of sun and moon, and of lamps. In: the scene, a shot, what a picture may cost. Out: the images
 * that surfaces read, and their places in the light block.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Block, Gpu, Program } from "./gpu/gpu.ts";
import { createLampShadows } from "./pass/lamp-atlas.ts";
import { createShadows } from "./pass/shadow.ts";
import type { Scene } from "./scene.ts";
import { createProjection, isPlan, project, type Shot } from "./shot.ts";
import type { Quality } from "./view.ts";

/** Texels along a level of the sun's shadow. */
const SUN_EDGE: Record<Quality, number> = { low: 512, medium: 1024, high: 2048 };
/** Texels along a face of a lamp's shadow; 0: lamps throw none. */
const LAMP_EDGE: Record<Quality, number> = { low: 0, medium: 256, high: 384 };

/** The shadows of one device, at one quality. */
export interface Shade {
  readonly programs: readonly Program[];
  readonly images: Record<"shadowFixed" | "shadowMoving" | "lampFixed" | "lampMoving", ThinTexture>;
  /** Texels along a level of the sun's shadow. */
  readonly size: number;
  /** Forgets what stands: the set or what is hidden has changed. */
  invalidate(): void;
  /**
   * Brings them up to date for a shot of `width` × `height`; `key` is the direction towards sun or moon. The light block
   * must have this frame's lamps. `exact`: as though nothing had been drawn before.
   */
  update(
    scene: Scene,
    key: readonly number[],
    shot: Shot,
    width: number,
    height: number,
    light: Block,
    exact: boolean,
  ): void;
  dispose(): void;
}

/** Makes the shadows. */
export function createShade(gpu: Gpu, slots: ThinTexture, bones: ThinTexture, quality: Quality): Shade {
  const sun = createShadows(gpu, slots, bones, SUN_EDGE[quality]);
  const lamps = createLampShadows(gpu, slots, bones, LAMP_EDGE[quality]);
  return {
    programs: [...sun.programs, ...lamps.programs],
    images: {
      shadowFixed: sun.fixed,
      shadowMoving: sun.moving,
      lampFixed: lamps.fixed,
      lampMoving: lamps.moving,
    },
    size: sun.size,
    invalidate() {
      sun.invalidate();
      lamps.invalidate();
    },
    update(scene, key, shot, width, height, light, exact) {
      const { casters, slots: rows, lamps: lit } = scene;
      const eye = shot.pose.position;
      // A plan's camera hangs far up: its shadows lie round the place below it, and no lamp's light is shown.
      const plan = isPlan(shot);
      if (plan) {
        planEye[0] = eye[0];
        planEye[2] = eye[2];
      } else project(aim, shot, shot.pose, width, height, gpu.webgpu);
      sun.update(casters, rows.data, key, plan ? planEye : eye, plan ? DOWN : aim.forward, light, exact);
      const used = plan ? 0 : light.data[light.at["ground"]! + 3]!;
      lamps.update(lit, used, casters, rows.data, eye, light, exact);
    },
    dispose() {
      sun.dispose();
      lamps.dispose();
    },
  };
}

const planEye: [number, number, number] = [0, 0, 0];
/** Where a shot looks. */
const aim = createProjection();
const DOWN = [0, -1, 0] as const;
