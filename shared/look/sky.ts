/**
 * The light of a look: sun, moon and sky by direction, its irradiance as spherical harmonics, its reflection by
 * roughness, and the exposure that a meter would read. In: a look. Out: plain arrays for the device, in photometric
 * units (lux, cd/m²), linear sRGB. World space.
 */
import type { Look } from "../world/command.ts";
import {
  type Air,
  createAir,
  rowElevation,
  SKY_COLUMNS,
  SKY_ROWS,
  type SkyTable,
  tabulateSky,
} from "./atmosphere.ts";
import { skyDirection, sunPlace } from "./sun.ts";

/** Size of one reflection level; the levels are stacked, each with a column more at either side so that it wraps. */
export const GLOSS_COLUMNS = 48;
/** Rows of one reflection level. */
export const GLOSS_ROWS = 24;
/** Roughness of each reflection level. */
export const GLOSS_LEVELS = [0.15, 0.35, 0.55, 0.75, 1] as const;
/** Below this elevation of the sun, practicals that go "by dusk" are lit (civil twilight is −6°). */
export const DUSK = 0.035;
/** Reflectance of the ground that lights the lower half of everything. */
const GROUND = [0.19, 0.185, 0.175] as const;
/** Lux that a metered night of lit streets comes to. */
const NIGHT_LEVEL = 4.2;

/** Sun or moon, whichever lights the place. */
export interface KeyLight {
  readonly direction: readonly [number, number, number];
  /** Lux on a surface that faces it. */
  readonly illuminance: readonly [number, number, number];
}

/** Everything that a look sheds. */
export interface SkyLight {
  readonly key: KeyLight;
  readonly sunDirection: readonly [number, number, number];
  readonly sunElevation: number;
  /** SKY_ROWS × SKY_COLUMNS × 4, cd/m². */
  readonly table: Float32Array;
  /** Nine coefficients × RGB: irradiance by normal, lux, the cosine lobe folded in. */
  readonly harmonics: Float32Array;
  /** (GLOSS_COLUMNS + 2) × GLOSS_ROWS × levels × 4, cd/m². */
  readonly gloss: Float32Array;
  /** Luminance of the ground far away. */
  readonly ground: readonly [number, number, number];
  /** 0 by day … 1 by night: how far things that glow at night do so. */
  readonly night: number;
  /** Factor from cd/m² to the picture's values: the look's stops over one over the key luminance. */
  readonly exposure: number;
  readonly clearness: number;
}

const smooth = (a: number, b: number, x: number): number => {
  const t = Math.max(0, Math.min(1, (x - a) / (b - a)));
  return t * t * (3 - 2 * t);
};

let lastAir: Air | null = null;

/**
 * Works out a look's light; some 60 ms, so only when the look has changed. `fixedKey` is the key luminance (cd/m²) of a
 * set that is shot at a fixed exposure (`look.key` of its sheet); 0: a meter reads the sky, and the key follows the hour.
 */
