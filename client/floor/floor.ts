/**
 * The floor: what this page knows and holds while it is in a room. One plain record that the pieces of client/floor
 * share; main.ts makes it, frame.ts reads it.
 */

import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import type { Command } from "../../shared/world/command.ts";
import type { Mirror, Notes } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { Light } from "../light/light.ts";
import type { PanelsModel, Toast } from "../panels/model.ts";
import type { Ledger } from "../session/ledger.ts";
import type { Asked, Wish } from "../session/outbox.ts";
import type { Statistics } from "../session/status.ts";
import type { Holding } from "./holding.ts";
import type { Operator } from "./operator.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Roster } from "./roster.ts";
import type { Eyes } from "./seeing.ts";

/** What the floor asks of the session. */
export interface Room {
  /** Number of this person. */
  readonly person: number;
  /** Sends commands in order; answers the serial of the first. Throws FormError. */
  send(commands: readonly Command[]): number;
  ask(request: Asked): number;
  wish(wish: Wish): void;
  camera(camera: number, take: string, samples: Uint8Array): void;
}

/** The floor. */
export interface Floor {
  readonly model: PanelsModel;
  readonly operator: Operator;
  /** What one's hand has or slides. */
  readonly holding: Holding;
  /** Where one sees from, beside the camera. */
  readonly eyes: Eyes;
  readonly roster: Roster;
  room: Room | null;
  set: LoadedSet | null;
  /** Resolves with the room's first welcome, of which whoever hears it tells. */
  readonly welcomed: Promise<void>;
  readonly welcome: () => void;
  /** Cues and framings of the stage. */
  notes: Notes;
  /** When who reaches which mark, as it is foreseen. */
  rehearsal: Rehearsal | null;
  /** The newest mirror. */
  mirror: Mirror | null;
  presence: Presence;
  /** Light memory of the set, once it is there. */
  light: Light | null;
  /** What people have done and can undo; null before the world is here. */
  ledger: Ledger | null;
  /** The session's newest figures. */
  statistics: Statistics | null;
  takes: Map<string, TakeLine>;
  /** Addresses of takes' small pictures, by take. */
  thumbnails: Map<string, string>;
  /** Entities with something asked that has not come back, by the serial of the command. */
  readonly asked: Map<number, readonly number[]>;
  /** What is to be done with what a command creates, by its serial. */
  readonly creating: Map<number, (created: readonly number[]) => void>;
  /** Selected entities, in the order of selection. */
  selection: number[];
  toasts: number;
}

/**
 * Sends commands about entities; they are shown as pending until the room has executed them. Answers the serial of the
 * last, 0 where nothing was sent. `created` is called with what the last of them has created.
 */
export function send(
  floor: Floor,
  commands: readonly Command[],
  about: readonly number[] = [],
  created?: (ids: readonly number[]) => void,
): number {
  if (floor.room === null || commands.length === 0) return 0;
  try {
    const serial = floor.room.send(commands);
    if (serial === 0) return 0;
    const last = serial + commands.length - 1;
    if (about.length > 0) floor.asked.set(last, about);
    if (created !== undefined) floor.creating.set(last, created);
    return last;
  } catch (error) {
    tell(floor, {
      tone: "refused",
      text: error instanceof Error ? error.message : `${error}`,
      kept: "Nothing was changed.",
    });
    return 0;
  }
}

/** Seconds for which a message is shown. */
const SHOWN_MS = { told: 4000, refused: 7000, error: 20000 };
/** Messages shown at once. */
const MOST = 4;

/** Tells something once. */
export function tell(floor: Floor, toast: Partial<Toast> & Pick<Toast, "tone" | "text">): void {
  const id = ++floor.toasts;
  const { toasts } = floor.model;
  toasts.value = [...toasts.value.slice(1 - MOST), { kept: "", todo: "", who: 0, ...toast, id }];
  setTimeout(() => dismiss(floor, id), SHOWN_MS[toast.tone]);
}

/** Takes a message away. */
export function dismiss(floor: Floor, id: number): void {
  const { toasts } = floor.model;
  if (toasts.value.some((toast) => toast.id === id))
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Selects entities. */
export function select(floor: Floor, ids: readonly number[], add: boolean): void {
  const there = ids.filter((id) => floor.roster.entities.has(id));
  if (!add) floor.selection = [...there];
  else {
    for (const id of there) {
      const at = floor.selection.indexOf(id);
      if (at < 0) floor.selection.push(id);
      else floor.selection.splice(at, 1);
    }
  }
  floor.model.selection.value = [...floor.selection];
}
