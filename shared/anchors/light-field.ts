/**
 * The light memory as it is handed on: probes on a grid over the set, each with the radiance that arrives there as
 * spherical harmonics (L1), and how a surface looks it up. All light over key; irradiance divided by π. World metres.
 * The grid is even along x and z; its layers lie closer near the ground, where things stand and people look.
 */

/** Harmonics of a grid of probes. */
export interface LightField {
  /** World place of the first probe; its height is that of the first layer. */
  origin: [number, number, number];
  /** Metres between probes along x and along z; the layers say their heights. */
  spacing: [number, number];
  /** Probes along x, y and z. */
  counts: [number, number, number];
  /** World height of each layer, rising, `counts[1]` of them. */
  heights: Float32Array;
  /** For each probe 12 values: four harmonics (1, y, z, x) × RGB, over key; x fastest, then y, then z. */
  harmonics: Float32Array;
  /** 1 where a probe counts, 0 within solids. */
  valid: Uint8Array;
  /**
   * Walls that people put up between probes: for the cell that begins at each probe WALLS planes, x y z towards one side
   * and the distance from the world's origin (all 0: none). What lies on one side is not told by probes on the other.
   * Empty where nothing stands.
   */
  walls: Float32Array;
  /** Entities of the lamps that `seen` speaks of, LAMPS at most. */
  lamps: number[];
  /** For each probe which lamps shine there, bit by bit in the order of `lamps`. Empty where nothing stands. */
  seen: Float32Array;
}

/** Lamps that a field may number: as many as bits that a float keeps exactly. */
export const LAMPS = 24;

/** Planes that a cell may have. */
export const WALLS = 3;
/** Share of its weight that a probe behind a wall keeps: it counts only where there is no other. */
export const BEHIND_WALL = 1e-4;

/** Metres that a lookup is moved out along the normal, so that probes behind the surface count less. */
export const BIAS = 0.35;

/** Value of the harmonics' first band. */
export const BAND_0 = 0.282095;
/** Factor of the second band's harmonics, to be multiplied with y, z and x. */
export const BAND_1 = 0.488603;
/** The same under a cosine lobe, over π. */
export const BAND_1_COSINE = 0.325735;

/** Second band over first of light from one direction alone. */
export const SIDED = 1.7320508;
/** One-sidedness up to which two bands are taken as they are. */
export const EVEN = 0.2;
/** One-sidedness from which on a lobe counts for what faces away. */
export const LOBE = 0.6;

/** Layers of a grid: anything that says its heights. */
type Grid = Pick<LightField, "origin" | "spacing" | "counts" | "heights" | "valid" | "walls">;

/** The eight probes round a point and the share that each has in it; shares add up to 1, or all are 0. */
export const corners = { index: new Uint32Array(8), share: new Float64Array(8) };

/**
 * Weighs the eight probes round a point that is seen from a surface with unit normal `n`, into `corners`: those behind
 * the surface count little, those behind a wall next to nothing, those within solids not at all. False where none
 * counts.
 */
