/**
 * What a monitor can show over the finished picture and no recording holds: focus peaking (edges that are sharp) and false
 * colour (exposure in bands of stops round a grey card). In: the toned picture, with its brightness beside the colours.
 * Out: the canvas.
 */
import { type Block, COVER, type Draw, type Gpu, type Program, type Target } from "../gpu/gpu.ts";
import type { BlockForm, ShaderSource } from "../gpu/source.ts";
import { TONE } from "./finish.ts";

const MONITOR = {
  name: "monitor",
  fields: {
    /** Gate on the picture: x, y, width, height, 0…1 from the bottom left. */
    gate: "vec4f",
    /** x peaking, y false colour: 1 is on. */
    shows: "vec4f",
    /** Size in texels and one over it. */
    size: "vec4f",
  },
} as const satisfies BlockForm;

/** Stops from a grey card at which the bands of false colour end, rising. */
export const BANDS = [-6, -4, -0.3, 0.3, 0.8, 1.3, 4.5, 6] as const;
/** Display values of the bands between, and what they mean; null: shown in grey. */
export const BAND_COLOURS: readonly (readonly [number, number, number] | null)[] = [
  [0.42, 0.12, 0.62],
  [0.12, 0.32, 0.85],
  null,
  [0.22, 0.72, 0.28],
  null,
  [0.95, 0.58, 0.66],
  null,
  [0.96, 0.86, 0.2],
  [0.92, 0.14, 0.12],
];
/** Contrast against all four neighbours from which an edge counts as sharp. */
const SHARP = 0.16;

const colourOf = (c: readonly [number, number, number]): string => `vec3f(${c.join(", ")})`;
const steps = BANDS.map(
  (stops, k) =>
    `if (m > levelOf(${stops.toFixed(2)})) { shown = ${
      BAND_COLOURS[k + 1] ? colourOf(BAND_COLOURS[k + 1]!) : "vec3f(m)"
    }; }`,
).join("\n  ");

const MONITORED: ShaderSource = {
  name: "monitor",
  ...COVER,
  blocks: [MONITOR],
  textures: { toned: "filtered" },
  functions: `${TONE}
fn levelOf(stops: f32) -> f32 { return film(vec3f(0.18 * exp2(stops))).y; }
fn brightAt(uv: vec2f) -> f32 { return textureSampleLevel(toned, uv, 0.0).w; }
`,
  fragment: `
let inside: vec2f = step(monitor.gate.xy, v_uv) * step(v_uv, monitor.gate.xy + monitor.gate.zw);
if (inside.x * inside.y < 0.5) { discard; }
let m: f32 = brightAt(v_uv);
let px: vec2f = monitor.size.zw;
let n: f32 = brightAt(v_uv + vec2f(0.0, px.y));
let s: f32 = brightAt(v_uv - vec2f(0.0, px.y));
let e: f32 = brightAt(v_uv + vec2f(px.x, 0.0));
let w: f32 = brightAt(v_uv - vec2f(px.x, 0.0));
let contrast: f32 = (abs(m - n) + abs(m - s) + abs(m - e) + abs(m - w)) / (0.15 + m);
let peaks: bool = monitor.shows.x > 0.5 && contrast > ${SHARP.toFixed(2)} * 2.0;
var shown: vec3f = ${colourOf(BAND_COLOURS[0]!)};
if (monitor.shows.y > 0.5) {
  ${steps}
}
if (peaks) { shown = vec3f(0.15, 1.0, 0.35); }
if (!peaks && monitor.shows.y < 0.5) { discard; }
o_0 = vec4f(shown, 1.0);`,
};

/** The shaders of this pass. */
export const MONITORS: readonly ShaderSource[] = [MONITORED];

/** What of it is on. */
export interface MonitorShows {
  readonly peaking?: boolean;
  readonly falseColour?: boolean;
}

/** The pass. */
export interface MonitorPass {
  /** Draws over the canvas, from the toned picture; `gate` in fractions from the top left. Nothing where nothing is on. */
  render(
    toned: Target | null,
    shows: MonitorShows,
    gate: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  ): void;
}

/** Makes the pass. Its program is compiled when it is first asked for; until then the picture shows as it is. */
export function createMonitor(gpu: Gpu): MonitorPass {
  let block: Block | null = null;
  let program: Program | null = null;
  const draws = new WeakMap<Target, Draw>();
  return {
    render(toned, shows, gate) {
      if (toned === null || !(shows.peaking || shows.falseColour)) return;
      block ??= gpu.block(MONITOR);
      program ??= gpu.program(MONITORED);
      if (!gpu.ready([program])) return;
      let over = draws.get(toned);
      if (!over) {
        over = gpu.draw(program, [block], { toned: toned.textures[0]! });
        draws.set(toned, over);
      }
      const { width, height } = toned;
      const d = block.data;
      d.set([gate.x, 1 - gate.y - gate.height, gate.width, gate.height], block.at["gate"]!);
      d[block.at["shows"]!] = shows.peaking ? 1 : 0;
      d[block.at["shows"]! + 1] = shows.falseColour ? 1 : 0;
      d.set([width, height, 1 / width, 1 / height], block.at["size"]!);
      gpu.send(block);
      gpu.begin(null, null, false);
      gpu.state(false, false, false, "premultiplied");
      gpu.coverOpen(over);
    },
  };
}
