/**
 * The sky as physics gives it: Rayleigh and Mie scattering and ozone over a round earth, with light scattered many times
 * (Hillaire, "A Scalable and Production Ready Sky and Atmosphere Rendering Technique", 2020), worked out on the
 * processor into small tables. In: the sun's elevation and the air's turbidity. Out: luminance by direction (cd/m²) and
 * the sun's own colour and illuminance through the same air (lux). Linear sRGB primaries. Lengths here in kilometres.
 */
import type { Radians } from "../math/units.ts";

const EARTH = 6360;
const TOP = 6460;
// At 611, 549 and 464 nm, where the sRGB primaries have their weight: ozone takes more red than green there, which is
// what keeps a dusk blue rather than magenta.
const RAYLEIGH = [8.9e-3, 13.6e-3, 26.6e-3] as const;
const RAYLEIGH_HEIGHT = 8;
const MIE_HEIGHT = 1.2;
const MIE_ALBEDO = 0.92;
const MIE_G = 0.78;
const OZONE = [2.25e-3, 1.65e-3, 0.22e-3] as const;
/** Zenith optical depth of clean air at 550 nm; turbidity counts multiples of it. */
const CLEAN_DEPTH = RAYLEIGH[1] * RAYLEIGH_HEIGHT;
/** Illuminance of the sun above the air, lux, and its colour against a daylight-balanced white. */
const SUN_ILLUMINANCE = 128000;
/** Colour of the sun above the air, linear. */
export const SUN_COLOUR = [1.04, 1.0, 0.93] as const;
const GROUND_ALBEDO = 0.25;

/** Columns of the table of the sky, over azimuth from the sun (0…π). */
export const SKY_COLUMNS = 64;
/** Rows of the table of the sky, over elevation (0…π/2). */
export const SKY_ROWS = 48;

const T_HEIGHTS = 24;
const T_ANGLES = 64;
const M_HEIGHTS = 6;
const M_ANGLES = 20;

/** Tables of one air. */
export interface Air {
  readonly turbidity: number;
  readonly mie: number;
  readonly transmittance: Float32Array;
  readonly multiple: Float32Array;
}

/** Luminance of the upper sky: `SKY_ROWS × SKY_COLUMNS × 3`, cd/m². */
export interface SkyTable {
  readonly data: Float32Array;
  /** Illuminance of the sun on a surface facing it, lux by primary, through the air and around the horizon. */
  readonly sun: [number, number, number];
  /** Illuminance of the sky on level ground, lux by primary. */
  readonly level: [number, number, number];
}

/** Elevation of a row's centre: finer towards the horizon, where the sky changes most. */
export function rowElevation(row: number): Radians {
  const v = row / (SKY_ROWS - 1);
  return v * v * (Math.PI / 2);
}

/** Tables of an air of this turbidity (1.5 … 10). */
export function createAir(turbidity: number): Air {
  const mie = ((turbidity - 1) * CLEAN_DEPTH) / MIE_HEIGHT;
  const air: Air = {
    turbidity,
    mie,
    transmittance: new Float32Array(T_HEIGHTS * T_ANGLES * 3),
    multiple: new Float32Array(M_HEIGHTS * M_ANGLES * 3),
  };
  fillTransmittance(air);
  fillMultiple(air);
  return air;
}

const extinction = new Float64Array(3);
const scatterR = new Float64Array(3);
let scatterM = 0;

/** Scattering and extinction at a height. */
function medium(air: Air, height: number): void {
  const dr = Math.exp(-height / RAYLEIGH_HEIGHT);
  const dm = Math.exp(-height / MIE_HEIGHT);
  const dO = Math.max(0, 1 - Math.abs(height - 25) / 15);
  scatterM = air.mie * dm * MIE_ALBEDO;
  for (let c = 0; c < 3; c++) {
    scatterR[c] = RAYLEIGH[c]! * dr;
    extinction[c] = RAYLEIGH[c]! * dr + air.mie * dm + OZONE[c]! * dO;
  }
}

/** Distance to a sphere around the earth's centre from radius r at cosine mu, or −1. */
function reach(r: number, mu: number, sphere: number): number {
  const d = r * r * (mu * mu - 1) + sphere * sphere;
  if (d < 0) return -1;
  const root = Math.sqrt(d);
  const near = -r * mu - root;
  if (sphere < r && near > 0) return near;
  return sphere < r ? -1 : -r * mu + root;
}

// Angles of the table run over cosines −0.25…1 with most rows near the horizon.
const angleOf = (u: number): number => {
  const s = u * 2 - 1;
  return s < 0 ? -0.25 * s * s : s * s;
};
const rowOf = (mu: number): number =>
  mu < 0 ? 0.5 - 0.5 * Math.sqrt(Math.min(1, -mu / 0.25)) : 0.5 + 0.5 * Math.sqrt(mu);