export function lightOf(look: Look, fixedKey = 0): SkyLight {
  const place = sunPlace(look.time, look.day, look.latitude);
  const sunDirection = skyDirection(place, look.north);
  const turbidity = Math.max(1.5, look.turbidity);
  const air = lastAir && lastAir.turbidity === turbidity ? lastAir : (lastAir = createAir(turbidity));
  const sky = tabulateSky(air, Math.max(place.elevation, -0.34));
  const table = cover(sky, look.cloud, place.elevation);
  const through = (1 - look.cloud) ** 1.5;
  const sunLux = sky.sun.map((v) => v * through) as [number, number, number];
  const dark = smooth(0.0, -0.14, place.elevation);
  const moonPlace = { elevation: 0.75, azimuth: place.azimuth + Math.PI * 0.8 };
  const moonLux = 0.18 * (1 - look.cloud * 0.9) * dark;
  const sunBright = sunLux[0] + sunLux[1] + sunLux[2];
  const key: KeyLight =
    sunBright > 3 * moonLux
      ? { direction: sunDirection, illuminance: sunLux }
      : {
          direction: skyDirection(moonPlace, look.north),
          illuminance: [moonLux * 0.86, moonLux * 0.96, moonLux * 1.16],
        };
  const level = levelIlluminance(table);
  const onGround = Math.max(0, key.direction[1]);
  const ground = GROUND.map((a, c) => (a * (level[c]! + key.illuminance[c]! * onGround)) / Math.PI) as [
    number,
    number,
    number,
  ];
  const harmonics = irradianceHarmonics(table, sunDirection, ground);
  const gloss = glossLevels(table, sunDirection, ground);
  const luminous = (v: ArrayLike<number>) => 0.2126 * v[0]! + 0.7152 * v[1]! + 0.0722 * v[2]!;
  const metered = luminous(level) * 0.9 + luminous(key.illuminance) * (0.1 + 0.15 * onGround);
  const night =
    look.practicals === "off"
      ? 0
      : look.practicals === "on"
        ? 1
        : smooth(DUSK + 0.05, DUSK - 0.09, place.elevation);
  const exposure = 2 ** look.exposure / (fixedKey > 0 ? fixedKey : meter(metered, night));
  return {
    key,
    sunDirection,
    sunElevation: place.elevation,
    table,
    harmonics,
    gloss,
    ground,
    night,
    exposure,
    clearness: through,
  };
}

/** Key luminance that a meter finds under a sky of so many lux, with that share of the night's lamps lit; cd/m². */
function meter(lux: number, night: number): number {
  // A night is metered for its lamps and printed down; deep shade in daylight is not lifted to noon either.
  const key18 = 1 - 0.45 * smooth(2000, 5, lux);
  return (lux + NIGHT_LEVEL * night + 0.15) / (Math.PI * key18);
}

/** Adds clouds and the glow of the night to a clear sky. */
function cover(sky: SkyTable, cloud: number, elevation: number): Float32Array {
  const out = new Float32Array(SKY_ROWS * SKY_COLUMNS * 4);
  const mean = [0, 1, 2].map((c) => sky.level[c]! + sky.sun[c]! * Math.max(0, Math.sin(elevation)));
  const grey = (0.3 * mean[0]! + 0.5 * mean[1]! + 0.2 * mean[2]!) * 0.32;
  for (let row = 0; row < SKY_ROWS; row++) {
    const e = rowElevation(row);
    // CIE overcast sky: three times as bright overhead as at the horizon.
    const overcast = ((grey * 9) / (7 * Math.PI)) * ((1 + 2 * Math.sin(e)) / 3);
    const glow = 0.012 + 0.05 * Math.exp(-e * 4);
    for (let col = 0; col < SKY_COLUMNS; col++) {
      const from = (row * SKY_COLUMNS + col) * 3;
      const to = (row * SKY_COLUMNS + col) * 4;
      const tint = [0.97, 1, 1.06];
      const city = [1.15, 0.95, 0.82];
      for (let c = 0; c < 3; c++) {
        const clear = Math.min(sky.data[from + c]!, 60000);
        out[to + c] = clear * (1 - cloud) + overcast * tint[c]! * cloud + glow * city[c]! * (1 + cloud);
      }
      out[to + 3] = 1;
    }
  }
  return out;
}

function levelIlluminance(table: Float32Array): [number, number, number] {
  const out: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < SKY_ROWS; row++) {
    const band = rowBand(row);
    for (let col = 0; col < SKY_COLUMNS; col++) {
      const share = (col === 0 || col === SKY_COLUMNS - 1 ? 0.5 : 1) / (SKY_COLUMNS - 1);
      const at = (row * SKY_COLUMNS + col) * 4;
      for (let c = 0; c < 3; c++) out[c]! += table[at + c]! * band * share * 2 * Math.PI;
    }
  }
  return out;
}

