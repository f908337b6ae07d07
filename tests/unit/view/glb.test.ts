import { describe, expect, it } from "vitest";
import { readGlb } from "../../../client/view/asset/glb.ts";
import { buildModel } from "../../../client/view/asset/model.ts";

/** A file of this JSON and some bytes (eight zeros). */
function glb(json: unknown, binary = new Uint8Array(8)): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const bytes = new Uint8Array(12 + 8 + text.length + 8 + binary.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x46546c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, 0x4e4f534a, true);
  bytes.set(text, 20);
  view.setUint32(20 + text.length, binary.length, true);
  bytes.set(binary, 28 + text.length);
  return bytes;
}
const accessor = (count: number) => ({ bufferView: 0, componentType: 5126, count, type: "VEC3" });

describe("a damaged model file", () => {
  it("sets no memory aside for what it cannot hold, and says so", async () => {
    for (const count of [1e9, 1e300, -1, 0.5]) {
      const read = await readGlb(
        glb({
          accessors: [accessor(count), { count, type: "VEC3", componentType: 5126 }],
          bufferViews: [
            {
              byteLength: 8,
              extensions: {
                EXT_meshopt_compression: { byteLength: 8, byteStride: 4, count, mode: "ATTRIBUTES" },
              },
            },
          ],
        }),
        "ball",
      );
      expect(() => read.floats(1), String(count)).toThrow(/ball: accessor 1 would take/);
      expect(() => read.indices(0), String(count)).toThrow(/ball: accessor 0 would take/);
    }
  });

  it("is refused where it is cut short, or another thing", async () => {
    const whole = glb({ accessors: [accessor(1)], bufferViews: [{ byteLength: 8 }] });
    for (let cut = 0; cut < whole.length - 16; cut++)
      await expect(readGlb(whole.subarray(0, cut), "ball"), String(cut)).rejects.toThrow();
    const read = await readGlb(whole, "ball");
    expect(() => read.floats(0)).toThrow();
    expect(() => read.floats(7)).toThrow(/accessor 7 is missing/);
  });

  it("ends in words where its nodes hang in a circle, or its vertices lie nowhere", async () => {
    const triangle = new Uint8Array(48);
    const floats = new Float32Array(triangle.buffer);
    floats.set([0, 0, 0, 1, 0, 0, 0, 1, 0]);
    new Uint16Array(triangle.buffer, 36).set([0, 1, 2]);
    const model = async (nodes: object[], change: (bytes: Uint8Array) => void = () => {}) => {
      const binary = triangle.slice();
      change(binary);
      const json = {
        nodes,
        meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
        accessors: [accessor(3), { bufferView: 1, componentType: 5123, count: 3, type: "SCALAR" }],
        bufferViews: [
          { byteOffset: 0, byteLength: 36 },
          { byteOffset: 36, byteLength: 12 },
        ],
      };
      return buildModel(await readGlb(glb(json, binary), "ball"), "ball", new Set(), true);
    };
    expect((await model([{ mesh: 0, children: [1] }, {}])).pieces[0]!.indices).toHaveLength(3);
    await expect(model([{ children: [0], mesh: 0 }])).rejects.toThrow(/ball: node 0 hangs on itself/);
    await expect(model([{ mesh: 0, children: [1] }, { children: [2] }, { children: [0] }])).rejects.toThrow(
      /itself/,
    );
    await expect(model([{ children: [2] }, { children: [2] }, { mesh: 0 }])).rejects.toThrow(/hangs on two/);
    await expect(model([{ mesh: 0, children: [7] }])).rejects.toThrow(/node 7 is not there/);
    await expect(model([{ mesh: 0, scale: [1e30, 1, 1] }])).rejects.toThrow(/a vertex lies at/);
    const nowhere = (bytes: Uint8Array): void => new DataView(bytes.buffer).setFloat32(4, Number.NaN, true);
    await expect(model([{ mesh: 0 }], nowhere)).rejects.toThrow(/a vertex lies at NaN/);
    const beyond = (bytes: Uint8Array): void => new DataView(bytes.buffer).setUint16(40, 9, true);
    await expect(model([{ mesh: 0 }], beyond)).rejects.toThrow(/asks for vertex 9/);
  });
});
