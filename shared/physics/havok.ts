/**
 * Physics by Havok's WebAssembly through its low-level `HP_*` calls: one instance holds one world. Handles and offsets
 * are plain numbers, so that a copy of the linear memory and of `table` is the whole state.
 *
 * The import `emscripten_get_now` is replaced by a constant: its one call at load is the only thing that makes two
 * fresh heaps differ.
 */
import HavokPhysics, { type HavokPhysicsWithBindings, type HP_BodyId } from "@babylonjs/havok";
import {
  type Body,
  type Collider,
  type EngineTable,
  type Material,
  type Motion,
  type Physics,
  quaternionOf,
  type Shape,
  type ShapeRow,
} from "./physics.ts";

type Vector = [number, number, number];
type Rotation = [number, number, number, number];

/** Compiled code of the engine; one serves any number of worlds. */
export interface HavokModule {
  readonly code: WebAssembly.Module;
}

/** Earth's standard gravity, rounded as film people know it: m/s². */
export const GRAVITY = 9.81;
/** m/s and rad/s above which a body is slowed, so that a mad impulse cannot make numbers overflow. */
const SPEED_LIMIT = 200;
const CONTACT_STARTED = 1;
const FULL_MASK = 0xffffffff;
const IDENTITY: [Vector, Rotation, Vector] = [
  [0, 0, 0],
  [0, 0, 0, 1],
  [1, 1, 1],
];

/** Compiles `HavokPhysics.wasm`. Throws where the bytes are not WebAssembly. */
export async function compileHavok(bytes: Uint8Array<ArrayBuffer>): Promise<HavokModule> {
  return { code: await WebAssembly.compile(bytes) };
}

/** A fresh instance with an empty world. Two fresh instances have the same memory, byte for byte. */
export async function createHavok(module: HavokModule): Promise<Physics> {
  let memory: WebAssembly.Memory | undefined;
  let grow: ((bytes: number) => unknown) | undefined;
  const hk = await HavokPhysics({
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => {
      for (const group of Object.values(imports)) {
        const functions = group as Record<string, unknown>;
        if ("emscripten_get_now" in functions) functions["emscripten_get_now"] = () => 0;
        if ("emscripten_resize_heap" in functions) {
          grow = functions["emscripten_resize_heap"] as (bytes: number) => unknown;
        }
      }
      void WebAssembly.instantiate(module.code, imports).then((instance) => {
        memory = Object.values(instance.exports).find((e) => e instanceof WebAssembly.Memory);
        done(instance, module.code);
      });
      return {};
    },
  } as never);
  if (memory === undefined || grow === undefined)
    throw new Error("the physics module exports no memory that can grow");
  return new HavokWorld(hk, memory, grow);
}

class HavokWorld implements Physics {
  readonly engine = "havok-1.3.14";
  table: EngineTable;
  private readonly hk: HavokPhysicsWithBindings;
  private readonly wasm: WebAssembly.Memory;
  private readonly grow: (bytes: number) => unknown;
  private floats: Float32Array;
  private heap: Uint8Array;
  private readonly at: [Vector, Rotation] = [
    [0, 0, 0],
    [0, 0, 0, 1],
  ];
  private readonly a: Vector = [0, 0, 0];
  private readonly b: Vector = [0, 0, 0];

  constructor(hk: HavokPhysicsWithBindings, wasm: WebAssembly.Memory, grow: (bytes: number) => unknown) {
    this.hk = hk;
    this.wasm = wasm;
    this.grow = grow;
    this.heap = new Uint8Array(wasm.buffer);
    this.floats = new Float32Array(wasm.buffer);
    const world = hk.HP_World_Create()[1];
    hk.HP_World_SetGravity(world, [0, -GRAVITY, 0]);
    hk.HP_World_SetSpeedLimit(world, SPEED_LIMIT, SPEED_LIMIT);
    this.table = { world: world[0], buffer: 0, shapes: [] };
  }

