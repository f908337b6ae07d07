import { describe, expect, it } from "vitest";
import { readGlb } from "../../../client/view/asset/glb.ts";

/** A file of this JSON and eight bytes. */
function glb(json: unknown): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const bytes = new Uint8Array(12 + 8 + text.length + 8 + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x46546c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, 0x4e4f534a, true);
  bytes.set(text, 20);
  view.setUint32(20 + text.length, 8, true);
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
});