function fillTransmittance(air: Air): void {
  const steps = 32;
  for (let h = 0; h < T_HEIGHTS; h++) {
    const height = (h / (T_HEIGHTS - 1)) ** 2 * (TOP - EARTH);
    for (let a = 0; a < T_ANGLES; a++) {
      const mu = angleOf(a / (T_ANGLES - 1));
      const r = EARTH + height;
      const length = reach(r, mu, TOP);
      const depth = [0, 0, 0];
      for (let i = 0; i < steps; i++) {
        const t = ((i + 0.5) / steps) * length;
        const hh = Math.sqrt(r * r + t * t + 2 * r * mu * t) - EARTH;
        medium(air, Math.max(hh, 0));
        for (let c = 0; c < 3; c++) depth[c]! += (extinction[c]! * length) / steps;
      }
      // A ray through the ground dies away over a few hundredths of a degree, not at once: that is dusk's soft edge.
      const blocked = reach(r, mu, EARTH - 0.5) > 0 ? 1 : 0;
      for (let c = 0; c < 3; c++) {
        air.transmittance[(h * T_ANGLES + a) * 3 + c] = blocked ? 0 : Math.exp(-depth[c]!);
      }
    }
  }
}

const through = new Float64Array(3);

/** Transmittance towards the sun into `through`. */
function look(air: Air, height: number, mu: number): void {
  const y = Math.sqrt(Math.max(0, Math.min(1, height / (TOP - EARTH)))) * (T_HEIGHTS - 1);
  const x = Math.max(0, Math.min(1, rowOf(mu))) * (T_ANGLES - 1);
  const y0 = Math.min(Math.floor(y), T_HEIGHTS - 2);
  const x0 = Math.min(Math.floor(x), T_ANGLES - 2);
  const fy = y - y0;
  const fx = x - x0;
  const t = air.transmittance;
  const i = (y0 * T_ANGLES + x0) * 3;
  const j = i + T_ANGLES * 3;
  for (let c = 0; c < 3; c++) {
    through[c] =
      (t[i + c]! * (1 - fx) + t[i + 3 + c]! * fx) * (1 - fy) +
      (t[j + c]! * (1 - fx) + t[j + 3 + c]! * fx) * fy;
  }
}

function fillMultiple(air: Air): void {
  const directions = 6;
  const turns = 8;
  const steps = 14;
  for (let h = 0; h < M_HEIGHTS; h++) {
    const height = 0.01 + (h / (M_HEIGHTS - 1)) ** 2 * (TOP - EARTH - 1);
    const r = EARTH + height;
    for (let a = 0; a < M_ANGLES; a++) {
      const sunMu = angleOf(a / (M_ANGLES - 1));
      const second = [0, 0, 0];
      const again = [0, 0, 0];
      for (let d = 0; d < directions; d++) {
        const mu = 1 - (2 * (d + 0.5)) / directions;
        for (let k = 0; k < turns; k++) {
          const phi = ((k + 0.5) / turns) * 2 * Math.PI;
          const ground = reach(r, mu, EARTH);
          const length = ground > 0 ? ground : reach(r, mu, TOP);
          const sunSin = Math.sqrt(Math.max(0, 1 - sunMu * sunMu));
          const cosine = mu * sunMu + Math.sqrt(1 - mu * mu) * sunSin * Math.cos(phi);
          const depth = [0, 0, 0];
          for (let i = 0; i < steps; i++) {
            const t = ((i + 0.5) / steps) * length;
            const dt = length / steps;
            const rr = Math.sqrt(r * r + t * t + 2 * r * mu * t);
            const hh = Math.max(0, rr - EARTH);
            const muHere = (r * sunMu + t * cosine) / rr;
            medium(air, hh);
            look(air, hh, muHere);
            for (let c = 0; c < 3; c++) {
              const s = scatterR[c]! + scatterM;
              const seen = Math.exp(-depth[c]! - extinction[c]! * dt * 0.5);
              second[c]! += (seen * s * through[c]! * dt) / (4 * Math.PI);
              again[c]! += seen * s * dt;
              depth[c]! += extinction[c]! * dt;
            }
          }
          if (ground > 0) {
            const muGround = (r * sunMu + length * cosine) / EARTH;
            look(air, 0, muGround);
            for (let c = 0; c < 3; c++) {
              second[c]! +=
                (Math.exp(-depth[c]!) * through[c]! * Math.max(0, muGround) * GROUND_ALBEDO) / Math.PI;
            }
          }
        }
      }
      const n = directions * turns;
      for (let c = 0; c < 3; c++) {
        const f = Math.min(again[c]! / n, 0.95);
        air.multiple[(h * M_ANGLES + a) * 3 + c] = second[c]! / n / (1 - f);
      }
    }
  }
}

function multiple(air: Air, height: number, mu: number, c: number): number {
  const y = Math.sqrt(Math.max(0, Math.min(1, height / (TOP - EARTH - 1)))) * (M_HEIGHTS - 1);
  const x = Math.max(0, Math.min(1, rowOf(mu))) * (M_ANGLES - 1);
  const y0 = Math.min(Math.floor(y), M_HEIGHTS - 2);
  const x0 = Math.min(Math.floor(x), M_ANGLES - 2);
  const m = air.multiple;
  const i = (y0 * M_ANGLES + x0) * 3 + c;
  const j = i + M_ANGLES * 3;
  return (
    (m[i]! * (1 - (x - x0)) + m[i + 3]! * (x - x0)) * (1 - (y - y0)) +
    (m[j]! * (1 - (x - x0)) + m[j + 3]! * (x - x0)) * (y - y0)
  );
}

