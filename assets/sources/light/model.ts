/**
 * A set's picture as triangles for light: in, a .glb; out, places, texture coordinates and materials in world space, each
 * triangle with the number of the part that it belongs to. Textures are taken small: a ray of a probe stands for a wide
 * share of the ball, not for a point.
 */
import { type Material, type Node, NodeIO, type Primitive, type Texture } from "@gltf-transform/core";
import { ALL_EXTENSIONS, type EmissiveStrength } from "@gltf-transform/extensions";
import { MeshoptDecoder } from "meshoptimizer";
import sharp from "sharp";

/** Pixels along the longer side of a texture as it is sampled. */
const TEXTURE = 256;

/** A texture, linear RGBA in 0…1. */
export interface Picture {
  width: number;
  height: number;
  data: Float32Array;
}

/** How a surface gives light back. */
export interface Surface {
  name: string;
  colour: [number, number, number, number];
  colours: Picture | null;
  emission: [number, number, number];
  emissions: Picture | null;
  /** Glows at night only. */
  night: boolean;
  doubleSided: boolean;
  /** Alpha below which a leaf has a hole, or −1. */
  cutoff: number;
  /** Share of light that passes, or 0. Glass lets all of it through, as it does in the picture's own shadows. */
  clear: number;
}

/** Triangles of a set, three vertices each, shared by none. */
export interface Model {
  positions: Float32Array;
  /** Texture coordinates, two for each vertex. */
  uvs: Float32Array;
  /** Vertex colours, linear RGB for each vertex. */
  tints: Float32Array;
  /** For each triangle. */
  surface: Uint16Array;
  part: Uint8Array;
  surfaces: Surface[];
}

/** Reads a picture; `parts` are node names by number from 1. */
export async function readModel(path: string, parts: readonly string[]): Promise<Model> {
  await MeshoptDecoder.ready;
  const io = new NodeIO()
    .registerExtensions(ALL_EXTENSIONS)
    .registerDependencies({ "meshopt.decoder": MeshoptDecoder });
  const document = await io.read(path);
  const root = document.getRoot();
  const pictures = new Map<Texture, Picture>();
  for (const material of root.listMaterials())
    for (const texture of [material.getBaseColorTexture(), material.getEmissiveTexture()])
      if (texture !== null && !pictures.has(texture)) pictures.set(texture, await readPicture(texture));
  const surfaces = root.listMaterials().map((material) => surfaceOf(material, pictures));
  const plain = surfaces.length;
  surfaces.push({ ...PLAIN });
  const numbers = new Map(root.listMaterials().map((material, k) => [material, k]));
  const found: { node: Node; part: number; primitive: Primitive }[] = [];
  const enter = (node: Node, part: number): void => {
    const own = parts.indexOf(node.getName()) + 1;
    const here = own > 0 ? own : part;
    for (const primitive of node.getMesh()?.listPrimitives() ?? [])
      if (primitive.getMode() === 4) found.push({ node, part: here, primitive });
    for (const child of node.listChildren()) enter(child, here);
  };
  for (const scene of root.listScenes()) for (const node of scene.listChildren()) enter(node, 0);
  let count = 0;
  for (const { primitive } of found) count += cornersOf(primitive) / 3;
  const model: Model = {
    positions: new Float32Array(count * 9),
    uvs: new Float32Array(count * 6),
    tints: new Float32Array(count * 9).fill(1),
    surface: new Uint16Array(count),
    part: new Uint8Array(count),
    surfaces,
  };
  let triangle = 0;
  for (const { node, part, primitive } of found) {
    const material = primitive.getMaterial();
    const number = material === null ? plain : numbers.get(material)!;
    triangle = add(model, triangle, node, primitive, number, part);
  }
  return model;
}

const PLAIN: Surface = {
  name: "",
  colour: [0.5, 0.5, 0.5, 1],
  colours: null,
  emission: [0, 0, 0],
  emissions: null,
  night: false,
  doubleSided: false,
  cutoff: -1,
  clear: 0,
};

