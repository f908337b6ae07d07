/**
 * Clusters: pieces that hang on one node, side by side in one set of buffers, drawn at every slot where that node stands.
 * In: pieces, lists of slots. Out: batches (one material each) for the passes that see surfaces, and casters (as few
 * draws as holes allow) for shadows, which need no material.
 * Small pieces of a set's many nodes are joined by material: there every vertex says its own slot.
 */
import type { VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Draw, Geometry, Gpu } from "../gpu/gpu.ts";
import type { Piece } from "./model.ts";
import type { Surface } from "./stock.ts";

/** A box in the asset's own space, metres. */
export interface Bounds {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** Triangles of one material in a cluster. */
export interface Batch {
  readonly cluster: Cluster;
  readonly bounds: Bounds;
  readonly surface: Surface;
  /** Drawn at what the camera sees of the cluster. */
  readonly geometry: Geometry;
  /** Slots of it that the camera sees this frame. */
  seenCount: number;
  /** Draws made by the passes, by the pass' name. */
  readonly draws: Record<string, Draw>;
}

/** Triangles of a cluster that throw shadows alike: solid, or with the holes of one image. */
export interface Caster {
  readonly cluster: Cluster;
  readonly bounds: Bounds;
  /** Image whose holes let light through; null: solid. */
  readonly holes: ThinTexture | null;
  readonly geometry: Geometry;
  readonly draws: Record<string, Draw>;
}

/** Pieces that stand together. */
export interface Cluster {
  /** No other cluster has this number. */
  readonly serial: number;
  /** Movable node or part; empty for the rest, and for what is joined of many. */
  readonly node: string;
  /** Set pieces do not move: their shadows are kept. */
  readonly fixed: boolean;
  readonly skinned: boolean;
  readonly bounds: Bounds;
  readonly batches: Batch[];
  readonly casters: Caster[];
  /** Vertices of each node in a joined cluster; null: all stand where the cluster's slots are. */
  readonly parts: readonly { readonly node: string; readonly from: number; readonly to: number }[] | null;
  /** Slots that stand in the world; of a joined cluster, of each vertex. */
  slots: Float32Array;
  count: number;
  /** What of it the camera sees this frame. */
  seen: Float32Array;
  seenCount: number;
  hidden: boolean;
  dirty: boolean;
  /** Vertex data with all slots, and with those that are seen. */
  readonly all: Record<string, VertexBuffer>;
  readonly some: Record<string, VertexBuffer>;
}

/** Triangles of a fixed piece below which it is joined with others of its material: culling it alone gains nothing. */
const JOINED = 1600;
const FIRST_CAPACITY = 4;

let serial = 0;

/** Makes the clusters of an asset's pieces. */
export function cluster(
  gpu: Gpu,
  pieces: readonly Piece[],
  surfaces: readonly Surface[],
  fixed: boolean,
): Cluster[] {
  const groups = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const glass = surfaces[piece.material]!.material.glass;
    const joined = fixed && !glass && piece.indices.length / 3 < JOINED;
    const key = joined ? `joined ${piece.material}` : `${piece.joints ? "skin" : "node"} ${piece.node}`;
    const group = groups.get(key);
    if (group) group.push(piece);
    else groups.set(key, [piece]);
  }
  return [...groups].map(([key, group]) => make(gpu, group, surfaces, fixed, key.startsWith("joined")));
}

/** Solid pieces first, then by the image of their holes, glass last: casters are runs of indices. */
function inOrder(group: readonly Piece[], surfaces: readonly Surface[]): Piece[] {
  const rank = (piece: Piece): number => {
    const m = surfaces[piece.material]!.material;
    return m.glass ? 1e6 : m.mask ? 1 + m.baseImage : 0;
  };
  return [...group].sort((a, b) => rank(a) - rank(b));
}