  shape(key: string, collider: Collider, material: Material): ShapeRow {
    for (const row of this.table.shapes) if (row.key === key) return row;
    const hk = this.hk;
    const made = collider.shapes.map((shape) => this.make(shape, material));
    let shape = made[0]!;
    if (made.length !== 1) {
      shape = hk.HP_Shape_CreateContainer()[1];
      for (const child of made) {
        hk.HP_Shape_AddChild(shape, child, IDENTITY);
        hk.HP_Shape_Release(child);
      }
    }
    const [, [centre, , inertia, orientation]] = hk.HP_Shape_BuildMassProperties(shape);
    const row = { key, shape: shape[0], centre, inertia, orientation };
    this.table.shapes.push(row);
    return row;
  }

  private make(shape: Shape, material: Material): [bigint] {
    const hk = this.hk;
    const id = this.primitive(shape);
    const { friction, restitution } = material;
    hk.HP_Shape_SetMaterial(id, [
      friction,
      friction,
      restitution,
      hk.MaterialCombine.GEOMETRIC_MEAN,
      hk.MaterialCombine.MAXIMUM,
    ]);
    hk.HP_Shape_SetFilterInfo(id, [1, FULL_MASK]);
    return id;
  }

  private primitive(shape: Shape): [bigint] {
    const hk = this.hk;
    switch (shape.type) {
      case "box":
        return hk.HP_Shape_CreateBox(
          shape.position as Vector,
          shape.rotation as Rotation,
          shape.size as Vector,
        )[1];
      case "sphere":
        return hk.HP_Shape_CreateSphere(shape.position as Vector, shape.radius)[1];
      case "capsule":
        return hk.HP_Shape_CreateCapsule(shape.from as Vector, shape.to as Vector, shape.radius)[1];
      case "cylinder":
        return hk.HP_Shape_CreateCylinder(shape.from as Vector, shape.to as Vector, shape.radius)[1];
      case "hull": {
        const heap = hk as unknown as { _malloc(n: number): number; _free(p: number): void };
        const points = heap._malloc(shape.points.length * 12);
        this.refresh();
        for (let k = 0; k < shape.points.length; k++) {
          for (let c = 0; c < 3; c++) this.floats[points / 4 + k * 3 + c] = shape.points[k]![c]!;
        }
        const id = hk.HP_Shape_CreateConvexHull(points, shape.points.length)[1];
        heap._free(points);
        return id;
      }
    }
  }

  add(
    shape: ShapeRow,
    motion: Motion,
    mass: number,
    position: ArrayLike<number>,
    rotation: ArrayLike<number>,
  ): Body {
    const hk = this.hk;
    const id = hk.HP_Body_Create()[1];
    hk.HP_Body_SetShape(id, [shape.shape]);
    hk.HP_Body_SetMotionType(id, this.motion(motion));
    if (motion === "free") {
      hk.HP_Body_SetMassProperties(id, [
        shape.centre as Vector,
        mass,
        shape.inertia.map((i) => i * mass) as Vector,
        shape.orientation as Rotation,
      ]);
      hk.HP_Body_SetLinearDamping(id, 0.02);
      hk.HP_Body_SetAngularDamping(id, 0.1);
    }
    hk.HP_Body_SetQTransform(id, this.fill(position, rotation));
    hk.HP_World_AddBody([this.table.world], id, false);
    const offset = hk.HP_Body_GetWorldTransformOffset(id)[1];
    return { handle: id[0], offset, motion, mass };
  }

  remove(body: Body): void {
    const id: HP_BodyId = [body.handle];
    this.hk.HP_World_RemoveBody([this.table.world], id);
    this.hk.HP_Body_Release(id);
  }

  setMotion(body: Body, motion: Motion): void {
    this.hk.HP_Body_SetMotionType([body.handle], this.motion(motion));
    body.motion = motion;
  }

