/**
 * What the address says: which stage, with which key, as whom. In: the location and this browser's storage. Out: where
 * to join.
 */
import type { EngineChoice } from "../view/gpu/open.ts";
import type { Quality } from "../view/view.ts";

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
}

/** Reads the address. Throws where it names no stage, in words. */
export async function whereFrom(place: Location, storage: Storage): Promise<Where> {
  const stage = /^\/s\/([a-z0-9-]{1,64})/.exec(place.pathname)?.[1] ?? "";
  const key = new URLSearchParams(place.hash.slice(1)).get("key") ?? "";
  if (stage === "" || key === "")
    throw new Error("this link names no stage, or has lost its key: ask for it again.");
  const search = new URLSearchParams(place.search);
  const slot = `token ${stage}${search.get("as") ?? ""}`;
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
  };
}
