/**
 * Showing a take to everybody: one's own review told to all, or another's followed. In: where the review stands, what the
 * room tells. Out: wishes to the room, calls of the review desk.
 */
import type { Notice } from "../../shared/protocol/messages.ts";
import { type Floor, tell } from "./floor.ts";
import type { ReviewDesk } from "./take-intents.ts";

/** Milliseconds after which it is told again where one stands, for who came late. */
const AGAIN_MS = 1000;
/** Ticks by which a playing show may be off before it is told anew, and one that stands. */
const OFF = 8;
const STILL = 0.01;

/** Showing and following. */
export interface Showing {
  /** Shows one's review to everybody, or no longer. */
  set(shown: boolean): void;
  /** Ten times a second: tells what has changed. `now` in ms. */
  tick(now: number): void;
  /** The room tells where a show stands. */
  heard(notice: Extract<Notice, { type: "shown" }>): void;
  /** Whether somebody else's review is on this screen. */
  following(): boolean;
  /** This person leaves what they follow, until another is shown. */
  leave(): void;
}

/** Nobody shows anything. */
export function createShowing(floor: Floor, review: ReviewDesk): Showing {
  let mine = false;
  /** Take that is followed, and the one that was left on purpose. */
  let followed = "";
  let left = "";
  let told = { take: "", tick: 0, rate: 0, at: 0 };

  const say = (take: string, tick: number, rate: number, now: number): void => {
    told = { take, tick, rate, at: now };
    floor.room?.wish({ type: "show", take, tick, rate });
  };
  const stopFollowing = (): void => {
    if (followed === "") return;
    const ours = review.now()?.take === followed;
    followed = "";
    if (ours) review.close();
  };

  return {
    set(shown) {
      const at = review.now();
      if (shown && at !== null) {
        mine = true;
        say(at.take, at.position, review.rate(), performance.now());
      } else if (!shown && mine) {
        mine = false;
        say("", 0, 0, 0);
      }
    },
    tick(now) {
      if (!mine) return;
      const at = review.now();
      const by = floor.presence.shownBy;
      // Left the review, or the room gave the show to nobody: a take rolls, or another was quicker.
      if (at === null || (by !== floor.room?.person && now - told.at > AGAIN_MS)) {
        mine = false;
        if (at === null) say("", 0, 0, 0);
        return;
      }
      const rate = review.rate();
      const expected = told.tick + ((now - told.at) * 60 * told.rate) / 1000;
      const same =
        at.take === told.take &&
        rate === told.rate &&
        Math.abs(at.position - expected) < (rate === 0 ? STILL : OFF);
      if (!same || now - told.at > AGAIN_MS) say(at.take, at.position, rate, now);
    },
    heard({ person, take, tick, rate }) {
      if (person === floor.room?.person) return;
      if (take === "") {
        left = "";
        stopFollowing();
        return;
      }
      if (take === left || floor.presence.rolling !== "") return;
      left = "";
      mine = false;
      if (followed !== take) {
        const name = floor.presence.people.find((one) => one.number === person)?.name;
        tell(floor, { tone: "told", text: `${name || "Somebody"} shows a take to everybody.`, who: person });
      }
      followed = take;
      review.open(take);
      review.follow(tick, rate);
    },
    following: () => followed !== "" && review.now()?.take === followed,
    leave() {
      left = followed;
      followed = "";
    },
  };
}
