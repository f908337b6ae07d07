/**
 * A visual asset as the picture draws it: triangles baked into a few pieces by material and movable node, materials as
 * plain numbers, skeleton and clips. In: a decoded GLB. Out: arrays for the device. Space: the asset's own, metres.
 */
import * as mat4 from "../../../shared/math/mat4.ts";
import type { Glb, GltfMaterial, GltfNode, GltfTextureInfo } from "./glb.ts";

/** A surface. Colours linear, emission in candela per square metre. */
export interface Material {
  readonly name: string;
  readonly base: readonly [number, number, number, number];
  readonly emissive: readonly [number, number, number];
  readonly roughness: number;
  readonly metallic: number;
  readonly normalScale: number;
  readonly cutoff: number;
  readonly mask: boolean;
  readonly glass: boolean;
  readonly night: boolean;
  readonly paint: boolean;
  readonly doubleSided: boolean;
  /** Image numbers of the file, −1 for none. */
  readonly baseImage: number;
  readonly surfaceImage: number;
  readonly normalImage: number;
  readonly emissiveImage: number;
}

/** Triangles of one material under one node. */
export interface Piece {
  /** Name of the movable node or part it hangs on; empty for the rest. */
  readonly node: string;
  readonly material: number;
  readonly positions: Float32Array;
  /** Signed bytes, four a vertex. */
  readonly normals: Int8Array;
  readonly uvs: Float32Array;
  readonly colours: Uint8Array | null;
  readonly joints: Float32Array | null;
  readonly weights: Float32Array | null;
  /** Displacement of a closed eye. */
  readonly blink: Float32Array | null;
  readonly indices: Uint32Array;
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** A joint's rest transform and parent. Parents come before children. */
export interface Joint {
  readonly name: string;
  readonly parent: number;
  readonly translation: Float32Array;
  readonly rotation: Float32Array;
  readonly scale: Float32Array;
}

/** A track of one joint in a clip. */
export interface Track {
  readonly joint: number;
  readonly path: "translation" | "rotation" | "scale";
  readonly times: Float32Array;
  readonly values: Float32Array;
  readonly step: boolean;
}

/** A named motion. */
export interface ClipData {
  readonly name: string;
  readonly seconds: number;
  readonly tracks: readonly Track[];
}

/** Joints, skin and clips of an actor. */
export interface SkeletonData {
  readonly joints: readonly Joint[];
  /** Skin slot → joint, and inverse bind matrices (16 floats each). */
  readonly slots: readonly number[];
  readonly inverseBind: Float32Array;
  readonly clips: readonly ClipData[];
}

/** An asset. */
export interface Model {
  readonly name: string;
  readonly materials: readonly Material[];
  readonly pieces: readonly Piece[];
  readonly skeleton: SkeletonData | null;
  /** Rest transform of each movable node against the asset. */
  readonly nodes: ReadonlyMap<string, Float32Array>;
  /** Bytes of images by number. */
  readonly images: ReadonlyMap<number, { bytes: Uint8Array; type: string }>;
}

const DEFAULT: GltfMaterial = { name: "", pbrMetallicRoughness: {} };

/** Builds a model; triangles under `movable` nodes keep to those nodes, and are in their space if `local`. */
export function buildModel(glb: Glb, name: string, movable: ReadonlySet<string>, local: boolean): Model {
  const json = glb.json;
  const nodes = json.nodes ?? [];
  const sources = json.materials?.length ? json.materials : [DEFAULT];
  const materials = sources.map((m) => material(glb, m));
  const parents = parentsOf(nodes, name);
  const locals = nodes.map((n) => localMatrix(n));
  const worlds: mat4.Mat4[] = [];
  const world = (i: number): mat4.Mat4 => {
    if (worlds[i]) return worlds[i]!;
    const parent = parents[i]!;
    worlds[i] = parent < 0 ? locals[i]! : mat4.multiply(mat4.create(), world(parent), locals[i]!);
    return worlds[i]!;
  };
  const owner = (i: number): number => {
    for (let k = i; k >= 0; k = parents[k]!) if (movable.has(nodes[k]!.name ?? "")) return k;
    return -1;
  };
  const places = new Map<string, Float32Array>();
  const gathered = new Map<string, Gathered>();
  nodes.forEach((node, i) => {
    const own = owner(i);
    if (own >= 0) places.set(nodes[own]!.name!, new Float32Array(world(own)));
    if (node.mesh === undefined) return;
    let place = node.skin === undefined ? world(i) : mat4.identity(mat4.create());
    if (own >= 0 && local && node.skin === undefined) {
      const inverse = mat4.invert(mat4.create(), world(own));
      if (inverse) place = mat4.multiply(mat4.create(), inverse, place);
    }
    const mesh = json.meshes![node.mesh]!;
    const blink = mesh.extras?.targetNames?.indexOf("blink") ?? -1;
    for (const p of mesh.primitives) {
      if (p.mode !== undefined && p.mode !== 4) continue;
      const m = p.material ?? 0;
      const group = own >= 0 ? nodes[own]!.name! : "";
      const skinned = node.skin !== undefined;
      const key = `${group}\n${m}\n${skinned}`;
      let into = gathered.get(key);
      if (!into) gathered.set(key, (into = new Gathered(group, m, skinned)));
      const info = sources[m]?.pbrMetallicRoughness?.baseColorTexture;
      into.add(glb, p, place, info, p.targets?.[blink]?.["POSITION"]);
    }
  });
  const images = new Map<number, { bytes: Uint8Array; type: string }>();
  for (const m of materials) {
    for (const i of [m.baseImage, m.surfaceImage, m.normalImage, m.emissiveImage]) {
      if (i >= 0 && !images.has(i)) images.set(i, glb.image(i));
    }
  }
  const pieces = [...gathered.values()].flatMap((g) => g.pieces());
  return { name, materials, pieces, skeleton: skeleton(glb, parents), nodes: places, images };
}

/** Each node's parent, −1 for none. Throws where nodes do not make trees: whoever walks up would never arrive. */
function parentsOf(nodes: readonly GltfNode[], name: string): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  nodes.forEach((n, i) => {
    for (const c of n.children ?? []) {
      if (parents[c] !== -1) throw new Error(`${name}: node ${c} is not there, or hangs on two`);
      parents[c] = i;
    }
  });
  // From each node up to one that is known to have an end.
  const ends = new Uint8Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    let steps = 0;
    for (let k = i; k >= 0 && ends[k] === 0; k = parents[k]!)
      if (++steps > nodes.length) throw new Error(`${name}: node ${i} hangs on itself`);
    for (let k = i; k >= 0 && ends[k] === 0; k = parents[k]!) ends[k] = 1;
  }
  return parents;
}