  moveTo(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void {
    const id: HP_BodyId = [body.handle];
    this.hk.HP_Body_SetQTransform(id, this.fill(position, rotation));
    if (body.motion === "fixed") return;
    this.hk.HP_Body_SetLinearVelocity(id, [0, 0, 0]);
    this.hk.HP_Body_SetAngularVelocity(id, [0, 0, 0]);
    this.hk.HP_Body_SetActivationState(id, this.hk.ActivationState.ACTIVE);
  }

  aimAt(body: Body, position: ArrayLike<number>, rotation: ArrayLike<number>): void {
    this.hk.HP_Body_SetTargetQTransform([body.handle], this.fill(position, rotation));
  }

  setVelocity(body: Body, linear: ArrayLike<number>, angular: ArrayLike<number>): void {
    const id: HP_BodyId = [body.handle];
    this.hk.HP_Body_SetActivationState(id, this.hk.ActivationState.ACTIVE);
    this.hk.HP_Body_SetLinearVelocity(id, vector(this.a, linear));
    this.hk.HP_Body_SetAngularVelocity(id, vector(this.b, angular));
  }

  velocity(body: Body, out: number[]): void {
    vector(out, this.hk.HP_Body_GetLinearVelocity([body.handle])[1]);
  }

  spin(body: Body, out: number[]): void {
    vector(out, this.hk.HP_Body_GetAngularVelocity([body.handle])[1]);
  }

  push(body: Body, point: ArrayLike<number>, impulse: ArrayLike<number>): void {
    const id: HP_BodyId = [body.handle];
    this.hk.HP_Body_SetActivationState(id, this.hk.ActivationState.ACTIVE);
    this.hk.HP_Body_ApplyImpulse(id, vector(this.a, point), vector(this.b, impulse));
  }

  twist(body: Body, impulse: ArrayLike<number>): void {
    this.hk.HP_Body_ApplyAngularImpulse([body.handle], vector(this.a, impulse));
  }

  watch(body: Body, on: boolean): void {
    this.hk.HP_Body_SetEventMask([body.handle], on ? CONTACT_STARTED : 0);
  }

  settle(): void {
    // A body keeps its offset for as long as it lives; only the buffer moves when it grows (measured).
    this.table.buffer = this.hk.HP_World_GetBodyBuffer([this.table.world])[1];
    this.refresh();
  }

  step(seconds: number): void {
    this.hk.HP_World_Step([this.table.world], seconds);
    this.refresh();
  }

  contacts(visit: (a: bigint, b: bigint) => void): void {
    const hk = this.hk;
    const world = Number(this.table.world);
    let event = hk.HP_World_GetCollisionEvents([this.table.world])[1];
    while (event !== 0) {
      const [, [type, a, b]] = hk.HP_Event_AsCollision(event);
      if (type === hk.EventType.COLLISION_STARTED) visit(a[0][0], b[0][0]);
      event = hk.HP_World_GetNextCollisionEvent(world, event);
    }
  }

  readPose(body: Body, position: number[], rotation: number[]): void {
    const m = this.floats;
    const at = (this.table.buffer + body.offset) >> 2;
    position[0] = m[at + 12]! + 0;
    position[1] = m[at + 13]! + 0;
    position[2] = m[at + 14]! + 0;
    quaternionOf(m, at, rotation);
  }

  readMatrix(body: Body, out: Float32Array, to: number): void {
    const m = this.floats;
    const at = (this.table.buffer + body.offset) >> 2;
    for (let k = 0; k < 16; k++) out[to + k] = m[at + k]!;
  }

  memory(): Uint8Array {
    this.refresh();
    return this.heap;
  }

  restore(table: EngineTable, length: number, write: (memory: Uint8Array) => void): void {
    if (this.wasm.buffer.byteLength < length) this.grow(length);
    this.refresh();
    write(this.heap);
    this.table = table;
  }

  /** Views go stale when the memory has grown. */
  private refresh(): void {
    if (this.heap.buffer === this.wasm.buffer) return;
    this.heap = new Uint8Array(this.wasm.buffer);
    this.floats = new Float32Array(this.wasm.buffer);
  }

  private motion(motion: Motion) {
    const types = this.hk.MotionType;
    return motion === "free" ? types.DYNAMIC : motion === "keyed" ? types.KINEMATIC : types.STATIC;
  }

  private fill(position: ArrayLike<number>, rotation: ArrayLike<number>): [Vector, Rotation] {
    vector(this.at[0], position);
    for (let k = 0; k < 4; k++) this.at[1][k] = rotation[k]!;
    return this.at;
  }
}

function vector<T extends number[]>(out: T, from: ArrayLike<number>): T {
  out[0] = from[0]! + 0;
  out[1] = from[1]! + 0;
  out[2] = from[2]! + 0;
  return out;
}
