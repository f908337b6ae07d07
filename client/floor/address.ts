/**
 * What the address says: which stage, with which key, as whom. In: the location and this browser's storage. Out: where
 * to join.
 */
import type { EngineChoice } from "../view/gpu/open.ts";
import type { Quality } from "../view/view.ts";
import * as visited from "./visited.ts";

/** Where and as whom to join. */
export interface Where {
  stage: string;
  key: string;
  /** 32 hex digits kept for this stage: who comes back with them is the same person. */
  token: string;
  name: string;
  quality: Quality;
  engine: EngineChoice;
  /** Share of the screen's width and height that is drawn at most, 0.25…1. */
  scale: number;
  /** Name of the only network that may run; "off": none; empty: whichever this machine can. */
  model: string;
  /** Keeps the network however slow it is. */
  patient: boolean;
}

/** The stage that an address names; empty: the first page is meant. */
export const stageIn = (place: Location): string => /^\/s\/([a-z0-9-]{1,64})/.exec(place.pathname)?.[1] ?? "";

/**
 * The house's key: from the address, which gives it up so that nobody reads it off a screen, or from this browser's
 * storage, into which it goes once it has opened the house.
 */
export function houseKeyFrom(place: Location, storage: Storage, history: History): string {
  const given = new URLSearchParams(place.hash.slice(1)).get("house") ?? "";
  if (given === "") return storage.getItem(HOUSE_SLOT) ?? "";
  history.replaceState(null, "", place.pathname + place.search);
  return given;
}

/** Where the house's key is kept in this browser. */
export const HOUSE_SLOT = "house key";

/** Reads the address of a stage. Throws where its key is missing, in words. */
export async function whereFrom(place: Location, storage: Storage): Promise<Where> {
  const stage = stageIn(place);
  const key = new URLSearchParams(place.hash.slice(1)).get("key") ?? knownKey(storage, stage);
  if (key === "") throw new Error("this link has lost its key: ask whoever sent it for the whole link.");
  const search = new URLSearchParams(place.search);
  const slot = `token ${stage}${(search.get("as") ?? "").slice(0, 40)}`;
  let token = storage.getItem(slot) ?? "";
  if (!/^[0-9a-f]{32}$/.test(token)) {
    token = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((b) => b.toString(16).padStart(2, "0"))
      .join("");
    storage.setItem(slot, token);
  }
  const quality = search.get("quality");
  const scale = Number(search.get("scale") ?? 1);
  const engine = search.get("engine");
  return {
    stage,
    key,
    token,
    name: storage.getItem("name") ?? "",
    quality: quality === "low" || quality === "medium" ? quality : "high",
    engine: engine === "webgl2" || engine === "webgpu" ? engine : "auto",
    scale: scale >= 0.25 && scale <= 1 ? scale : 1,
    model: search.get("model") ?? "",
    patient: search.has("patient"),
  };
}

/** The key of a stage that this browser has been in; empty for none. */
const knownKey = (storage: Storage, stage: string): string =>
  visited.list(storage).find(({ id }) => id === stage)?.key ?? "";