/** Metres beyond which no vertex lies. */
const REACH = 1e4;

function localMatrix(n: {
  matrix?: number[];
  translation?: number[];
  rotation?: number[];
  scale?: number[];
}) {
  if (n.matrix) return [...n.matrix];
  return mat4.compose(
    mat4.create(),
    n.translation ?? [0, 0, 0],
    n.rotation ?? [0, 0, 0, 1],
    n.scale ?? [1, 1, 1],
  );
}

function material(glb: Glb, m: GltfMaterial): Material {
  const pbr = m.pbrMetallicRoughness ?? {};
  const image = (info: GltfTextureInfo | undefined): number => {
    if (!info) return -1;
    const t = glb.json.textures?.[info.index];
    return t?.extensions?.EXT_texture_webp?.source ?? t?.source ?? -1;
  };
  const name = m.name ?? "";
  const base = pbr.baseColorFactor ?? [1, 1, 1, 1];
  const strength = m.extensions?.KHR_materials_emissive_strength?.emissiveStrength ?? 1;
  const emissive = m.emissiveFactor ?? [0, 0, 0];
  return {
    name,
    base: [base[0]!, base[1]!, base[2]!, base[3]!],
    emissive: [emissive[0]! * strength, emissive[1]! * strength, emissive[2]! * strength],
    roughness: pbr.roughnessFactor ?? 1,
    metallic: pbr.metallicFactor ?? 1,
    normalScale: m.normalTexture?.scale ?? 1,
    cutoff: m.alphaCutoff ?? 0.5,
    mask: m.alphaMode === "MASK",
    glass: m.alphaMode === "BLEND",
    night: name.startsWith("night"),
    paint: name.startsWith("paint"),
    doubleSided: m.doubleSided ?? false,
    baseImage: image(pbr.baseColorTexture),
    surfaceImage: image(pbr.metallicRoughnessTexture),
    normalImage: image(m.normalTexture),
    emissiveImage: image(m.emissiveTexture),
  };
}

