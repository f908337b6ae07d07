/**
 * Words burnt into a picture: slate, timecode, lens, frame number, in the four corners within the action-safe area. In: what
 * stands in each corner, the picture's size. Out: places of words and plates (pure), and the picture with them drawn in.
 * Shared by exports and stills.
 */
import { ACTION_SAFE } from "../../shared/camera/gate.ts";
import type { Picture } from "./encoder.ts";

/** What stands in the corners; an empty text leaves its corner alone. */
export interface BurnIn {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
}

/** Nothing burnt in. */
export const NO_BURN_IN: BurnIn = { topLeft: "", topRight: "", bottomLeft: "", bottomRight: "" };

/** Words at their place, with the dark plate behind them. Pixels from the top left. */
export interface PlacedWords {
  readonly text: string;
  /** Left end of the words, and their baseline. */
  readonly x: number;
  readonly y: number;
  /** Height of the type. */
  readonly size: number;
  readonly plate: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Width of a text at a height of type, pixels. */
export type Measure = (text: string, size: number) => number;

/** Height of type as a share of the picture's shorter side, and the least that can be read. */
const SHARE = 0.032;
const LEAST = 8;
/** Room round words in their plate, of their height. */
const PAD = 0.34;
/** Share of a row that the words of both its corners may take. */
const FULL = 0.96;

/** Where the words go. Where both corners of a row do not fit beside one another, type gets smaller, for all alike. */
export function layout(burn: BurnIn, width: number, height: number, measure: Measure): PlacedWords[] {
  const marginX = Math.round((width * (1 - ACTION_SAFE)) / 2);
  const marginY = Math.round((height * (1 - ACTION_SAFE)) / 2);
  const room = (width - 2 * marginX) * FULL;
  let size = Math.max(LEAST, Math.round(Math.min(width, height) * SHARE));
  const rows = [
    [burn.topLeft, burn.topRight],
    [burn.bottomLeft, burn.bottomRight],
  ] as const;
  const widest = (at: number): number =>
    Math.max(
      ...rows.map((row) =>
        row.reduce((sum, text) => sum + (text === "" ? 0 : measure(text, at) + 2 * PAD * at), 0),
      ),
    );
  while (size > 4 && widest(size) > room) size--;
  const pad = Math.max(1, Math.round(size * PAD));
  const placed: PlacedWords[] = [];
  for (const [row, texts] of rows.entries()) {
    for (const [side, text] of texts.entries()) {
      if (text === "") continue;
      const wide = Math.ceil(measure(text, size)) + 2 * pad;
      const tall = size + 2 * pad;
      const x = side === 0 ? marginX : width - marginX - wide;
      const y = row === 0 ? marginY : height - marginY - tall;
      // Capitals and figures of Inter are 0.73 of the type's height: so they stand in the middle of their plate.
      const baseline = y + Math.round((tall + size * 0.73) / 2);
      placed.push({ text, x: x + pad, y: baseline, size, plate: { x, y, width: wide, height: tall } });
    }
  }
  return placed;
}

/** Font of burnt-in words, at a height of type. */
export function fontOf(size: number): string {
  return `500 ${size}px Inter, system-ui, sans-serif`;
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Figures all as wide as a nought, so that running numbers do not tremble; the rest as the font has it. */
function advance(context: Context, character: string): number {
  return context.measureText(character >= "0" && character <= "9" ? "0" : character).width;
}

/** Measures by a canvas' own font. */
export function measureWith(context: Context): Measure {
  return (text, size) => {
    context.font = fontOf(size);
    let sum = 0;
    for (const character of text) sum += advance(context, character);
    return sum;
  };
}

/** Draws the words over whatever is on a canvas of this size. */
export function draw(context: Context, burn: BurnIn, width: number, height: number): void {
  const placed = layout(burn, width, height, measureWith(context));
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  for (const { text, x, y, size, plate } of placed) {
    context.fillStyle = "rgba(0, 0, 0, 0.55)";
    context.fillRect(plate.x, plate.y, plate.width, plate.height);
    context.fillStyle = "#ffffff";
    context.font = fontOf(size);
    let at = x;
    for (const character of text) {
      const wide = advance(context, character);
      context.fillText(character, at + (wide - context.measureText(character).width) / 2, y);
      at += wide;
    }
  }
}

/** Burns words into pictures of one size, one after the other. */
export function createBurner(width: number, height: number): (picture: Picture, burn: BurnIn) => Picture {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false })!;
  return (picture, burn) => {
    if (burn.topLeft + burn.topRight + burn.bottomLeft + burn.bottomRight === "") return picture;
    context.putImageData(new ImageData(picture.data, width, height), 0, 0);
    draw(context, burn, width, height);
    return context.getImageData(0, 0, width, height);
  };
}

/** Loads the font of burnt-in words; without it the system's own stands in. */
export async function loadFont(): Promise<void> {
  await document.fonts.load(fontOf(20), "A0:").catch(() => {});
}
