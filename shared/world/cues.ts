/**
 * Cues: moments that people wait for. Each fires once in a performance: a time after Action, when a mark is reached,
 * when a body touches something, or by hand.
 */
import type { Wait } from "./entity.ts";
import type { CueState, World } from "./world.ts";

const TICK_RATE = 60;

/** Fires what is due by time and by marks. */
export function advance(world: World): void {
  if (world.phase !== "performance") return;
  for (const state of world.cues.values()) {
    if (state.fired >= 0) continue;
    const { when, seconds, on } = state.cue;
    if (when === "time" && world.action >= 0) {
      if (world.tick - world.action >= Math.floor(seconds * TICK_RATE + 0.5)) fire(world, state);
    } else if (when === "mark" && hasReached(world, on)) {
      fire(world, state);
    }
  }
}

/** Fires what waits for the contacts of the last step. */
export function hear(world: World): void {
  let listening = false;
  for (const state of world.cues.values()) listening ||= state.fired < 0 && state.cue.when === "contact";
  if (!listening || world.phase !== "performance") return;
  world.physics.contacts((a, b) => {
    for (const state of world.cues.values()) {
      if (state.fired >= 0 || state.cue.when !== "contact") continue;
      const on = world.entities.get(state.cue.on)?.body?.handle;
      const against =
        state.cue.against === 0 ? undefined : world.entities.get(state.cue.against)?.body?.handle;
      const other = on === a ? b : on === b ? a : undefined;
      if (on !== undefined && other !== undefined && (against === undefined || against === other)) {
        fire(world, state);
      }
    }
  });
}

function fire(world: World, state: CueState): void {
  state.fired = world.tick;
  world.noted = true;
}

/** Whether the owner of a mark has reached it in this performance. */
export function hasReached(world: World, markId: number): boolean {
  const mark = world.entities.get(markId)?.mark;
  const performer = mark ? world.entities.get(mark.owner)?.performer : undefined;
  if (!performer) return false;
  const index = performer.marks.indexOf(markId);
  return index >= 0 && performer.at >= index;
}

/** Whether a wait that began at tick `since` is over. */
export function isOver(world: World, wait: Wait, since: number): boolean {
  switch (wait.kind) {
    case "none":
      return true;
    case "seconds":
      return world.tick - since >= Math.floor(wait.seconds * TICK_RATE + 0.5);
    case "cue":
      return (world.cues.get(wait.on)?.fired ?? -1) >= 0;
    case "mark":
      return hasReached(world, wait.on);
  }
}

/** All cues wait again. */
export function rewind(world: World): void {
  for (const state of world.cues.values()) state.fired = -1;
  world.noted = true;
}
