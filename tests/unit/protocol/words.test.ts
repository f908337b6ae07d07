import { describe, expect, it } from "vitest";
import { decode, encode } from "../../../shared/protocol/form.ts";
import { intentForm } from "../../../shared/protocol/messages.ts";
import { cleanName, cleanText, WordsReader } from "../../../shared/protocol/words.ts";

const code = (...points: number[]): string => String.fromCodePoint(...points);

describe("words of people", () => {
  it("stay as they are in every script", () => {
    const texts = [
      "Ana's café, door 2 <b>not bold</b> & so on",
      "שלום עולם",
      "مرحبا بالعالم",
      "नमस्ते दुनिया",
      "สวัสดีชาวโลก",
      "Tiếng Việt",
      code(0x1f469, 0x200d, 0x1f680),
      `two\nlines`,
    ];
    for (const text of texts) expect(cleanText(text)).toBe(text);
  });

  it("hide nothing and turn nothing round", () => {
    expect(cleanText(`take${code(0x202e)}3xe.mp4`)).toBe("take3xe.mp4");
    for (const sign of [0x0, 0x1b, 0x7f, 0x9b, 0xad, 0x200b, 0x202a, 0x2066, 0x2069, 0xfeff, 0x3164, 0xe0041])
      expect(cleanText(`a${code(sign)}b`), sign.toString(16)).toBe("ab");
    expect(cleanText("a\tb\r\nc\rd")).toBe("a b\nc\nd");
    expect(cleanText(`a${code(0x2028)}b`)).toBe("a\nb");
  });

  it("do not grow out of their line, nor hold half a letter", () => {
    const heap = `e${code(0x301).repeat(400)}`;
    expect(cleanText(heap)).toBe(`e${code(0x301).repeat(6)}`);
    expect(cleanText("a\ud800b")).toBe(`a${code(0xfffd)}b`);
    expect(cleanName(`${"a".repeat(39)}${code(0x1f600)}`)).toBe("a".repeat(39));
  });

  it("make a name that can be seen, or none", () => {
    expect(cleanName("  Ana \n  B.  ")).toBe("Ana B.");
    expect(cleanName(`${code(0x3164, 0x2800, 0x200d, 0x200f, 0x20)}`)).toBe("");
    expect(cleanName("x".repeat(10_000))).toHaveLength(40);
  });

  it("are clean as soon as a message is read, and too long a text is refused as before", () => {
    const dirty = {
      type: "mark",
      take: "take-1",
      tick: 3,
      label: `Cut${code(0x202e)} here`,
      remove: false,
    } as const;
    const bytes = encode(intentForm, dirty);
    expect(decode(intentForm, bytes, new WordsReader(bytes))).toEqual({ ...dirty, label: "Cut here" });
    const long = encode(intentForm, { ...dirty, label: "x".repeat(64) });
    const at = long.lastIndexOf("x".charCodeAt(0));
    const longer = new Uint8Array([
      ...long.subarray(0, at),
      0xe2,
      0x80,
      0xae,
      0xe2,
      0x80,
      0xae,
      ...long.subarray(at),
    ]);
    longer[longer.indexOf(64)] = 70;
    expect(() => decode(intentForm, longer, new WordsReader(longer))).toThrow(/66 characters|at most 64/);
  });
});
