/**
 * Who may what: the keys that calls bring, against a stage's own and the house's. In: calls. Out: the stage that a call
 * may use, or a refusal; wrong keys of one address are counted.
 */
import { sameKey } from "../access/keys.ts";
import type { Hall } from "../hall/hall.ts";
import type { AssetReader } from "../library/assets.ts";
import type { Library, StageLine } from "../library/library.ts";
import type { Press } from "../room/press.ts";
import type { Stages } from "../room/stages.ts";
import { type Call, Refusal } from "./door.ts";
import type { Place } from "./invite.ts";
import type { Meters } from "./meters.ts";

/** What the routes need. */
export interface House {
  library: Library;
  hall: Hall;
  stages: Stages;
  press: Press;
  read: AssetReader;
  meters: Meters;
  /** Key that lists and makes stages. */
  key: string;
  /** Folder for defects. */
  defects: string;
  places: () => readonly Place[];
  /** Whether pages of a call's origin may change anything. */
  allowOrigin: (call: Call) => boolean;
  /** Takes from an address's allowance of wrong keys. */
  allowGuess: (address: string) => boolean;
  wall: () => number;
  /** False once the server is stopping. */
  healthy: () => boolean;
}

/** The key that a call brings: in its header, or in the address. */
function keyOf({ request, url }: Call): string {
  const header = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  return header ?? url.searchParams.get("key") ?? "";
}

/** Refuses, and takes from the address's allowance. */
function wrongKey(house: House, call: Call): never {
  if (!house.allowGuess(call.address)) throw new Refusal(429, "Too many wrong keys from this address.");
  throw new Refusal(403, "This key does not open that.");
}

/** The stage that a call may use: with its own key, or with the house's. */
export async function stageFor(house: House, call: Call, id: string): Promise<StageLine> {
  const stage = await house.library.findStage(id);
  const key = keyOf(call);
  const own = sameKey(key, stage?.key ?? "no such stage");
  const whole = sameKey(key, house.key);
  if (stage === null || !(own || whole)) return wrongKey(house, call);
  return stage;
}

/** Refuses where a call does not bring the house's key. */
export function needHouse(house: House, call: Call): void {
  if (!sameKey(keyOf(call), house.key)) wrongKey(house, call);
}
