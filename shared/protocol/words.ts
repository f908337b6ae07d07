/**
 * Words that people write and others read: names, labels, notes. In: any text, from hands, a clipboard, or somebody who
 * means harm. Out: text that shows as what it is: nothing in it is hidden, turns what stands beside it round, or grows
 * out of its line. Letters of every script stay, with the marks and joiners that they need.
 */
import { FormError, Reader } from "./bytes.ts";

/** Nearly all texts: nothing in them needs a look. */
const PLAIN = /^[\n -~]*$/;
/**
 * What is not seen, by its first and last code: controls, soft hyphens, blanks without width, orders to turn the direction
 * of what follows, marks of byte order, tags, letters without a shape. Joiners and the plain marks of direction stay, since
 * scripts need them.
 */
const UNSEEN_CODES = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200b],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
] as const;
const escaped = (code: number): string => `\\u{${code.toString(16)}}`;
const UNSEEN = new RegExp(`[${UNSEEN_CODES.map(([a, b]) => `${escaped(a)}-${escaped(b)}`).join("")}]`, "gu");
/** Marks upon marks: no script needs more than these on one letter. */
const HEAPED = /(\p{M}{6})\p{M}+/gu;

/** The text as it may be kept and shown; never longer than it was. Lines are kept, tabs become blanks. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/\t/g, " ")
    .replace(UNSEEN, "")
    .replace(HEAPED, "$1");
}

/** A name for people or stages: one line without runs of blanks, at most 40 UTF-16 units, no letter cut in half. */
export const cleanName = (name: string): string => {
  const line = cleanText(name)
    .replace(/\u2800/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const cut = line
    .slice(0, 40)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
  // Signs that only join or turn are nobody's name.
  return cut.replace(/\p{Cf}/gu, "").trim() === "" ? "" : cut;
};

/** Reads messages of people: each text in them is clean. Ids and names of files are plain, and stay what they were. */
export class WordsReader extends Reader {
  override text(limit: number): string {
    const text = super.text(limit);
    // Told before anything is taken away, so that a text is refused or not by what was sent.
    if (text.length > limit) throw new FormError("", `text of ${text.length} characters, at most ${limit}`);
    return cleanText(text);
  }
}