function surfaceOf(material: Material, pictures: Map<Texture, Picture>): Surface {
  const name = material.getName();
  const strength =
    material.getExtension<EmissiveStrength>("KHR_materials_emissive_strength")?.getEmissiveStrength() ?? 1;
  const base = material.getBaseColorTexture();
  const glow = material.getEmissiveTexture();
  const colour = material.getBaseColorFactor() as Surface["colour"];
  return {
    name,
    colour,
    colours: base === null ? null : pictures.get(base)!,
    emission: material.getEmissiveFactor().map((v) => v * strength) as Surface["emission"],
    emissions: glow === null ? null : pictures.get(glow)!,
    night: name.startsWith("night"),
    doubleSided: material.getDoubleSided(),
    cutoff: material.getAlphaMode() === "MASK" ? material.getAlphaCutoff() : -1,
    clear: material.getAlphaMode() === "BLEND" ? 1 : 0,
  };
}

async function readPicture(texture: Texture): Promise<Picture> {
  const { data, info } = await sharp(texture.getImage()!)
    .resize(TEXTURE, TEXTURE, { fit: "inside", withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const out = new Float32Array(info.width * info.height * 4);
  for (let k = 0; k < out.length; k++) {
    const v = data[k]! / 255;
    out[k] = k % 4 === 3 ? v : v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  }
  return { width: info.width, height: info.height, data: out };
}

function cornersOf(primitive: Primitive): number {
  return (primitive.getIndices() ?? primitive.getAttribute("POSITION"))!.getCount();
}

function add(
  model: Model,
  triangle: number,
  node: Node,
  primitive: Primitive,
  surface: number,
  part: number,
): number {
  const matrix = node.getWorldMatrix();
  const position = primitive.getAttribute("POSITION")!;
  const uv = primitive.getAttribute("TEXCOORD_0");
  const tint = primitive.getAttribute("COLOR_0");
  const indices = primitive.getIndices();
  const mirrored = determinant(matrix) < 0;
  const value = [0, 0, 0, 0];
  const corners = cornersOf(primitive);
  for (let k = 0; k < corners; k += 3, triangle++) {
    model.surface[triangle] = surface;
    model.part[triangle] = part;
    for (let j = 0; j < 3; j++) {
      const corner = mirrored && j > 0 ? 3 - j : j;
      const index = indices === null ? k + corner : indices.getScalar(k + corner);
      const v = triangle * 3 + j;
      const [x, y, z] = position.getElement(index, value) as [number, number, number];
      for (let c = 0; c < 3; c++)
        model.positions[v * 3 + c] = matrix[c]! * x + matrix[4 + c]! * y + matrix[8 + c]! * z + matrix[12 + c]!;
      if (uv !== null) for (let c = 0; c < 2; c++) model.uvs[v * 2 + c] = uv.getElement(index, value)[c]!;
      if (tint !== null) for (let c = 0; c < 3; c++) model.tints[v * 3 + c] = tint.getElement(index, value)[c]!;
    }
  }
  return triangle;
}

function determinant(m: readonly number[]): number {
  return (
    m[0]! * (m[5]! * m[10]! - m[6]! * m[9]!) -
    m[4]! * (m[1]! * m[10]! - m[2]! * m[9]!) +
    m[8]! * (m[1]! * m[6]! - m[2]! * m[5]!)
  );
}

/** A picture at a texture coordinate (repeated), its nearest pixel, into `out`. */
export function samplePicture(picture: Picture, u: number, v: number, out: number[]): void {
  const { width, height, data } = picture;
  const x = Math.min(width - 1, Math.floor((u - Math.floor(u)) * width));
  const y = Math.min(height - 1, Math.floor((v - Math.floor(v)) * height));
  for (let c = 0; c < 4; c++) out[c] = data[(y * width + x) * 4 + c]!;
}