function make(
  gpu: Gpu,
  group: readonly Piece[],
  surfaces: readonly Surface[],
  fixed: boolean,
  joined: boolean,
): Cluster {
  const pieces = inOrder(group, surfaces);
  const vertices = pieces.reduce((sum, p) => sum + p.positions.length / 3, 0);
  const skinned = pieces[0]!.joints !== null;
  const slots = new Float32Array(joined ? vertices : FIRST_CAPACITY);
  const indices = vertices > 65535 ? Uint32Array : Uint16Array;
  const index = new indices(pieces.reduce((sum, p) => sum + p.indices.length, 0));
  const parts: { node: string; from: number; to: number }[] = [];
  const firsts: number[] = [];
  let vertex = 0;
  let at = 0;
  for (const piece of pieces) {
    firsts.push(at);
    for (let k = 0; k < piece.indices.length; k++) index[at++] = piece.indices[k]! + vertex;
    const to = vertex + piece.positions.length / 3;
    parts.push({ node: piece.node, from: vertex, to });
    vertex = to;
  }
  const gather = <T extends Float32Array | Int8Array | Uint8Array>(out: T, of: (p: Piece) => T | null): T => {
    let from = 0;
    for (const piece of pieces) {
      const data = of(piece);
      if (data) out.set(data, from);
      from += (piece.positions.length / 3) * (out.length / vertices);
    }
    return out;
  };
  const whole = gpu.geometry(
    {
      a_position: { data: gather(new Float32Array(vertices * 3), (p) => p.positions), size: 3 },
      a_normal: { data: gather(new Int8Array(vertices * 4), (p) => p.normals), size: 4, normalized: true },
      a_uv: { data: gather(new Float32Array(vertices * 2), (p) => p.uvs), size: 2 },
      a_colour: {
        data: gather(new Uint8Array(vertices * 4).fill(255), (p) => p.colours),
        size: 4,
        normalized: true,
      },
      ...(skinned
        ? {
            a_joints: { data: gather(new Float32Array(vertices * 4), (p) => p.joints), size: 4 },
            a_weights: { data: gather(new Float32Array(vertices * 4), (p) => p.weights), size: 4 },
            a_blink: { data: gather(new Float32Array(vertices * 3), (p) => p.blink), size: 3 },
          }
        : {}),
      a_slot: { data: slots, size: 1, instanced: !joined, updatable: true },
    },
    index,
  );
  const all = whole.buffers;
  const some = fixed ? all : { ...all, a_slot: slotBuffer(gpu, new Float32Array(FIRST_CAPACITY)) };
  const made: Cluster = {
    serial: ++serial,
    node: joined ? "" : pieces[0]!.node,
    fixed,
    skinned,
    bounds: around(pieces),
    batches: [],
    casters: [],
    parts: joined ? parts : null,
    slots,
    count: 0,
    seen: new Float32Array(FIRST_CAPACITY),
    seenCount: 0,
    hidden: false,
    dirty: true,
    all,
    some,
  };
  const run = (buffers: Record<string, VertexBuffer>, first: number, last: number): Geometry => ({
    buffers,
    index: whole.index,
    first: firsts[first]!,
    count: (firsts[last + 1] ?? index.length) - firsts[first]!,
    dispose: () => {},
  });
  pieces.forEach((piece, k) => {
    const surface = surfaces[piece.material]!;
    const last = made.batches[made.batches.length - 1];
    // Pieces of one material that were joined are one draw.
    if (joined && last) return;
    const to = joined ? pieces.length - 1 : k;
    made.batches.push({
      cluster: made,
      bounds: joined ? made.bounds : piece,
      surface,
      geometry: run(some, k, to),
      seenCount: 0,
      draws: {},
    });
  });
  const holesOf = (piece: Piece): ThinTexture | null => {
    const { material, textures } = surfaces[piece.material]!;
    return material.mask ? textures["baseMap"]! : null;
  };
  for (let k = 0; k < pieces.length; k++) {
    if (surfaces[pieces[k]!.material]!.material.glass) break;
    const holes = holesOf(pieces[k]!);
    let to = k;
    while (to + 1 < pieces.length && casts(pieces[to + 1]!, surfaces) && holesOf(pieces[to + 1]!) === holes)
      to++;
    made.casters.push({
      cluster: made,
      bounds: around(pieces.slice(k, to + 1)),
      holes,
      geometry: run(all, k, to),
      draws: {},
    });
    k = to;
  }
  return made;
}

const casts = (piece: Piece, surfaces: readonly Surface[]): boolean =>
  !surfaces[piece.material]!.material.glass;

function around(pieces: readonly Piece[]): Bounds {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const piece of pieces) {
    for (let k = 0; k < 3; k++) {
      min[k] = Math.min(min[k]!, piece.min[k]!);
      max[k] = Math.max(max[k]!, piece.max[k]!);
    }
  }
  return { min, max };
}

/** Farthest that a box reaches from the origin, metres. */
export function reach({ min, max }: Bounds): number {
  return Math.hypot(Math.max(-min[0], max[0]), Math.max(-min[1], max[1]), Math.max(-min[2], max[2]));
}

function slotBuffer(gpu: Gpu, slots: Float32Array): VertexBuffer {
  const made = gpu.geometry({ a_slot: { data: slots, size: 1, instanced: true, updatable: true } }, null);
  return made.buffers["a_slot"]!;
}

/** Replaces the slots where a cluster stands. Allocates only when the list outgrows its buffer. */
export function place(gpu: Gpu, c: Cluster, slots: readonly number[]): void {
  if (slots.length > c.slots.length) {
    const capacity = Math.max(slots.length, c.slots.length * 2);
    c.slots = new Float32Array(capacity);
    c.seen = new Float32Array(capacity);
    c.all["a_slot"]!.dispose();
    c.all["a_slot"] = slotBuffer(gpu, c.slots);
    if (c.some !== c.all) {
      c.some["a_slot"]!.dispose();
      c.some["a_slot"] = slotBuffer(gpu, c.seen);
    }
  }
  c.slots.set(slots);
  c.count = slots.length;
  c.dirty = true;
}

/** Says for each node of a joined cluster which slot its vertices stand in. */
export function placeParts(c: Cluster, slotOf: (node: string) => number): void {
  for (const { node, from, to } of c.parts!) c.slots.fill(slotOf(node), from, to);
  c.count = 1;
  c.dirty = true;
}

/** Sends the slots where they have changed. */
export function send(c: Cluster): void {
  if (!c.dirty) return;
  c.all["a_slot"]!.update(c.slots);
  c.dirty = false;
}