/** Largest edge of a piece of the fixed set, metres, before it is cut into squares: what is off screen is then left out. */
const CELL = 28;
/** Triangles below which a piece is not worth cutting. */
const CUT_FROM = 6000;

class Gathered {
  private readonly positions: number[] = [];
  private readonly normals: number[] = [];
  private readonly uvs: number[] = [];
  private readonly colours: number[] = [];
  private readonly joints: number[] = [];
  private readonly weights: number[] = [];
  private readonly blinks: number[] = [];
  private readonly indices: number[] = [];
  private coloured = false;
  private blinking = false;
  private readonly node: string;
  private readonly material: number;
  private readonly skinned: boolean;

  constructor(node: string, material: number, skinned: boolean) {
    this.node = node;
    this.material = material;
    this.skinned = skinned;
  }

  add(
    glb: Glb,
    p: { attributes: Record<string, number>; indices?: number },
    place: mat4.Mat4,
    info: GltfTextureInfo | undefined,
    blinkAccessor: number | undefined,
  ): void {
    const start = this.positions.length / 3;
    const position = glb.floats(p.attributes["POSITION"]!);
    const normal = p.attributes["NORMAL"] === undefined ? null : glb.floats(p.attributes["NORMAL"]).data;
    const uvName = `TEXCOORD_${info?.texCoord ?? 0}`;
    const uv = p.attributes[uvName] === undefined ? null : glb.floats(p.attributes[uvName]).data;
    const colour = p.attributes["COLOR_0"] === undefined ? null : glb.floats(p.attributes["COLOR_0"]);
    const transform = info?.extensions?.KHR_texture_transform;
    const su = transform?.scale?.[0] ?? 1;
    const sv = transform?.scale?.[1] ?? 1;
    const ou = transform?.offset?.[0] ?? 0;
    const ov = transform?.offset?.[1] ?? 0;
    const flip = mat4.determinant(place) < 0;
    const point = [0, 0, 0];
    const inverse = mat4.invert(mat4.create(), place) ?? mat4.identity(mat4.create());
    for (let i = 0; i < position.count; i++) {
      const d = position.data;
      mat4.transformPoint(point, place, [d[i * 3]!, d[i * 3 + 1]!, d[i * 3 + 2]!]);
      // Written so that NaN fails too.
      if (!(Math.abs(point[0]!) < REACH && Math.abs(point[1]!) < REACH && Math.abs(point[2]!) < REACH))
        throw new Error(`a vertex lies at ${point.join(", ")}`);
      this.positions.push(point[0]!, point[1]!, point[2]!);
      if (normal) {
        // Normals go with the inverse transpose.
        const x = normal[i * 3]!;
        const y = normal[i * 3 + 1]!;
        const z = normal[i * 3 + 2]!;
        const nx = inverse[0]! * x + inverse[1]! * y + inverse[2]! * z;
        const ny = inverse[4]! * x + inverse[5]! * y + inverse[6]! * z;
        const nz = inverse[8]! * x + inverse[9]! * y + inverse[10]! * z;
        const s = 127 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1);
        this.normals.push(Math.round(nx * s), Math.round(ny * s), Math.round(nz * s), 0);
      } else {
        this.normals.push(0, 127, 0, 0);
      }
      this.uvs.push(uv ? uv[i * 2]! * su + ou : 0, uv ? uv[i * 2 + 1]! * sv + ov : 0);
      if (colour) {
        this.coloured = true;
        const c = colour.data;
        const n = colour.size;
        for (let k = 0; k < 4; k++) {
          const value = k < n ? c[i * n + k]! : 1;
          // Vertex colours are linear; stored as square roots so that dark ones keep their steps.
          this.colours.push(Math.round(255 * (k < 3 ? Math.sqrt(Math.max(value, 0)) : value)));
        }
      } else {
        this.colours.push(255, 255, 255, 255);
      }
    }
    if (this.skinned) {
      const j = glb.floats(p.attributes["JOINTS_0"]!).data;
      const w = glb.floats(p.attributes["WEIGHTS_0"]!).data;
      for (let i = 0; i < j.length; i++) {
        this.joints.push(j[i]!);
        this.weights.push(w[i]!);
      }
      if (blinkAccessor !== undefined) {
        this.blinking = true;
        const b = glb.floats(blinkAccessor).data;
        for (let i = 0; i < b.length; i++) this.blinks.push(b[i]!);
      } else {
        for (let i = 0; i < position.count * 3; i++) this.blinks.push(0);
      }
    }
    const index = p.indices === undefined ? null : glb.indices(p.indices);
    const count = index ? index.length : position.count;
    for (let i = 0; i + 2 < count; i += 3) {
      const a = index ? index[i]! : i;
      const b = index ? index[i + 1]! : i + 1;
      const c = index ? index[i + 2]! : i + 2;
      if (Math.max(a, b, c) >= position.count)
        throw new Error(`a triangle asks for vertex ${Math.max(a, b, c)}`);
      this.indices.push(start + a, start + (flip ? c : b), start + (flip ? b : c));
    }
    if (!normal) this.faceNormals(start);
  }

  /** Flat normals for a primitive that brings none. */
  private faceNormals(start: number): void {
    const p = this.positions;
    for (let i = 0; i < this.indices.length; i += 3) {
      const [a, b, c] = [this.indices[i]!, this.indices[i + 1]!, this.indices[i + 2]!];
      if (a < start) continue;
      const ux = p[b * 3]! - p[a * 3]!;
      const uy = p[b * 3 + 1]! - p[a * 3 + 1]!;
      const uz = p[b * 3 + 2]! - p[a * 3 + 2]!;
      const vx = p[c * 3]! - p[a * 3]!;
      const vy = p[c * 3 + 1]! - p[a * 3 + 1]!;
      const vz = p[c * 3 + 2]! - p[a * 3 + 2]!;
      const n = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
      const s = 127 / (Math.hypot(n[0]!, n[1]!, n[2]!) || 1);
      for (const v of [a, b, c]) for (let k = 0; k < 3; k++) this.normals[v * 4 + k] = Math.round(n[k]! * s);
    }
  }

  pieces(): Piece[] {
    const triangles = this.indices.length / 3;
    if (this.skinned || triangles < CUT_FROM) return [this.cut(this.indices)];
    const cells = new Map<string, number[]>();
    const p = this.positions;
    for (let i = 0; i < this.indices.length; i += 3) {
      const a = this.indices[i]!;
      const key = `${Math.floor(p[a * 3]! / CELL)} ${Math.floor(p[a * 3 + 2]! / CELL)}`;
      let list = cells.get(key);
      if (!list) cells.set(key, (list = []));
      list.push(a, this.indices[i + 1]!, this.indices[i + 2]!);
    }
    return [...cells.values()].map((list) => this.cut(list));
  }

  private cut(list: number[]): Piece {
    const map = new Map<number, number>();
    const indices = new Uint32Array(list.length);
    const order: number[] = [];
    for (let i = 0; i < list.length; i++) {
      const v = list[i]!;
      let n = map.get(v);
      if (n === undefined) {
        n = order.length;
        map.set(v, n);
        order.push(v);
      }
      indices[i] = n;
    }
    const pick = <T extends { [i: number]: number }>(from: number[], size: number, to: T): T => {
      for (let i = 0; i < order.length; i++)
        for (let k = 0; k < size; k++) to[i * size + k] = from[order[i]! * size + k]!;
      return to;
    };
    const n = order.length;
    const positions = pick(this.positions, 3, new Float32Array(n * 3));
    const min: [number, number, number] = [Infinity, Infinity, Infinity];
    const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < positions.length; i++) {
      min[i % 3] = Math.min(min[i % 3]!, positions[i]!);
      max[i % 3] = Math.max(max[i % 3]!, positions[i]!);
    }
    return {
      node: this.node,
      material: this.material,
      positions,
      normals: pick(this.normals, 4, new Int8Array(n * 4)),
      uvs: pick(this.uvs, 2, new Float32Array(n * 2)),
      colours: this.coloured ? pick(this.colours, 4, new Uint8Array(n * 4)) : null,
      joints: this.skinned ? pick(this.joints, 4, new Float32Array(n * 4)) : null,
      weights: this.skinned ? pick(this.weights, 4, new Float32Array(n * 4)) : null,
      blink: this.skinned && this.blinking ? pick(this.blinks, 3, new Float32Array(n * 3)) : null,
      indices,
      min,
      max,
    };
  }
}

