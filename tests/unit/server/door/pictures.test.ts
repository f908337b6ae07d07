import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pictureType } from "../../../../server/door/pictures.ts";

const webp = (...chunks: number[][]): Uint8Array => {
  const body = [..."WEBP"].map((c) => c.charCodeAt(0)).concat(...chunks);
  const head = [..."RIFF"].map((c) => c.charCodeAt(0));
  return Uint8Array.from([...head, ...le(body.length, 4), ...body]);
};
const le = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => Math.floor(value / 256 ** k) % 256);
const chunk = (name: string, data: number[]): number[] => [
  ...[...name].map((c) => c.charCodeAt(0)),
  ...le(data.length, 4),
  ...data,
  ...(data.length % 2 ? [0] : []),
];
const lossless = (width: number, height: number): number[] =>
  chunk("VP8L", [0x2f, ...le(width - 1 + (height - 1) * 2 ** 14, 4), ...Array(12).fill(0)]);
const lossy = (width: number, height: number): number[] =>
  chunk("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, ...le(width, 2), ...le(height, 2), ...Array(10).fill(0)]);
const canvas = (flags: number, width: number, height: number): number[] =>
  chunk("VP8X", [flags, 0, 0, 0, ...le(width - 1, 3), ...le(height - 1, 3)]);
const jpeg = (width: number, height: number, before: number[] = []): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xd8,
    ...before,
    0xff,
    0xc2,
    0,
    17,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    ...Array(9).fill(0),
  ]);

describe("a small picture", () => {
  it("is known by what encoders really write", () => {
    const folder = fileURLToPath(new URL("../../../golden/pictures/stage/", import.meta.url));
    const files = readdirSync(folder).filter((name) => name.endsWith(".webp"));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) expect(pictureType(readFileSync(`${folder}${name}`)), name).toBe("image/webp");
    expect(pictureType(webp(lossy(480, 201)))).toBe("image/webp");
    expect(pictureType(webp(canvas(0x10, 480, 201), chunk("ALPH", [0, 1, 2]), lossy(480, 201)))).toBe(
      "image/webp",
    );
    expect(pictureType(webp(lossless(480, 201)))).toBe("image/webp");
    expect(pictureType(jpeg(480, 201, [0xff, 0xe0, 0, 4, 1, 2]))).toBe("image/jpeg");
  });

  it("does not unfold to a huge one, wherever that is said", () => {
    expect(pictureType(webp(lossless(16_384, 16_384)))).toBe("");
    expect(pictureType(webp(lossy(16_383, 2)))).toBe("");
    expect(pictureType(webp(canvas(0, 2 ** 24, 2 ** 24), lossy(8, 8)))).toBe("");
    expect(pictureType(webp(canvas(0, 8, 8), lossless(16_384, 16_384)))).toBe("");
    expect(pictureType(jpeg(65_535, 65_535))).toBe("");
    expect(pictureType(jpeg(0, 9))).toBe("");
  });

  it("does not move, is one thing alone, and is whole", () => {
    expect(pictureType(webp(canvas(2, 8, 8), lossy(8, 8)))).toBe("");
    expect(pictureType(webp(canvas(0, 8, 8), chunk("ANMF", Array(20).fill(0)), lossy(8, 8)))).toBe("");
    const page = new TextEncoder().encode("<script>alert(1)</script>");
    expect(pictureType(Uint8Array.from([...webp(lossy(8, 8)), ...page]))).toBe("");
    expect(pictureType(webp(chunk("EXIF", [...page])))).toBe("");
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    expect(pictureType(new TextEncoder().encode(svg))).toBe("");
    const whole = jpeg(480, 201);
    for (let cut = 0; cut < 11; cut++) expect(pictureType(whole.subarray(0, cut))).toBe("");
    expect(pictureType(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe("");
  });
});
