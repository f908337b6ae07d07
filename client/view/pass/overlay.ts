/**
 * What is drawn over the picture and never enters it: outlines of what is selected or held, and lines on the ground and
 * in the air. In: the finished canvas, entity numbers, a list of lines. Out: the canvas. Stills and takes do without.
 */
import {
  type Block,
  COVER,
  type Draw,
  type Geometry,
  type Gpu,
  type Program,
  type Target,
} from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { CAMERA } from "./forms.ts";

/** Entities that can be outlined at once. */
export const MAX_OUTLINES = 32;

const OUTLINES = {
  name: "outlines",
  fields: {
    /** xyz colour, w entity number. */
    entries: ["vec4f", 32],
    /** x how many, y width in texels. */
    count: "vec4f",
  },
} as const satisfies BlockForm;

const OUTLINE: ShaderSource = {
  name: "outline",
  ...COVER,
  blocks: [CAMERA, OUTLINES],
  textures: { surface4: "load" },
  functions: `
fn entityAt(uv: vec2f) -> f32 {
  return textureLoad(surface4, vec2i(i32(clamp(uv.x, 0.0, 0.9999) * camera.size.x), i32(clamp(uv.y, 0.0, 0.9999) * camera.size.y)), 0).x;
}
fn entryOf(id: f32) -> i32 {
  var found: i32 = -1;
  for (var i: i32 = 0; i < ${MAX_OUTLINES}; i++) {
    if (f32(i) < outlines.count.x && id > 0.5 && abs(outlines.entries[i].w - id) < 0.5) { found = i; }
  }
  return found;
}
`,
  fragment: `
let here: f32 = entityAt(v_uv);
let mine: i32 = entryOf(here);
var other: i32 = -1;
var edge: f32 = 0.0;
for (var i: i32 = 0; i < 8; i++) {
  let a: f32 = f32(i) * 0.7854;
  let id: f32 = entityAt(v_uv + vec2f(cos(a), sin(a)) * camera.size.zw * outlines.count.y);
  if (abs(id - here) > 0.5) {
    let e: i32 = entryOf(id);
    if (e >= 0) { other = e; }
    edge = edge + 1.0;
  }
}
var entry: i32 = other;
if (mine >= 0) { entry = mine; }
if (entry < 0 || edge < 0.5) { discard; }
o_0 = vec4f(outlines.entries[max(entry, 0)].xyz, 1.0);`,
};

/** Floats of one vertex of a line: both ends, side and end, width, colour. */
const VERTEX = 3 + 3 + 3 + 4;
const CORNERS = [
  [-1, 0],
  [1, 0],
  [1, 1],
  [-1, 0],
  [1, 1],
  [-1, 1],
] as const;

const LINE: ShaderSource = {
  name: "line",
  attributes: { a_from: "vec3f", a_to: "vec3f", a_corner: "vec3f", a_colour: "vec4f" },
  varyings: { v_colour: "vec4f", v_place: "vec3f" },
  blocks: [CAMERA],
  textures: { surface2: "load" },
  vertex: `
let a: vec4f = camera.clipFromWorld * vec4f(a_from, 1.0);
let b: vec4f = camera.clipFromWorld * vec4f(a_to, 1.0);
// A line that goes behind the camera is cut just in front of it.
let ka: f32 = saturate((0.05 - a.w) / max(b.w - a.w, 0.00001));
let kb: f32 = saturate((0.05 - b.w) / max(a.w - b.w, 0.00001));
let c: vec4f = select(a, mix(a, b, ka), a.w < 0.05);
let d: vec4f = select(b, mix(b, a, kb), b.w < 0.05);
let px: vec2f = camera.size.xy * 0.5;
let along: vec2f = (d.xy / d.w - c.xy / c.w) * px;
let way: vec2f = along / max(length(along), 0.0001);
let end: vec4f = select(c, d, a_corner.y > 0.5);
let off: vec2f = vec2f(-way.y, way.x) * (a_corner.x * a_corner.z * 0.5) / px;
clip = vec4f(end.xy + off * end.w, end.z, end.w);
if (a.w < 0.05 && b.w < 0.05) { clip = vec4f(2.0, 2.0, 2.0, 1.0); }
v_colour = a_colour;
v_place = vec3f(clip.x, clip.y, end.w);`,
  fragment: `
let at: vec2f = v_place.xy / v_place.z * 0.5 + vec2f(0.5);
let there: f32 = textureLoad(surface2, vec2i(i32(clamp(at.x, 0.0, 0.9999) * camera.size.x), i32(clamp(at.y, 0.0, 0.9999) * camera.size.y)), 0).x;
// Behind something: still there, but faint.
let hidden: f32 = select(1.0, 0.18, there > 1.006 / v_place.z + 0.0005);
let alpha: f32 = v_colour.w * hidden;
o_0 = vec4f(v_colour.xyz * alpha, alpha);`,
};