function skeleton(glb: Glb, parents: Int32Array): SkeletonData | null {
  const json = glb.json;
  const skin = json.skins?.[0];
  if (!skin) return null;
  const nodes = json.nodes!;
  // Every node that a joint hangs on takes part, parents first.
  const wanted = new Set<number>();
  for (const j of skin.joints) for (let k = j; k >= 0 && !wanted.has(k); k = parents[k]!) wanted.add(k);
  const order: number[] = [];
  const visit = (i: number) => {
    if (wanted.has(i)) order.push(i);
    for (const c of nodes[i]!.children ?? []) visit(c);
  };
  nodes.forEach((_n, i) => {
    if (parents[i]! < 0) visit(i);
  });
  const place = new Map(order.map((n, i) => [n, i]));
  const joints: Joint[] = order.map((n) => ({
    name: nodes[n]!.name ?? "",
    parent: place.get(parents[n]!) ?? -1,
    translation: new Float32Array(nodes[n]!.translation ?? [0, 0, 0]),
    rotation: new Float32Array(nodes[n]!.rotation ?? [0, 0, 0, 1]),
    scale: new Float32Array(nodes[n]!.scale ?? [1, 1, 1]),
  }));
  const inverseBind =
    skin.inverseBindMatrices === undefined
      ? new Float32Array(skin.joints.length * 16)
      : glb.floats(skin.inverseBindMatrices).data;
  const clips = (json.animations ?? []).map((a): ClipData => {
    let seconds = 0;
    const tracks: Track[] = [];
    for (const c of a.channels) {
      const joint = place.get(c.target.node ?? -1);
      const path = c.target.path;
      if (joint === undefined || (path !== "translation" && path !== "rotation" && path !== "scale"))
        continue;
      const s = a.samplers[c.sampler]!;
      const times = glb.floats(s.input).data;
      const values = glb.floats(s.output).data;
      if (values.length < times.length * (path === "rotation" ? 4 : 3))
        throw new Error(`clip ${a.name} has fewer values than times`);
      seconds = Math.max(seconds, times[times.length - 1] ?? 0);
      tracks.push({
        joint,
        path,
        times,
        values,
        step: s.interpolation === "STEP",
      });
    }
    return { name: a.name ?? "", seconds, tracks };
  });
  return { joints, slots: skin.joints.map((j) => place.get(j)!), inverseBind, clips };
}