/** Luminance of the sky for a sun at this elevation, seen from the ground. */
export function tabulateSky(air: Air, sunElevation: Radians): SkyTable {
  const data = new Float32Array(SKY_ROWS * SKY_COLUMNS * 3);
  const height = 0.05;
  const r = EARTH + height;
  const sunMu = Math.sin(sunElevation);
  const sunSin = Math.cos(sunElevation);
  const steps = 26;
  const level: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < SKY_ROWS; row++) {
    const elevation = Math.max(rowElevation(row), 0.0015);
    const mu = Math.sin(elevation);
    const flat = Math.cos(elevation);
    const length = reach(r, mu, TOP);
    for (let col = 0; col < SKY_COLUMNS; col++) {
      const cosine = mu * sunMu + flat * sunSin * Math.cos((col / (SKY_COLUMNS - 1)) * Math.PI);
      const phaseR = (3 / (16 * Math.PI)) * (1 + cosine * cosine);
      const phaseM = mie(cosine);
      let d0 = 0;
      let d1 = 0;
      let d2 = 0;
      let l0 = 0;
      let l1 = 0;
      let l2 = 0;
      let before = 0;
      for (let i = 0; i < steps; i++) {
        // Steps grow with distance: the air near by is thick.
        const end = ((i + 1) / steps) ** 2 * length;
        const dt = end - before;
        const t = before + dt * 0.5;
        before = end;
        const rr = Math.sqrt(r * r + t * t + 2 * r * mu * t);
        const hh = Math.max(0, rr - EARTH);
        const muHere = (r * sunMu + t * cosine) / rr;
        medium(air, hh);
        look(air, hh, muHere);
        const e0 = extinction[0]!;
        const e1 = extinction[1]!;
        const e2 = extinction[2]!;
        const s0 =
          through[0]! * (scatterR[0]! * phaseR + scatterM * phaseM) +
          multiple(air, hh, muHere, 0) * (scatterR[0]! + scatterM);
        const s1 =
          through[1]! * (scatterR[1]! * phaseR + scatterM * phaseM) +
          multiple(air, hh, muHere, 1) * (scatterR[1]! + scatterM);
        const s2 =
          through[2]! * (scatterR[2]! * phaseR + scatterM * phaseM) +
          multiple(air, hh, muHere, 2) * (scatterR[2]! + scatterM);
        // Within a step the light falls off too (analytic over the step).
        const f0 = Math.exp(-e0 * dt);
        const f1 = Math.exp(-e1 * dt);
        const f2 = Math.exp(-e2 * dt);
        l0 += (Math.exp(-d0) * s0 * (1 - f0)) / Math.max(e0, 1e-9);
        l1 += (Math.exp(-d1) * s1 * (1 - f1)) / Math.max(e1, 1e-9);
        l2 += (Math.exp(-d2) * s2 * (1 - f2)) / Math.max(e2, 1e-9);
        d0 += e0 * dt;
        d1 += e1 * dt;
        d2 += e2 * dt;
      }
      const at = (row * SKY_COLUMNS + col) * 3;
      data[at] = l0 * SUN_ILLUMINANCE * SUN_COLOUR[0];
      data[at + 1] = l1 * SUN_ILLUMINANCE * SUN_COLOUR[1];
      data[at + 2] = l2 * SUN_ILLUMINANCE * SUN_COLOUR[2];
      const lower = row === 0 ? 0 : (rowElevation(row - 1) + rowElevation(row)) / 2;
      const upper = row === SKY_ROWS - 1 ? Math.PI / 2 : (rowElevation(row) + rowElevation(row + 1)) / 2;
      // ∫ sin e · cos e de over the row, and 2π over the columns (half weight at both ends).
      const band = (Math.sin(upper) ** 2 - Math.sin(lower) ** 2) / 2;
      const share = (col === 0 || col === SKY_COLUMNS - 1 ? 0.5 : 1) / (SKY_COLUMNS - 1);
      for (let c = 0; c < 3; c++) level[c]! += data[at + c]! * band * share * 2 * Math.PI;
    }
  }
  look(air, height, sunMu);
  const visible = Math.max(0, Math.min(1, (sunElevation + 0.0047) / 0.0094));
  const sun = [0, 1, 2].map((c) => SUN_ILLUMINANCE * SUN_COLOUR[c]! * through[c]! * visible);
  return { data, sun: sun as [number, number, number], level };
}

function mie(cosine: number): number {
  const g2 = MIE_G * MIE_G;
  const k = ((3 / (8 * Math.PI)) * (1 - g2)) / (2 + g2);
  return (k * (1 + cosine * cosine)) / (1 + g2 - 2 * MIE_G * cosine) ** 1.5;
}
