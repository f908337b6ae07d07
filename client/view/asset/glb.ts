/**
 * Reads binary glTF 2.0 as `assets/README.md` limits it: one buffer, meshopt-compressed views, WebP images inside.
 * In: the file's bytes. Out: the JSON with accessors decoded on demand into plain arrays. Throws with what is wrong.
 */
import { MeshoptDecoder } from "meshoptimizer/decoder";

/** The parts of glTF that are read here. */
export interface GltfJson {
  nodes?: GltfNode[];
  scenes?: { nodes?: number[] }[];
  scene?: number;
  meshes?: { name?: string; primitives: GltfPrimitive[]; extras?: { targetNames?: string[] } }[];
  materials?: GltfMaterial[];
  textures?: { source?: number; extensions?: { EXT_texture_webp?: { source: number } } }[];
  images?: { bufferView?: number; mimeType?: string; uri?: string }[];
  accessors?: GltfAccessor[];
  bufferViews?: GltfView[];
  skins?: { joints: number[]; inverseBindMatrices?: number }[];
  animations?: {
    name?: string;
    channels: { sampler: number; target: { node?: number; path: string } }[];
    samplers: { input: number; output: number; interpolation?: string }[];
  }[];
}
/** A node. */
export interface GltfNode {
  name?: string;
  children?: number[];
  mesh?: number;
  skin?: number;
  matrix?: number[];
  translation?: number[];
  rotation?: number[];
  scale?: number[];
}
/** A primitive of a mesh. */
export interface GltfPrimitive {
  attributes: Record<string, number>;
  indices?: number;
  material?: number;
  mode?: number;
  targets?: Record<string, number>[];
}
/** A reference to a texture. */
export interface GltfTextureInfo {
  index: number;
  texCoord?: number;
  scale?: number;
  extensions?: { KHR_texture_transform?: { offset?: number[]; scale?: number[]; rotation?: number } };
}
/** A material. */
export interface GltfMaterial {
  name?: string;
  doubleSided?: boolean;
  alphaMode?: string;
  alphaCutoff?: number;
  emissiveFactor?: number[];
  emissiveTexture?: GltfTextureInfo;
  normalTexture?: GltfTextureInfo;
  pbrMetallicRoughness?: {
    baseColorFactor?: number[];
    baseColorTexture?: GltfTextureInfo;
    metallicFactor?: number;
    roughnessFactor?: number;
    metallicRoughnessTexture?: GltfTextureInfo;
  };
  extensions?: { KHR_materials_emissive_strength?: { emissiveStrength?: number } };
}
interface GltfAccessor {
  bufferView?: number;
  byteOffset?: number;
  componentType: number;
  normalized?: boolean;
  count: number;
  type: string;
}
interface MeshoptView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride: number;
  count: number;
  mode: string;
  filter?: string;
}
interface GltfView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
  extensions?: { EXT_meshopt_compression?: MeshoptView; KHR_meshopt_compression?: MeshoptView };
}

/** A decoded file. */
export interface Glb {
  readonly json: GltfJson;
  /** Accessor as floats, normalised integers divided out; `size` values an element. */
  floats(accessor: number): { data: Float32Array; size: number; count: number };
  /** Accessor of indices. */
  indices(accessor: number): Uint32Array;
  /** Bytes and type of an image. */
  image(index: number): { bytes: Uint8Array; type: string };
}

const COMPONENTS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 };
/** Values or bytes that one part may unfold to: some thirty times our largest. */
const MOST = 64 * 1024 * 1024;
const MAGIC = 0x46546c67;
const CHUNK_JSON = 0x4e4f534a;

/** Reads a file. */
export async function readGlb(bytes: Uint8Array, name: string): Promise<Glb> {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 20 || head.getUint32(0, true) !== MAGIC) throw new Error(`${name}: not a GLB file`);
  if (head.getUint32(4, true) !== 2) throw new Error(`${name}: not glTF 2`);
  let json: GltfJson | null = null;
  let binary = new Uint8Array(0);
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const length = head.getUint32(at, true);
    const type = head.getUint32(at + 4, true);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === CHUNK_JSON) json = JSON.parse(new TextDecoder().decode(chunk)) as GltfJson;
    else if (binary.length === 0) binary = chunk as Uint8Array<ArrayBuffer>;
    at += 8 + length;
  }
  if (!json) throw new Error(`${name}: no JSON chunk`);
  await MeshoptDecoder.ready;
  return decoded(json, binary, name);
}

