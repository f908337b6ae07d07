/**
 * Shadows of the sun or moon. Four square levels round the camera, each some three times as wide as the one before, the
 * first no wider than a room, their texels fixed in the world so that no edge ever crawls. What does not move is drawn
 * only when its level moves on; what moves is drawn each frame into a twin. In: batches and the light's direction. Out:
 * two images of two by two tiles with the distance along the light in metres, and the matrices in `LIGHT`.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type Caster, reach } from "../asset/cluster.ts";
import { type Block, COVER, type Draw, type Gpu, type Program } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { casterStands, SKIN_FUNCTIONS, SLOT_FUNCTIONS, SLOT_TEXELS } from "./forms.ts";

/** Half the width of each level, metres. */
export const LEVELS = [5, 14, 44, 150] as const;
/** Tiles side by side in the images. */
export const COLUMNS = 2;
/** Depth of the box that a level covers along the light, metres. */
const RANGE = 400;
/** Share of its half width that the wanted centre may stray from a level's before the level moves on. */
const STRAY = 0.25;
const FAR = 1e6;
/** Texels that a moving thing must reach from its own origin to be drawn into a level. */
const TEXELS_WORTH = 5;

const SUNBOX = {
  name: "sunbox",
  fields: { clipFromWorld: "mat4x4f", along: "vec4f" },
} as const satisfies BlockForm;

/** The shader of shadows, for skinned or rigid and masked or solid pieces. */
export const shadowSource = (skin: boolean, mask: boolean): ShaderSource => ({
  name: `shadow${skin ? "-skin" : ""}${mask ? "-mask" : ""}`,
  attributes: {
    a_position: "vec3f",
    a_uv: "vec2f",
    a_slot: "f32",
    ...(skin ? { a_joints: "vec4f", a_weights: "vec4f" } : {}),
  } as const,
  varyings: { v_depth: "f32", v_uv: "vec2f" },
  blocks: [SUNBOX],
  vertexTextures: skin ? { slots: "load", bones: "load" } : { slots: "load" },
  textures: mask ? { baseMap: "filtered" } : {},
  vertexFunctions: SLOT_FUNCTIONS + (skin ? SKIN_FUNCTIONS : ""),
  vertex: `${casterStands(skin)}
v_depth = dot(here, sunbox.along.xyz) + sunbox.along.w;
v_uv = a_uv;
clip = sunbox.clipFromWorld * vec4f(here, 1.0);`,
  fragment: mask
    ? `let alpha: f32 = textureSample(baseMap, v_uv).w;
if (alpha < 0.5) { discard; }
o_0 = vec4f(v_depth, 0.0, 0.0, 1.0);`
    : "o_0 = vec4f(v_depth, 0.0, 0.0, 1.0);",
});

/** Makes a tile as if nothing were there. */
export const WIPE: ShaderSource = {
  name: "shadow-wipe",
  ...COVER,
  blocks: [],
  textures: {},
  vertex: `v_uv = a_corner;
clip = vec4f(a_corner, 1.0, 1.0);`,
  fragment: `o_0 = vec4f(${FAR}.0, 0.0, 0.0, 1.0);`,
};

interface Level {
  readonly box: Block;
  readonly centre: [number, number, number];
  /** Along the light's own axes. */
  readonly at: [number, number];
  valid: boolean;
}

/** The shadows of one device. */
export interface Shadows {
  readonly programs: readonly Program[];
  readonly fixed: ThinTexture;
  readonly moving: ThinTexture;
  readonly size: number;
  /** Forgets what was drawn: the set or what is hidden has changed. */
  invalidate(): void;
  /**
   * Sees to it that the levels round `eye` are drawn, and writes their matrices into the light block. `exact` puts
   * every level where it is wanted, however little it has strayed, so that a still depends on nothing before it.
   */
  update(
    casters: readonly Caster[],
    /** Rows of the slots, for where moving things are. */
    places: Float32Array,
    direction: readonly number[],
    eye: readonly number[],
    forward: readonly number[],
    light: Block,
    exact: boolean,
  ): void;
  dispose(): void;
}

