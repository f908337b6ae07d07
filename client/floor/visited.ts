/**
 * Stages that this browser has been in, with their keys, so that whoever has only a link finds the way back. In: the
 * browser's storage. Out: lines, newest first. It never leaves this browser.
 */

/** A stage that this browser has been in. */
export interface Visited {
  id: string;
  key: string;
  label: string;
  set: string;
  /** ms since 1970. */
  at: number;
}

/** Where it is kept, and how many are. */
const SLOT = "visited";
const MOST = 48;

/** Reads the stages; what is damaged is left out. */
export function list(storage: Storage): Visited[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(SLOT) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isVisited) : [];
  } catch {
    return [];
  }
}

function isVisited(one: unknown): one is Visited {
  if (typeof one !== "object" || one === null) return false;
  const { id, key, label, set, at } = one as Record<string, unknown>;
  const texts = [id, key, label, set].every((value) => typeof value === "string");
  return texts && /^[a-z0-9-]{1,64}$/.test(id as string) && typeof at === "number";
}

/** Notes that one is in a stage now. */
export function note(storage: Storage, stage: Visited): void {
  const others = list(storage).filter(({ id }) => id !== stage.id);
  storage.setItem(SLOT, JSON.stringify([stage, ...others].slice(0, MOST)));
}

/** Forgets a stage. */
export function forget(storage: Storage, id: string): void {
  storage.setItem(SLOT, JSON.stringify(list(storage).filter((one) => one.id !== id)));
}