function decoded(json: GltfJson, binary: Uint8Array, name: string): Glb {
  /** A length that may be set aside. A damaged file may ask for more than a machine has. */
  const within = (length: number, what: string): number => {
    if (Number.isSafeInteger(length) && length >= 0 && length <= MOST) return length;
    throw new Error(`${name}: ${what} would take ${length} values, at most ${MOST}`);
  };
  const views = new Map<number, { bytes: Uint8Array; stride: number }>();
  const view = (index: number) => {
    const known = views.get(index);
    if (known) return known;
    const v = json.bufferViews?.[index];
    if (!v) throw new Error(`${name}: buffer view ${index} is missing`);
    const packed = v.extensions?.EXT_meshopt_compression ?? v.extensions?.KHR_meshopt_compression;
    let made: { bytes: Uint8Array; stride: number };
    if (packed) {
      const out = new Uint8Array(within(packed.count * packed.byteStride, `buffer view ${index}`));
      const from = packed.byteOffset ?? 0;
      const source = binary.subarray(from, from + packed.byteLength);
      MeshoptDecoder.decodeGltfBuffer(
        out,
        packed.count,
        packed.byteStride,
        source,
        packed.mode,
        packed.filter ?? "NONE",
      );
      made = { bytes: out, stride: packed.byteStride };
    } else {
      const from = v.byteOffset ?? 0;
      made = { bytes: binary.subarray(from, from + v.byteLength), stride: v.byteStride ?? 0 };
    }
    views.set(index, made);
    return made;
  };
  const accessor = (index: number) => {
    const a = json.accessors?.[index];
    if (!a) throw new Error(`${name}: accessor ${index} is missing`);
    const size = COMPONENTS[a.type];
    if (!size) throw new Error(`${name}: accessor type ${a.type} is not read`);
    return { a, size };
  };
  return {
    json,
    floats(index) {
      const { a, size } = accessor(index);
      const data = new Float32Array(within(a.count * size, `accessor ${index}`));
      if (a.bufferView === undefined) return { data, size, count: a.count };
      const { bytes, stride } = view(a.bufferView);
      const read = reader(bytes, a.componentType, a.normalized ?? false, name);
      const step = stride || size * read.bytes;
      for (let i = 0; i < a.count; i++) {
        const base = (a.byteOffset ?? 0) + i * step;
        for (let k = 0; k < size; k++) data[i * size + k] = read.at(base + k * read.bytes);
      }
      return { data, size, count: a.count };
    },
    indices(index) {
      const { a } = accessor(index);
      const out = new Uint32Array(within(a.count, `accessor ${index}`));
      const { bytes, stride } = view(a.bufferView!);
      const read = reader(bytes, a.componentType, false, name);
      const step = stride || read.bytes;
      for (let i = 0; i < a.count; i++) out[i] = read.at((a.byteOffset ?? 0) + i * step);
      return out;
    },
    image(index) {
      const image = json.images?.[index];
      if (image?.bufferView === undefined) throw new Error(`${name}: image ${index} is not in the file`);
      return { bytes: view(image.bufferView).bytes, type: image.mimeType ?? "image/webp" };
    },
  };
}

function reader(bytes: Uint8Array, type: number, normalized: boolean, name: string) {
  const v = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 5126:
      return { bytes: 4, at: (o: number) => v.getFloat32(o, true) };
    case 5125:
      return { bytes: 4, at: (o: number) => v.getUint32(o, true) };
    case 5123:
      return { bytes: 2, at: (o: number) => v.getUint16(o, true) / (normalized ? 65535 : 1) };
    case 5122:
      return {
        bytes: 2,
        at: (o: number) => (normalized ? Math.max(v.getInt16(o, true) / 32767, -1) : v.getInt16(o, true)),
      };
    case 5121:
      return { bytes: 1, at: (o: number) => v.getUint8(o) / (normalized ? 255 : 1) };
    case 5120:
      return {
        bytes: 1,
        at: (o: number) => (normalized ? Math.max(v.getInt8(o) / 127, -1) : v.getInt8(o)),
      };
    default:
      throw new Error(`${name}: component type ${type} is not read`);
  }
}