/** Makes the shadow pass with tiles of `size` texels. */
export function createShadows(gpu: Gpu, slots: ThinTexture, bones: ThinTexture, size: number): Shadows {
  const programs = [
    gpu.program(shadowSource(false, false)),
    gpu.program(shadowSource(false, true)),
    gpu.program(shadowSource(true, false)),
    gpu.program(shadowSource(true, true)),
    gpu.program(WIPE),
  ];
  const wipe = gpu.draw(programs[4]!, [], {});
  const [across, down] = [size * COLUMNS, size * Math.ceil(LEVELS.length / COLUMNS)];
  const fixedTarget = gpu.target(across, down, ["r32f"], { depth: true });
  const movingTarget = gpu.target(across, down, ["r32f"], { depth: true });
  const levels: Level[] = LEVELS.map(() => ({
    box: gpu.block(SUNBOX),
    centre: [0, 0, 0],
    at: [0, 0],
    valid: false,
  }));
  const right = [1, 0, 0];
  const up = [0, 1, 0];
  const along = [0, 0, -1];
  const lit = [0, 0, 0];
  let where: Float32Array = new Float32Array(0);

  const drawOf = (b: Caster, level: number): Draw => {
    const key = SHADOW_KEYS[level]!;
    let draw = b.draws[key];
    if (!draw) {
      const program = programs[(b.cluster.skinned ? 2 : 0) + (b.holes ? 1 : 0)]!;
      draw = gpu.draw(program, [levels[level]!.box], {
        ...(b.holes ? { baseMap: b.holes } : {}),
        slots,
        bones,
      });
      b.draws[key] = draw;
    }
    return draw;
  };

  const axes = (d: readonly number[]): void => {
    along[0] = -d[0]!;
    along[1] = -d[1]!;
    along[2] = -d[2]!;
    // Texels lie along fixed world axes as far as they can.
    const rx = Math.abs(d[1]!) > 0.999 ? 1 : d[2]!;
    const rz = Math.abs(d[1]!) > 0.999 ? 0 : -d[0]!;
    const l = Math.hypot(rx, rz);
    right[0] = rx / l;
    right[1] = 0;
    right[2] = rz / l;
    up[0] = d[1]! * right[2]! - d[2]! * right[1]!;
    up[1] = d[2]! * right[0]! - d[0]! * right[2]!;
    up[2] = d[0]! * right[1]! - d[1]! * right[0]!;
  };

  const setLevel = (level: Level, i: number, light: Block): void => {
    const half = LEVELS[i]!;
    const m = level.box.data;
    const o = level.box.at["clipFromWorld"]!;
    const start =
      -(along[0]! * level.centre[0] + along[1]! * level.centre[1] + along[2]! * level.centre[2]) + RANGE / 2;
    for (let k = 0; k < 3; k++) {
      m[o + k * 4] = right[k]! / half;
      m[o + k * 4 + 1] = up[k]! / half;
      m[o + k * 4 + 2] = ((gpu.webgpu ? 1 : 2) * along[k]!) / RANGE;
      m[o + k * 4 + 3] = 0;
    }
    m[o + 12] = -level.at[0] / half;
    m[o + 13] = -level.at[1] / half;
    m[o + 14] = gpu.webgpu ? start / RANGE : (2 * start) / RANGE - 1;
    m[o + 15] = 1;
    m.set([along[0]!, along[1]!, along[2]!, start], level.box.at["along"]!);
    gpu.send(level.box);
    const l = light.data;
    const s = light.at["shadowFromWorld"]! + i * 16;
    for (let k = 0; k < 3; k++) {
      l[s + k * 4] = right[k]! / (2 * half);
      l[s + k * 4 + 1] = up[k]! / (2 * half);
      l[s + k * 4 + 2] = along[k]!;
      l[s + k * 4 + 3] = 0;
    }
    l[s + 12] = 0.5 - level.at[0] / (2 * half);
    l[s + 13] = 0.5 - level.at[1] / (2 * half);
    l[s + 14] = start;
    l[s + 15] = 1;
    const texel = (2 * half) / size;
    l.set([texel, RANGE, texel * 0.6 + 0.004, 1], light.at["shadowLevel"]! + i * 4);
  };

  const drawLevel = (casters: readonly Caster[], i: number, fixed: boolean): void => {
    gpu.area((i % COLUMNS) * size, Math.floor(i / COLUMNS) * size, size, size);
    if (fixed) {
      gpu.state(false, true, true, "replace");
      gpu.overAll();
      gpu.coverOpen(wipe);
    }
    const level = levels[i]!;
    const half = LEVELS[i]!;
    // What would cover hardly a texel throws no shadow that anybody sees.
    const least = (half / size) * TEXELS_WORTH;
    for (let k = 0; k < casters.length; k++) {
      const b = casters[k]!;
      const { cluster } = b;
      if (cluster.fixed !== fixed || cluster.count === 0 || cluster.hidden) continue;
      if (fixed ? !touches(b, level, half) : reach(b.bounds) < least || !near(b, level, half)) continue;
      gpu.state(false, true, true, "replace");
      gpu.submit(drawOf(b, i), b.geometry, cluster.count);
    }
  };

  /** Whether a fixed piece may throw its shadow into a level: its box seen along the light. */
  const touches = (b: Caster, level: Level, half: number): boolean => {
    const { min, max } = b.bounds;
    let cx = 0;
    let cy = 0;
    let rx = 0;
    let ry = 0;
    for (let k = 0; k < 3; k++) {
      const c = (min[k]! + max[k]!) / 2;
      const r = (max[k]! - min[k]!) / 2;
      cx += right[k]! * c;
      cy += up[k]! * c;
      rx += Math.abs(right[k]!) * r;
      ry += Math.abs(up[k]!) * r;
    }
    return Math.abs(cx - level.at[0]) < half + rx && Math.abs(cy - level.at[1]) < half + ry;
  };

  /** Whether any of a moving batch may throw its shadow into a level. */
  const near = (b: Caster, level: Level, half: number): boolean => {
    const r = reach(b.bounds) + half;
    const { count, slots: stands } = b.cluster;
    for (let k = 0; k < count; k++) {
      const at = stands[k]! * SLOT_TEXELS * 4;
      const x = where[at + 3]!;
      const y = where[at + 7]!;
      const z = where[at + 11]!;
      const u = right[0]! * x + right[1]! * y + right[2]! * z - level.at[0];
      const v = up[0]! * x + up[1]! * y + up[2]! * z - level.at[1];
      if (Math.abs(u) < r && Math.abs(v) < r) return true;
    }
    return false;
  };

  return {
    programs,
    fixed: fixedTarget.textures[0]!,
    moving: movingTarget.textures[0]!,
    size,
    invalidate() {
      for (const level of levels) level.valid = false;
    },
    update(casters, places, direction, eye, forward, light, exact) {
      if (!gpu.ready(programs)) {
        for (let i = 0; i < LEVELS.length; i++) light.data[light.at["shadowLevel"]! + i * 4 + 3] = 0;
        return;
      }
      if (direction[0] !== lit[0] || direction[1] !== lit[1] || direction[2] !== lit[2]) {
        lit[0] = direction[0]!;
        lit[1] = direction[1]!;
        lit[2] = direction[2]!;
        axes(direction);
        for (const level of levels) level.valid = false;
      }
      where = places;
      let stale = false;
      for (let i = 0; i < LEVELS.length; i++) {
        const half = LEVELS[i]!;
        const level = levels[i]!;
        const texel = (2 * half) / size;
        // Whole steps of many texels: a level that comes back comes back to the same grid.
        const step = texel * 16;
        const x = eye[0]! + forward[0]! * half * 0.7;
        const y = eye[1]! * 0.5 + forward[1]! * half * 0.3;
        const z = eye[2]! + forward[2]! * half * 0.7;
        const wantX = Math.round((right[0]! * x + right[1]! * y + right[2]! * z) / step) * step;
        const wantY = Math.round((up[0]! * x + up[1]! * y + up[2]! * z) / step) * step;
        const strayed = Math.max(Math.abs(wantX - level.at[0]), Math.abs(wantY - level.at[1]));
        if (!level.valid || strayed > half * STRAY || (exact && strayed > 0)) {
          level.at[0] = wantX;
          level.at[1] = wantY;
          level.centre[0] = x;
          level.centre[1] = 0;
          level.centre[2] = z;
          level.valid = false;
          stale = true;
        }
        setLevel(level, i, light);
      }
      if (stale) {
        gpu.begin(fixedTarget, null, false);
        for (let i = 0; i < LEVELS.length; i++) {
          if (levels[i]!.valid) continue;
          levels[i]!.valid = true;
          drawLevel(casters, i, true);
        }
        gpu.end(fixedTarget);
      }
      gpu.begin(movingTarget, NOTHING_NEAR, true);
      for (let i = 0; i < LEVELS.length - 1; i++) drawLevel(casters, i, false);
      gpu.end(movingTarget);
    },
    dispose() {
      fixedTarget.dispose();
      movingTarget.dispose();
    },
  };
}

const SHADOW_KEYS = ["shadow0", "shadow1", "shadow2", "shadow3"] as const;
const NOTHING_NEAR = { r: FAR, g: 0, b: 0, a: 0 };
