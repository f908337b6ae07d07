/**
 * Ways: how somebody gets from here to there round what stands about. A* over the ground's cells, pulled straight and
 * rounded at its corners. Pure arithmetic; ties are broken by cell number, so every peer finds the same way.
 */
import { CELL, cellAt, type Ground, heightAt } from "./ground.ts";

/** Cells looked at before the search gives up and goes straight. */
const PATIENCE = 120_000;
const DIAGONAL = Math.SQRT2;

/**
 * Points from `from` to `to`, x y z triples in metres, both ends included.
 * @param blocked cells where nobody can stand; the ends are always allowed.
 */
export function find(
  ground: Ground,
  blocked: Uint8Array,
  from: readonly number[],
  to: readonly number[],
): number[] {
  const start = cellAt(ground, from[0]!, from[2]!);
  const goal = cellAt(ground, to[0]!, to[2]!);
  const corners: number[] = [from[0]!, from[2]!];
  if (start >= 0 && goal >= 0 && start !== goal) {
    const cells = search(ground, blocked, start, goal);
    if (cells !== null) pull(ground, blocked, cells, corners);
  }
  corners.push(to[0]!, to[2]!);
  return raise(ground, round(round(corners)), to[1]!);
}

/** A way through given points (x z pairs), rounded but not searched. */
export function through(ground: Ground, points: readonly number[], otherwise: number): number[] {
  return raise(ground, round(round(points)), otherwise);
}

/** Length of a way on the ground, metres. */
export function length(way: readonly number[]): number {
  let sum = 0;
  for (let k = 3; k < way.length; k += 3) sum += segment(way, k);
  return sum;
}

function segment(way: readonly number[], k: number): number {
  const dx = way[k]! - way[k - 3]!;
  const dz = way[k + 2]! - way[k - 1]!;
  return Math.sqrt(dx * dx + dz * dz);
}

/** Place (x y z) and direction (x z) at `along` metres of a way, into `out` (5 numbers). */
export function at(way: readonly number[], along: number, out: number[]): void {
  let left = along;
  for (let k = 3; k < way.length; k += 3) {
    const d = segment(way, k);
    if (left <= d || k + 3 >= way.length) {
      const t = d < 1e-9 ? 1 : Math.min(1, Math.max(0, left / d));
      for (let c = 0; c < 3; c++) out[c] = way[k - 3 + c]! + (way[k + c]! - way[k - 3 + c]!) * t;
      if (d >= 1e-9) {
        out[3] = (way[k]! - way[k - 3]!) / d;
        out[4] = (way[k + 2]! - way[k - 1]!) / d;
      }
      return;
    }
    left -= d;
  }
  for (let c = 0; c < 3; c++) out[c] = way[c] ?? 0;
}

/** Cells from start to goal, or null where there is no way. */
function search(ground: Ground, blocked: Uint8Array, start: number, goal: number): number[] | null {
  const { columns, rows } = ground;
  const cost = new Map<number, number>([[start, 0]]);
  const from = new Map<number, number>();
  const heap: [number, number][] = [[0, start]];
  const goalColumn = goal % columns;
  const goalRow = Math.floor(goal / columns);
  const guess = (cell: number): number => {
    const dx = Math.abs((cell % columns) - goalColumn);
    const dz = Math.abs(Math.floor(cell / columns) - goalRow);
    return Math.max(dx, dz) + (DIAGONAL - 1) * Math.min(dx, dz);
  };
  for (let looked = 0; heap.length > 0 && looked < PATIENCE; looked++) {
    const cell = pop(heap);
    if (cell === goal) return trace(from, goal);
    const column = cell % columns;
    const row = Math.floor(cell / columns);
    for (let k = 0; k < 8; k++) {
      const dc = STEPS[k * 2]!;
      const dr = STEPS[k * 2 + 1]!;
      const c = column + dc;
      const r = row + dr;
      if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
      const next = r * columns + c;
      if (blocked[next] === 1 && next !== goal && !near(columns, next, start, goal)) continue;
      if (dc !== 0 && dr !== 0 && (blocked[cell + dc] === 1 || blocked[cell + dr * columns] === 1)) continue;
      const sum = cost.get(cell)! + (dc !== 0 && dr !== 0 ? DIAGONAL : 1);
      const known = cost.get(next);
      if (known !== undefined && known <= sum) continue;
      cost.set(next, sum);
      from.set(next, cell);
      push(heap, sum + guess(next), next);
    }
  }
  return null;
}

