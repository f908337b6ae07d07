/**
 * What the golden takes come to: ticks, the hash at the end, the chain of all hashes. In: chains.json beside this file,
 * which record.ts writes. Out: one line for each take.
 */
import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { decodeTake, type Take } from "../../shared/takes/take.ts";

/** What a replay of a take must come to. */
export interface Chain {
  ticks: number;
  final: string;
  /** All hashes joined (shared/takes/replay.ts). */
  chain: string;
}

const at = (file: string): URL => new URL(file, import.meta.url);

/** Chains by the takes' names. */
export const chains = (): Record<string, Chain> =>
  JSON.parse(readFileSync(at("./chains.json"), "utf8")) as Record<string, Chain>;

/** Bytes of a golden take as its file has them. */
export const takeBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(at(`./${name}.take`)));

/** The bytes behind the compression. */
export const openedBytes = (name: string): Uint8Array =>
  new Uint8Array(brotliDecompressSync(takeBytes(name)));

/** A golden take, opened as any take is. */
export const goldenTake = (name: string): Take => decodeTake(openedBytes(name));
