/**
 * A take gone through moment by moment, for exports: each pair of ticks is waited for, however long the stepping takes. In:
 * a review, which steps the take in its worker. Out: the two mirrors that a moment lies between.
 */
import type { Mirror } from "../../shared/world/mirror.ts";
import type { PageReview } from "./review-page.ts";
import type { FromReview } from "./review-protocol.ts";

/** What a take begins with. */
export type Opened = Extract<FromReview, { type: "opened" }>;

/** Two ticks next to one another; the same twice at the take's end. */
export interface Pair {
  readonly from: Mirror;
  readonly to: Mirror;
}

/** A take gone through. */
export interface Steps {
  /** Resolves once the take is open. Rejects in words where it cannot be. */
  readonly opened: Promise<Opened>;
  /** The ticks around a moment: `tick` and the one after. One call at a time. Rejects in words where stepping failed. */
  at(tick: number): Promise<Pair>;
  /** Nothing comes any more; whoever waits is told so. */
  close(): void;
}

/** Mirrors kept: those of the last pair, and of the one before. */
const KEPT = 4;

/** Goes through a take; `each` gets every mirror once, in order, as a picture has to. */
export function createSteps(
  open: (hear: (message: FromReview) => void) => PageReview,
  each: (mirror: Mirror) => void,
): Steps {
  const recent: Mirror[] = [];
  let take: Opened | null = null;
  let failed: Error | null = null;
  let waiting: { low: number; high: number; resolve(pair: Pair): void; reject(why: Error): void } | null =
    null;
  let begin: { resolve(opened: Opened): void; reject(why: Error): void };
  const opened = new Promise<Opened>((resolve, reject) => {
    begin = { resolve, reject };
  });
  // Whoever asks for a moment is told as well.
  opened.catch(() => {});

  const find = (tick: number): Mirror | undefined => recent.find((mirror) => mirror.tick === tick);
  const answer = (): boolean => {
    if (waiting === null) return false;
    const from = find(waiting.low);
    const to = find(waiting.high);
    if (from === undefined || to === undefined) return false;
    waiting.resolve({ from, to });
    waiting = null;
    return true;
  };
  const fail = (why: Error): void => {
    failed ??= why;
    begin.reject(failed);
    waiting?.reject(failed);
    waiting = null;
  };

  const review = open((message) => {
    switch (message.type) {
      case "opened":
        take = message;
        begin.resolve(message);
        return;
      case "mirror": {
        each(message.mirror);
        const same = recent.findIndex((mirror) => mirror.tick === message.mirror.tick);
        if (same >= 0) recent.splice(same, 1);
        recent.push(message.mirror);
        if (recent.length > KEPT) recent.shift();
        answer();
        return;
      }
      case "failed":
        fail(new Error(message.text));
        return;
      default:
        return;
    }
  });

  return {
    opened,
    async at(tick) {
      const { from, to } = take ?? (await opened);
      if (failed !== null) throw failed;
      if (!(Number.isInteger(tick) && tick >= from && tick <= to))
        throw new RangeError(`steps.at: tick ${tick} is not in ${from} to ${to}`);
      return new Promise<Pair>((resolve, reject) => {
        waiting = { low: tick, high: Math.min(to, tick + 1), resolve, reject };
        // Midway, so that no rounding can choose another pair.
        if (!answer()) review.seek(Math.min(to, tick + 0.5));
      });
    },
    close() {
      fail(new Error("the take was closed"));
      review.close();
    },
  };
}
