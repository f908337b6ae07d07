/**
 * Shoots the golden takes anew and writes them with their chains beside this file. In: names, or none for all. For when
 * the world's step was changed on purpose: a take's bits are what is proved, so a change of them is a change of SPEC.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { type AssetReader, createAssetReader } from "../../server/library/assets.ts";
import { loadEngine } from "../../server/room/stages.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import { open, replay } from "../../shared/takes/replay.ts";
import { decodeTake } from "../../shared/takes/take.ts";
import { catalogueJson, setJson } from "../fixtures/yard.ts";
import type { Chain } from "./chains.ts";
import { SCRIPTS } from "./scripts.ts";
import { shoot } from "./studio.ts";

const yard: AssetReader = async (path) => {
  const json =
    path === "catalogue.json" ? catalogueJson : path === "sets/yard/set.json" ? setJson : undefined;
  if (json === undefined) throw new Error(`${path} is not there`);
  return new TextEncoder().encode(JSON.stringify(json));
};
const house = createAssetReader(new URL("../../assets", import.meta.url).pathname);

/** Shoots these takes, or all. */
export async function record(names: readonly string[]): Promise<void> {
  const file = new URL("./chains.json", import.meta.url);
  let chains: Record<string, Chain> = {};
  try {
    chains = JSON.parse(readFileSync(file, "utf8")) as Record<string, Chain>;
  } catch {
    // The first time there is none.
  }
  for (const name of names.length === 0 ? Object.keys(SCRIPTS) : names) {
    const script = SCRIPTS[name];
    if (script === undefined)
      throw new Error(`no golden take is called ${name}: ${Object.keys(SCRIPTS).join(", ")}`);
    const made = script();
    const began = performance.now();
    const bytes = await shoot(made, made.set === "yard" ? yard : house);
    const take = decodeTake(new Uint8Array(brotliDecompressSync(bytes)));
    const played = replay(take, open(take, await createHavok(await loadEngine())), "");
    if (played.differences.length > 0)
      throw new Error(`${name} does not replay: ${JSON.stringify(played.differences[0])}`);
    chains[name] = { ticks: played.ticks, final: played.final, chain: played.chain };
    writeFileSync(new URL(`./${name}.take`, import.meta.url), bytes);
    writeFileSync(file, `${JSON.stringify(chains, null, 2)}\n`);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(
      `${name}: ${played.ticks} ticks, ${bytes.length} bytes, ${played.chain} (${seconds} s)\n`,
    );
  }
}
