/**
 * Notes of the stage as the panels show them: cues with when they fired, framings with their thumbnails. In: the floor's
 * notes. Out: signals, written only where something differs.
 */
import type { CueLine, Framing as FramingCard } from "../panels/model.ts";
import type { Floor } from "./floor.ts";

/** Marks and performers who wait for a cue. */
function waiters(floor: Floor, cue: number): number {
  let count = 0;
  for (const { mark, performer } of floor.roster.entities.values()) {
    if (mark?.wait.kind === "cue" && mark.wait.on === cue) count++;
    if (performer?.start.kind === "cue" && performer.start.on === cue) count++;
  }
  return count;
}

/** Writes cues and framings; `thumbnails` by the framing's number. */
export function write(floor: Floor, thumbnails: ReadonlyMap<number, string>): void {
  const { model, notes, mirror } = floor;
  const action = mirror?.action ?? -1;
  const cues: CueLine[] = notes.cues.map(({ id, cue, fired }) => ({
    id,
    cue,
    fired: fired < 0 ? null : (fired - Math.max(0, action)) / 60,
    waiters: waiters(floor, id),
  }));
  if (differs(cues, model.cues.value)) model.cues.value = cues;
  const framings: FramingCard[] = notes.framings.map(({ id, framing }) => ({
    id: String(id),
    label: framing.label,
    focal: framing.focal,
    height: framing.pose.position[1],
    thumbnail: thumbnails.get(id) ?? null,
  }));
  if (differs(framings, model.framings.value)) model.framings.value = framings;
}

const differs = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  (a.length > 0 || b.length > 0) && JSON.stringify(a) !== JSON.stringify(b);
