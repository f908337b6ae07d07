/**
 * A trivial Physics for tests: bodies move in straight lines under gravity and stop at y = 0; nothing touches anything.
 * Like the real one it keeps all state in one block of memory, so that checkpoints of it are exact too.
 */
import {
  type Body,
  type EngineTable,
  type Motion,
  type Physics,
  quaternionOf,
  type ShapeRow,
} from "./physics.ts";

/** Floats of a body: 16 of transform, 3 of velocity, 3 of spin, alive, motion. */
const STRIDE = 24;
const HEADER = 16;
const CAPACITY = 4096;
const GRAVITY = 9.81;
const MOTIONS: readonly Motion[] = ["fixed", "keyed", "free"];

/** An empty world of the trivial engine. */
export function createStill(): Physics {
  return new Still();
}

class Still implements Physics {
  readonly engine = "still-1";
  table: EngineTable = { world: 1n, buffer: HEADER * 4, shapes: [] };
  private readonly floats = new Float32Array(HEADER + CAPACITY * STRIDE);
  private readonly aims = new Map<number, number[]>();

  shape(key: string): ShapeRow {
    for (const row of this.table.shapes) if (row.key === key) return row;
    const row = {
      key,
      shape: BigInt(this.table.shapes.length + 1),
      centre: [0, 0, 0],
      inertia: [1, 1, 1],
      orientation: [0, 0, 0, 1],
    };
    this.table.shapes.push(row);
    return row;
  }

  add(
    _shape: ShapeRow,
    motion: Motion,
    mass: number,
    position: ArrayLike<number>,
    rotation: ArrayLike<number>,
  ): Body {
    let slot = 0;
    while (this.floats[HEADER + slot * STRIDE + 22] !== 0) slot++;
    const at = HEADER + slot * STRIDE;
    this.floats.fill(0, at, at + STRIDE);
    this.floats[at + 22] = 1;
    this.floats[at + 23] = MOTIONS.indexOf(motion);
    const body = { handle: BigInt(slot + 1), offset: slot * STRIDE * 4, motion, mass };
    this.moveTo(body, position, rotation);
    return body;
  }

  remove(body: Body): void {
    const at = this.at(body);
    this.floats.fill(0, at, at + STRIDE);
  }

  setMotion(body: Body, motion: Motion): void {
    body.motion = motion;
    this.floats[this.at(body) + 23] = MOTIONS.indexOf(motion);
  }

  moveTo(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void {
    const m = this.floats;
    const at = this.at(body);
    const [x, y, z, w] = [rotation[0]!, rotation[1]!, rotation[2]!, rotation[3]!];
    m[at] = 1 - 2 * (y * y + z * z);
    m[at + 1] = 2 * (x * y + z * w);
    m[at + 2] = 2 * (x * z - y * w);
    m[at + 4] = 2 * (x * y - z * w);
    m[at + 5] = 1 - 2 * (x * x + z * z);
    m[at + 6] = 2 * (y * z + x * w);
    m[at + 8] = 2 * (x * z + y * w);
    m[at + 9] = 2 * (y * z - x * w);
    m[at + 10] = 1 - 2 * (x * x + y * y);
    for (let k = 0; k < 3; k++) m[at + 12 + k] = position[k]!;
    m[at + 15] = 1;
    m.fill(0, at + 16, at + 22);
  }

  aimAt(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void {
    const aim = [
      position[0]!,
      position[1]!,
      position[2]!,
      rotation[0]!,
      rotation[1]!,
      rotation[2]!,
      rotation[3]!,
    ];
    this.aims.set(body.offset, aim);
  }

  setVelocity(body: Body, linear: ArrayLike<number>, angular: ArrayLike<number>): void {
    const at = this.at(body);
    for (let k = 0; k < 3; k++) {
      this.floats[at + 16 + k] = linear[k]!;
      this.floats[at + 19 + k] = angular[k]!;
    }
  }

  velocity(body: Body, out: number[]): void {
    for (let k = 0; k < 3; k++) out[k] = this.floats[this.at(body) + 16 + k]!;
  }

  spin(body: Body, out: number[]): void {
    for (let k = 0; k < 3; k++) out[k] = this.floats[this.at(body) + 19 + k]!;
  }

  push(body: Body, _point: ArrayLike<number>, impulse: ArrayLike<number>): void {
    const at = this.at(body);
    for (let k = 0; k < 3; k++)
      this.floats[at + 16 + k] = this.floats[at + 16 + k]! + impulse[k]! / body.mass;
  }

  twist(): void {}

  watch(): void {}

  settle(): void {}

  step(seconds: number): void {
    for (const [offset, aim] of this.aims) {
      const body = { handle: 0n, offset, motion: "keyed" as const, mass: 0 };
      this.moveTo(body, aim, aim.slice(3));
    }
    this.aims.clear();
    const m = this.floats;
    for (let at = HEADER; at < m.length; at += STRIDE) {
      if (m[at + 22] === 0 || m[at + 23] !== 2) continue;
      m[at + 17] = m[at + 17]! - GRAVITY * seconds;
      for (let k = 0; k < 3; k++) m[at + 12 + k] = m[at + 12 + k]! + m[at + 16 + k]! * seconds;
      if (m[at + 13]! < 0) {
        m[at + 13] = 0;
        m[at + 17] = 0;
      }
    }
  }

  contacts(): void {}

  readPose(body: Body, position: number[], rotation: number[]): void {
    const at = this.at(body);
    for (let k = 0; k < 3; k++) position[k] = this.floats[at + 12 + k]! + 0;
    quaternionOf(this.floats, at, rotation);
  }

  readMatrix(body: Body, out: Float32Array, to: number): void {
    const at = this.at(body);
    for (let k = 0; k < 16; k++) out[to + k] = this.floats[at + k]!;
  }

  memory(): Uint8Array {
    return new Uint8Array(this.floats.buffer);
  }

  restore(table: EngineTable, _length: number, write: (memory: Uint8Array) => void): void {
    write(this.memory());
    this.table = table;
  }

  private at(body: Body): number {
    return HEADER + body.offset / 4;
  }
}