export function weigh(grid: Grid, p: ArrayLike<number>, n: ArrayLike<number>): boolean {
  const { origin, spacing, counts, heights, valid, walls } = grid;
  const [nx, ny, nz] = counts;
  const gx = Math.max(0, Math.min(nx - 1.001, (p[0]! - origin[0]) / spacing[0]));
  const gz = Math.max(0, Math.min(nz - 1.001, (p[2]! - origin[2]) / spacing[1]));
  const x0 = Math.floor(gx);
  const z0 = Math.floor(gz);
  let y0 = 0;
  while (y0 < ny - 2 && p[1]! >= heights[y0 + 1]!) y0++;
  const low = heights[y0]!;
  const high = heights[Math.min(ny - 1, y0 + 1)]!;
  const fy = high > low ? Math.max(0, Math.min(1, (p[1]! - low) / (high - low))) : 0;
  const cell = walls.length > 0 ? (x0 + nx * (y0 + ny * z0)) * WALLS * 4 : -1;
  let sum = 0;
  for (let k = 0; k < 8; k++) {
    const bx = k & 1;
    const by = (k >> 1) & 1;
    const bz = k >> 2;
    const x = Math.min(nx - 1, x0 + bx);
    const y = Math.min(ny - 1, y0 + by);
    const z = Math.min(nz - 1, z0 + bz);
    const index = x + nx * (y + ny * z);
    corners.index[k] = index;
    corners.share[k] = 0;
    if (valid[index] === 0) continue;
    const dx = origin[0] + x * spacing[0] - p[0]!;
    const dy = heights[y]! - p[1]!;
    const dz = origin[2] + z * spacing[1] - p[2]!;
    const size = Math.sqrt(dx * dx + dy * dy + dz * dz);
    const cosine = size > 1e-5 ? (dx * n[0]! + dy * n[1]! + dz * n[2]!) / size : 1;
    const wrapped = (cosine + 1) / 2;
    const near = (bx ? gx - x0 : 1 - gx + x0) * (by ? fy : 1 - fy) * (bz ? gz - z0 : 1 - gz + z0);
    let share = near * (wrapped * wrapped + 0.05);
    for (let w = cell; w >= 0 && w < cell + WALLS * 4; w += 4) {
      const here = walls[w]! * p[0]! + walls[w + 1]! * p[1]! + walls[w + 2]! * p[2]! - walls[w + 3]!;
      const there = here + walls[w]! * dx + walls[w + 1]! * dy + walls[w + 2]! * dz;
      if (here * there < 0) {
        share *= BEHIND_WALL;
        break;
      }
    }
    corners.share[k] = share;
    sum += share;
  }
  if (sum <= 0) return false;
  for (let k = 0; k < 8; k++) corners.share[k] = corners.share[k]! / sum;
  return true;
}

/** Blends the probes round a point into 12 values; zeros where none counts. */
export function lookUp(
  field: LightField,
  p: ArrayLike<number>,
  n: ArrayLike<number>,
  out: Float64Array,
): void {
  out.fill(0);
  if (!weigh(field, p, n)) return;
  for (let k = 0; k < 8; k++) {
    const share = corners.share[k]!;
    if (share === 0) continue;
    const at = corners.index[k]! * 12;
    for (let h = 0; h < 12; h++) out[h] = out[h]! + field.harmonics[at + h]! * share;
  }
}

/**
 * Irradiance over π on a surface with unit normal `n`, of the first band and the second as a vector. Two bands fit light
 * from all round exactly; light from one side, as a window's in a room, they would make less than nothing on whatever faces
 * away from it. There it is taken for a lobe that is never negative, of the same mean and direction (after the non-linear
 * reconstruction of Geomerics), so that the wall round a window gets what the room gives back.
 */
export function arriving(
  first: number,
  x: number,
  y: number,
  z: number,
  nx: number,
  ny: number,
  nz: number,
): number {
  const mean = first * BAND_0;
  const along = x * nx + y * ny + z * nz;
  const even = mean + along * BAND_1_COSINE;
  const size = Math.sqrt(x * x + y * y + z * z);
  const sided = Math.min(1, size / Math.max(first * SIDED, 1e-30));
  if (sided <= EVEN) return even;
  const q = 0.5 + (0.5 * along) / size;
  // q to the power of 1 + 2 × sided, near enough.
  const power =
    q * ((1 - sided) * (1 - 2 * sided) + q * (4 * sided * (1 - sided) + q * sided * (2 * sided - 1)));
  const rest = (1 - sided) / (1 + sided);
  const lobe = mean * (rest + (1 - rest) * (2 + 2 * sided) * power);
  const part = Math.min(1, (sided - EVEN) / (LOBE - EVEN));
  return Math.max(0, even + (lobe - even) * (part * part * (3 - 2 * part) * (1 - q)));
}

/** Irradiance over π of blended harmonics on a surface, for channel `c`. */
export const irradianceOf = (sum: ArrayLike<number>, c: number, n: ArrayLike<number>): number =>
  arriving(sum[c]!, sum[9 + c]!, sum[3 + c]!, sum[6 + c]!, n[0]!, n[1]!, n[2]!);

/** Radiance of blended harmonics along a direction; `sharp` 1 is the harmonics' own, 0 their mean. */
export function radianceOf(sum: ArrayLike<number>, c: number, d: ArrayLike<number>, sharp: number): number {
  const first = sum[c]! * BAND_0;
  const second = (sum[3 + c]! * d[1]! + sum[6 + c]! * d[2]! + sum[9 + c]! * d[0]!) * BAND_1 * sharp;
  return Math.max(first + second, 0);
}