/** The shaders of this pass. */
export const OVERLAYS: readonly ShaderSource[] = [OUTLINE, LINE];

/** A list of lines, refilled at will; nothing is allocated but when it outgrows its room. */
export class Lines {
  /** Canvas pixels to one pixel of a line's width. */
  pixel = 1;
  data = new Float32Array(512 * 6 * VERTEX);
  count = 0;

  /** Forgets all lines. */
  clear(): void {
    this.count = 0;
  }

  /** Adds a line between two world points; width in pixels, colour sRGB 0…1 with its share. */
  add(
    x0: number,
    y0: number,
    z0: number,
    x1: number,
    y1: number,
    z1: number,
    width: number,
    c: readonly [number, number, number],
    alpha: number,
  ): void {
    const floats = 6 * VERTEX;
    if ((this.count + 1) * floats > this.data.length) {
      const more = new Float32Array(this.data.length * 2);
      more.set(this.data);
      this.data = more;
    }
    let o = this.count * floats;
    const d = this.data;
    for (let k = 0; k < 6; k++) {
      d[o] = x0;
      d[o + 1] = y0;
      d[o + 2] = z0;
      d[o + 3] = x1;
      d[o + 4] = y1;
      d[o + 5] = z1;
      d[o + 6] = CORNERS[k]![0];
      d[o + 7] = CORNERS[k]![1];
      d[o + 8] = Math.max(1, width * this.pixel);
      d[o + 9] = c[0];
      d[o + 10] = c[1];
      d[o + 11] = c[2];
      d[o + 12] = alpha;
      o += VERTEX;
    }
    this.count++;
  }
}

/** An entity's outline: its number and colour (sRGB 0…1). */
export interface Outline {
  readonly id: number;
  readonly colour: readonly [number, number, number];
}

/** The pass. */
export interface OverlayPass {
  readonly programs: readonly Program[];
  readonly lines: Lines;
  /** Draws over the canvas. */
  render(outlines: readonly Outline[], pixelRatio: number): void;
  dispose(): void;
}

/** Makes the pass over one picture. */
export function createOverlay(gpu: Gpu, camera: Block, surfaces: Target): OverlayPass {
  const block = gpu.block(OUTLINES);
  const outline = gpu.program(OUTLINE);
  const line = gpu.program(LINE);
  const outlineDraw: Draw = gpu.draw(outline, [camera, block], { surface4: surfaces.textures[4]! });
  const lineDraw: Draw = gpu.draw(line, [camera], { surface2: surfaces.textures[2]! });
  const lines = new Lines();
  let room = 0;
  let geometry: Geometry | null = null;
  const split = (): Geometry => {
    // One interleaved buffer, four views of it.
    room = lines.data.length;
    return gpu.interleaved(lines.data, VERTEX, {
      a_from: [0, 3],
      a_to: [3, 3],
      a_corner: [6, 3],
      a_colour: [9, 4],
    });
  };
  return {
    programs: [outline, line],
    lines,
    render(outlines, pixelRatio) {
      const n = Math.min(outlines.length, MAX_OUTLINES);
      if (n === 0 && lines.count === 0) return;
      const d = block.data;
      for (let i = 0; i < n; i++) {
        const o = outlines[i]!;
        d[i * 4] = o.colour[0];
        d[i * 4 + 1] = o.colour[1];
        d[i * 4 + 2] = o.colour[2];
        d[i * 4 + 3] = o.id;
      }
      d[block.at["count"]!] = n;
      d[block.at["count"]! + 1] = 1.6 * pixelRatio;
      gpu.send(block);
      gpu.begin(null, null, false);
      if (n > 0) {
        gpu.state(false, false, false, "premultiplied");
        gpu.coverOpen(outlineDraw);
      }
      if (lines.count > 0) {
        if (!geometry || room !== lines.data.length) {
          geometry?.dispose();
          geometry = split();
        }
        geometry.refill!(lines.data);
        geometry.count = lines.count * 6;
        gpu.state(false, false, false, "premultiplied");
        gpu.submit(lineDraw, geometry, 1);
      }
    },
    dispose() {
      geometry?.dispose();
    },
  };
}