function rowBand(row: number): number {
  const lower = row === 0 ? 0 : (rowElevation(row - 1) + rowElevation(row)) / 2;
  const upper = row === SKY_ROWS - 1 ? Math.PI / 2 : (rowElevation(row) + rowElevation(row + 1)) / 2;
  return (Math.sin(upper) ** 2 - Math.sin(lower) ** 2) / 2;
}

const sampled = new Float64Array(3);

/** Luminance in a world direction into `sampled`; below the horizon the ground. */
function sample(
  table: Float32Array,
  sun: readonly number[],
  ground: readonly number[],
  x: number,
  y: number,
  z: number,
): void {
  if (y < 0) {
    // The far ground melts into the horizon's haze.
    const f = Math.min(1, -y * 12);
    sample(table, sun, ground, x, 0.004, z);
    for (let c = 0; c < 3; c++) sampled[c] = sampled[c]! * (1 - f) + ground[c]! * f;
    return;
  }
  const e = Math.asin(Math.min(1, y));
  const v = Math.sqrt(e / (Math.PI / 2)) * (SKY_ROWS - 1);
  const flat = Math.hypot(x, z) * Math.hypot(sun[0]!, sun[2]!) || 1;
  const cosine = Math.max(-1, Math.min(1, (x * sun[0]! + z * sun[2]!) / flat));
  const u = (Math.acos(cosine) / Math.PI) * (SKY_COLUMNS - 1);
  const u0 = Math.min(Math.floor(u), SKY_COLUMNS - 2);
  const v0 = Math.min(Math.floor(v), SKY_ROWS - 2);
  const fu = u - u0;
  const fv = v - v0;
  const i = (v0 * SKY_COLUMNS + u0) * 4;
  const j = i + SKY_COLUMNS * 4;
  for (let c = 0; c < 3; c++) {
    sampled[c] =
      (table[i + c]! * (1 - fu) + table[i + 4 + c]! * fu) * (1 - fv) +
      (table[j + c]! * (1 - fu) + table[j + 4 + c]! * fu) * fv;
  }
}

/** Irradiance by normal: nine coefficients, the cosine lobe and the basis' constants folded in. */
function irradianceHarmonics(
  table: Float32Array,
  sun: readonly number[],
  ground: readonly number[],
): Float32Array {
  const raw = new Float64Array(27);
  const rings = 24;
  const turns = 32;
  for (let i = 0; i < rings; i++) {
    const y = 1 - (2 * (i + 0.5)) / rings;
    const flat = Math.sqrt(1 - y * y);
    for (let k = 0; k < turns; k++) {
      const phi = ((k + 0.5) / turns) * 2 * Math.PI;
      const x = flat * Math.cos(phi);
      const z = flat * Math.sin(phi);
      sample(table, sun, ground, x, y, z);
      const w = (4 * Math.PI) / (rings * turns);
      const basis = [
        0.282095,
        0.488603 * y,
        0.488603 * z,
        0.488603 * x,
        1.092548 * x * y,
        1.092548 * y * z,
        0.315392 * (3 * z * z - 1),
        1.092548 * x * z,
        0.546274 * (x * x - y * y),
      ];
      for (let b = 0; b < 9; b++) for (let c = 0; c < 3; c++) raw[b * 3 + c]! += sampled[c]! * basis[b]! * w;
    }
  }
  const lobe = [Math.PI, 2.094395, 2.094395, 2.094395, 0.785398, 0.785398, 0.785398, 0.785398, 0.785398];
  const norm = [0.282095, 0.488603, 0.488603, 0.488603, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274];
  const out = new Float32Array(27);
  for (let b = 0; b < 9; b++)
    for (let c = 0; c < 3; c++) out[b * 3 + c] = raw[b * 3 + c]! * lobe[b]! * norm[b]!;
  return out;
}

/** Irradiance at a normal, lux: the shader's twin. */
export function irradiance(h: Float32Array, x: number, y: number, z: number): [number, number, number] {
  const basis = [1, y, z, x, x * y, y * z, 3 * z * z - 1, x * z, x * x - y * y];
  const out: [number, number, number] = [0, 0, 0];
  for (let b = 0; b < 9; b++) for (let c = 0; c < 3; c++) out[c]! += h[b * 3 + c]! * basis[b]!;
  return out.map((v) => Math.max(0, v)) as [number, number, number];
}

