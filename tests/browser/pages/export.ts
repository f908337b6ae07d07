/**
 * A page in which the browser's own encoder is tried: the contract's cases, the formats, a video of known pictures. Driven
 * through `globalThis.bench`.
 */
import { FORMATS, tryFormat } from "../../../client/export/formats.ts";
import { createBrowserEncoder } from "../../../client/export/mediabunny.ts";
import { createMemoryStore } from "../../../client/export/store.ts";
import * as rates from "../../../shared/clock/rate.ts";
import { CASES } from "../../contract/encoder-contract.ts";

const encoder = createBrowserEncoder();

/** What a test asks of this page. */
const bench = {
  /** Why each format cannot be written here; "" where it can. */
  async formats(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { id } of FORMATS) found[id] = await tryFormat(encoder, id, 320, 136);
    return found;
  },
  cases: () => Object.keys(CASES),
  /** Runs a case: what did not hold, or "". */
  async holds(name: string, format: string): Promise<string> {
    return CASES[name]!(encoder, format).then(
      () => "",
      (fault: unknown) => `${fault}`,
    );
  },
  /** A video of frames that count up in grey, as base64. */
  async count(format: string, rate: string, frames: number): Promise<string> {
    const store = createMemoryStore();
    const recipe = { format, width: 64, height: 48, rate: rates.parse(rate)!, title: "count" };
    const video = await encoder.begin(recipe, store);
    const data = new Uint8ClampedArray(64 * 48 * 4);
    for (let k = 0; k < frames; k++) {
      data.fill((k * 7) % 256);
      await video.add({ width: 64, height: 48, data });
    }
    await video.finish();
    const bytes = new Uint8Array(await (await store.finish("")).arrayBuffer());
    let text = "";
    for (let i = 0; i < bytes.length; i += 0x8000)
      text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
  },
};

Object.assign(globalThis, { bench });
export type Bench = typeof bench;
