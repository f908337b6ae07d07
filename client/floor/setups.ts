/**
 * Offering the next setup: at one, where the lens or the starting place differs from the last take's of this setup. It is
 * only ever offered; the letter changes when somebody says so. In: takes, the own camera. Out: why, in words.
 */
import type { TakeLine } from "../../shared/protocol/messages.ts";
import type { Floor } from "./floor.ts";

/** Metres within which a starting place is the same. */
const SAME_PLACE = 0.6;
/** Share by which two focal lengths of one lens may differ. */
const SAME_LENS = 0.01;

/** Where a camera stood as a take began. */
interface Start {
  take: string;
  focal: number;
  position: readonly [number, number, number];
}

/** The take that was shot last. */
function lastTake(takes: Iterable<TakeLine>): TakeLine | null {
  let last: TakeLine | null = null;
  for (const take of takes) if (last === null || take.opened > last.opened) last = take;
  return last;
}

/** Why another setup is offered; empty: it is not. `start` is what this page has seen of the last take's beginning. */
export function offerFor(
  last: TakeLine | null,
  camera: number,
  now: { focal: number; position: readonly [number, number, number] },
  start: Start | null,
): string {
  if (last === null || last.to === 0) return "";
  const shot = last.cameras.find((one) => one.camera === camera);
  if (shot === undefined) return "";
  if (Math.abs(now.focal / shot.focal - 1) > SAME_LENS) return "The lens has changed";
  if (start === null || start.take !== last.id) return "";
  const [x, y, z] = start.position;
  const away = Math.sqrt(
    (now.position[0] - x) ** 2 + (now.position[1] - y) ** 2 + (now.position[2] - z) ** 2,
  );
  return away > SAME_PLACE ? "The camera starts elsewhere" : "";
}

/** The offer at work on a page. */
export interface Setups {
  /** The own camera rolls from where it is. */
  rolled(): void;
  /** The offered setup is not wanted. */
  keep(): void;
  /** Looks whether another setup is to be offered. */
  look(): void;
}

/** Watches for another setup. */
export function createSetups(floor: Floor): Setups {
  let start: Start | null = null;
  /** Noted at the roll, before the take has a name. */
  let noted: Omit<Start, "take"> | null = null;
  let declined = "";
  const { setupOffer } = floor.model;
  return {
    rolled() {
      const { at, settings } = floor.operator;
      const [x, y, z] = at.position;
      noted = { focal: settings.focal, position: [x, y, z] };
    },
    keep() {
      declined = lastTake(floor.takes.values())?.id ?? "";
    },
    look() {
      const { rolling } = floor.presence;
      if (rolling !== "" && noted !== null) {
        start = { take: rolling, ...noted };
        noted = null;
      }
      const last = lastTake(floor.takes.values());
      // Only at one: in a performance a camera moves.
      const waits =
        rolling !== "" || floor.mirror?.phase !== "one" || floor.model.transport.take.value !== "";
      // Asked for already: the slate is another one than the last take's.
      const same = last !== null && floor.presence.take === last.number + 1;
      const { at, settings, camera } = floor.operator;
      const [x, y, z] = at.position;
      const now = { focal: settings.focal, position: [x, y, z] as const };
      const why =
        waits || !same || last.id === declined || camera === 0 ? "" : offerFor(last, camera, now, start);
      if (why !== setupOffer.value) setupOffer.value = why;
    },
  };
}