function glossLevels(table: Float32Array, sun: readonly number[], ground: readonly number[]): Float32Array {
  const width = GLOSS_COLUMNS + 2;
  const out = new Float32Array(width * GLOSS_ROWS * GLOSS_LEVELS.length * 4);
  const taps = 24;
  GLOSS_LEVELS.forEach((roughness, l) => {
    const a2 = roughness ** 4;
    for (let row = 0; row < GLOSS_ROWS; row++) {
      const e = ((row + 0.5) / GLOSS_ROWS - 0.5) * Math.PI;
      for (let col = 0; col < GLOSS_COLUMNS; col++) {
        const azimuth = ((col + 0.5) / GLOSS_COLUMNS - 0.5) * 2 * Math.PI;
        const n = [Math.cos(e) * Math.sin(azimuth), Math.sin(e), -Math.cos(e) * Math.cos(azimuth)];
        // Any pair at right angles to n.
        const t = Math.abs(n[1]!) < 0.9 ? [n[2]!, 0, -n[0]!] : [0, -n[2]!, n[1]!];
        const tl = Math.hypot(t[0]!, t[1]!, t[2]!);
        const tx = t[0]! / tl;
        const ty = t[1]! / tl;
        const tz = t[2]! / tl;
        const bx = n[1]! * tz - n[2]! * ty;
        const by = n[2]! * tx - n[0]! * tz;
        const bz = n[0]! * ty - n[1]! * tx;
        let weight = 0;
        const sum = [0, 0, 0];
        for (let i = 0; i < taps; i++) {
          const u = (i + 0.5) / taps;
          const phi = i * 2.399963;
          const cosH = Math.sqrt((1 - u) / (1 + (a2 - 1) * u));
          const sinH = Math.sqrt(1 - cosH * cosH);
          const hx = sinH * Math.cos(phi);
          const hy = sinH * Math.sin(phi);
          // Reflected about the half vector, seen along n.
          const lx = 2 * cosH * hx;
          const ly = 2 * cosH * hy;
          const lz = 2 * cosH * cosH - 1;
          if (lz <= 0) continue;
          sample(
            table,
            sun,
            ground,
            lx * tx + ly * bx + lz * n[0]!,
            lx * ty + ly * by + lz * n[1]!,
            lx * tz + ly * bz + lz * n[2]!,
          );
          weight += lz;
          for (let c = 0; c < 3; c++) sum[c]! += sampled[c]! * lz;
        }
        const at = ((l * GLOSS_ROWS + row) * width + col + 1) * 4;
        for (let c = 0; c < 3; c++) out[at + c] = sum[c]! / Math.max(weight, 1e-6);
        out[at + 3] = 1;
      }
      const start = (l * GLOSS_ROWS + row) * width * 4;
      for (let c = 0; c < 4; c++) {
        out[start + c] = out[start + GLOSS_COLUMNS * 4 + c]!;
        out[start + (GLOSS_COLUMNS + 1) * 4 + c] = out[start + 4 + c]!;
      }
    }
  });
  return out;
}

/** Luminance that falls in along a direction, cd/m², into `out`: the sky, or the ground far away; without the sun's disc. */
export function luminance(
  light: SkyLight,
  x: number,
  y: number,
  z: number,
  out: { [index: number]: number },
): void {
  sample(light.table, light.sunDirection, light.ground, x, y, z);
  for (let c = 0; c < 3; c++) out[c] = sampled[c]!;
}

/**
 * The look's key luminance, cd/m²: what a picture shows as 1 before the stops that a person has added. Anchors and light
 * memory are divided by it. It is a function of set and look alone, so that all cameras and machines agree.
 */
export function keyLuminance(light: SkyLight, look: Look): number {
  return 2 ** look.exposure / light.exposure;
}