const STEPS = [1, 0, -1, 0, 0, 1, 0, -1, 1, 1, 1, -1, -1, 1, -1, -1];
/** Cells round an end within which what blocks is ignored: somebody may stand close to a wall or at a chair. */
const LENIENT = 3;

function near(columns: number, cell: number, a: number, b: number): boolean {
  const close = (end: number) =>
    Math.abs((cell % columns) - (end % columns)) <= LENIENT &&
    Math.abs(Math.floor(cell / columns) - Math.floor(end / columns)) <= LENIENT;
  return close(a) || close(b);
}

function trace(from: ReadonlyMap<number, number>, goal: number): number[] {
  const out = [goal];
  for (let cell = from.get(goal); cell !== undefined; cell = from.get(cell)) out.push(cell);
  return out.reverse();
}

/** Appends to `corners` the cells where the way has to bend. */
function pull(ground: Ground, blocked: Uint8Array, cells: number[], corners: number[]): void {
  let anchor = 0;
  for (let k = 2; k < cells.length; k++) {
    if (clear(ground, blocked, cells[anchor]!, cells[k]!)) continue;
    anchor = k - 1;
    const cell = cells[anchor]!;
    corners.push(
      ground.x0 + ((cell % ground.columns) + 0.5) * CELL,
      ground.z0 + (Math.floor(cell / ground.columns) + 0.5) * CELL,
    );
  }
}

/** Whether one can go straight from cell to cell. */
function clear(ground: Ground, blocked: Uint8Array, a: number, b: number): boolean {
  const ax = a % ground.columns;
  const az = Math.floor(a / ground.columns);
  const dx = (b % ground.columns) - ax;
  const dz = Math.floor(b / ground.columns) - az;
  const steps = Math.max(Math.abs(dx), Math.abs(dz)) * 2;
  for (let k = 1; k < steps; k++) {
    const c = Math.floor(ax + 0.5 + (dx * k) / steps);
    const r = Math.floor(az + 0.5 + (dz * k) / steps);
    if (blocked[r * ground.columns + c] === 1) return false;
  }
  return true;
}

/** Cuts the corners of x z pairs (Chaikin), at most 0.8 m from each. */
function round(points: readonly number[]): number[] {
  const out = [points[0]!, points[1]!];
  for (let k = 2; k + 2 < points.length; k += 2) {
    for (const other of [k - 2, k + 2]) {
      const dx = points[other]! - points[k]!;
      const dz = points[other + 1]! - points[k + 1]!;
      const d = Math.sqrt(dx * dx + dz * dz);
      const t = d < 1e-9 ? 0 : Math.min(0.25, 0.8 / d);
      out.push(points[k]! + dx * t, points[k + 1]! + dz * t);
    }
  }
  out.push(points[points.length - 2]!, points[points.length - 1]!);
  return out;
}

/** x y z triples on the floor, at least every metre so that kerbs are followed. */
function raise(ground: Ground, flat: readonly number[], otherwise: number): number[] {
  const out: number[] = [];
  const add = (x: number, z: number) => out.push(x, heightAt(ground, x, z, otherwise), z);
  add(flat[0]!, flat[1]!);
  for (let k = 2; k < flat.length; k += 2) {
    const dx = flat[k]! - flat[k - 2]!;
    const dz = flat[k + 1]! - flat[k - 1]!;
    const pieces = Math.min(64, Math.max(1, Math.ceil(Math.sqrt(dx * dx + dz * dz) / 0.5)));
    for (let p = 1; p <= pieces; p++) add(flat[k - 2]! + (dx * p) / pieces, flat[k - 1]! + (dz * p) / pieces);
  }
  return out;
}

/** Binary heap of [priority, cell]; equal priorities leave by the lower cell. */
function before(a: [number, number], b: [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function push(heap: [number, number][], priority: number, cell: number): void {
  heap.push([priority, cell]);
  let k = heap.length - 1;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    if (!before(heap[k]!, heap[parent]!)) break;
    [heap[k], heap[parent]] = [heap[parent]!, heap[k]!];
    k = parent;
  }
}

function pop(heap: [number, number][]): number {
  const top = heap[0]![1];
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    let k = 0;
    for (;;) {
      const left = k * 2 + 1;
      let least = k;
      if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
      if (left + 1 < heap.length && before(heap[left + 1]!, heap[least]!)) least = left + 1;
      if (least === k) break;
      [heap[k], heap[least]] = [heap[least]!, heap[k]!];
      k = least;
    }
  }
  return top;
}
