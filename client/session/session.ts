/**
 * A session: one person in one room. Joins, builds the world, keeps it in step with the room's, sends what the person
 * asks, and comes back after a break. In: a link, a clock, a physics factory, assets and blobs, all injected; no DOM
 * and no worker here, so that tests run four of them in one process on a clock of their own. Out: SessionEvents.
 */

import type { Physics } from "../../shared/physics/physics.ts";
import { decode, encode, FormError } from "../../shared/protocol/form.ts";
import {
  CHANNEL,
  type Notice,
  noticeForm,
  type RelayedBatch,
  relayedBatchForm,
  reportForm,
  ticksForm,
} from "../../shared/protocol/messages.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import { restore } from "../../shared/world/checkpoint.ts";
import type { Command } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import type { Outcome, World } from "../../shared/world/world.ts";
import { type Blobs, createBlobs, type FetchBlob, type Seal } from "./blobs.ts";
import { type DisplayClock, LAG } from "./display.ts";
import { createFreshWorlds, Failure } from "./fresh.ts";
import {
  type Channel,
  type Connection,
  JoinError,
  type JoinOptions,
  type LeaveReason,
  type Link,
} from "./link.ts";
import * as live from "./live.ts";
import * as outbox from "./outbox.ts";
import * as pace from "./pace.ts";
import * as queue from "./queue.ts";
import { seal as machineSeal } from "./seal.ts";
import type { CommandStatus, FailureReason, SessionState, Statistics } from "./status.ts";
import type { Timer } from "./timer.ts";

type Welcome = Extract<Notice, { type: "welcome" }>;

/** What a session is made of. */
export interface SessionOptions {
  timer: Timer;
  link: Link;
  /** Where and what to join; asked before each attempt, since a room that reopens may have another number. */
  where(): Promise<JoinOptions>;
  physics(): Promise<Physics>;
  /** The set that the stage stands on. */
  set(): Promise<LoadedSet>;
  fetchBlob: FetchBlob;
  /** SHA-256; the machine's own where it is left out. */
  seal?: Seal;
  /** Milliseconds that one slice of catching up may take. */
  budget: number;
}

/** What a session tells. Records are new each time, but for the mirror, which is filled again. */
export interface SessionEvents {
  state(state: SessionState): void;
  /** The welcome, when the world is ready: who one is, takes, slate. */
  welcome(welcome: Welcome): void;
  /**
   * The world after the newest tick of a slice; the highest serial of this person's commands that is in it; when
   * which tick is to be on display.
   */
  stepped(mirror: Mirror, applied: number, clock: DisplayClock): void;
  commands(changes: CommandStatus[]): void;
  notice(notice: Notice): void;
  presence(presence: Presence): void;
  camera(batch: RelayedBatch): void;
  statistics(statistics: Statistics): void;
  /** Something that should not happen, and was put right: logged, for whoever hunts it. */
  defect(text: string): void;
}

/** One person in one room. */
export interface Session {
  /** The world, once there is one. */
  readonly world: World | null;
  readonly live: live.Live | null;
  /** Number of this person; 0 before the welcome. */
  readonly person: number;
  /** Sends commands in order; answers the serial of the first. Throws FormError for a value out of range. */
  send(commands: readonly Command[]): number;
  /** Asks the room for something that has a serial (one, pick up, roll, cut, make one). */
  ask(request: outbox.Asked): number;
  /** Says something that has none (man, hello, rate, mark, slate, show). */
  wish(wish: outbox.Wish): void;
  /** Hands over samples of the camera that one mans; kept until the room has them on disk. */
  camera(camera: number, take: string, samples: Uint8Array): void;
  /** Every entity with the next mirror, for a reader who has none. */
  whole(): void;
  readonly statistics: Statistics;
  close(): void;
}

/** Pauses before another attempt to join, ms. */
const PAUSES = [300, 600, 1200, 2500, 5000] as const;
const PING_EVERY = 2000;
/** Nothing heard for so long: the connection is broken, whatever it says. */
const SILENCE = 6000;
const STATISTICS_EVERY = 500;
/** Time within which a room that knows us again says so; then we go on without. */
const WELCOME_WITHIN = 4000;
/** Tries to fetch the checkpoint to begin with, after which the room is asked for another. */
const FRUITLESS = 5;
/** Pause between two requests for a checkpoint. */
const ASK_EVERY = 5000;

/** Joins, and goes on joining until it is closed or refused. */
export function createSession(options: SessionOptions, events: SessionEvents): Session {
  const { timer, link, seal = machineSeal } = options;
  const freshWorld = createFreshWorlds(options, seal);
  let connection: Connection | null = null;
  let person = 0;
  let now: live.Live | null = null;
  /** Ticks that come while the world is not there yet. */
  let pendingQueue: queue.Queue | null = null;
  let arrivals: { from: number; at: number }[] = [];
  let box: outbox.Outbox | null = null;
  let state: SessionState = { phase: "joining", text: "joining", failure: null, behind: 0 };
  /** Goes up with each attempt: answers to an earlier one are let go. */
  let attempt = 0;
  let tries = 0;
  let welcomes = 0;
  /** Checkpoint that the world is to begin with, while it is being fetched. */
  let beginning = "";
  /** The room has said on this connection what it expects next; before, whatever is sent could come out of turn. */
  let greeted = false;
  let heard = 0;
  let asked = Number.NEGATIVE_INFINITY;
  /** How far behind this was when a checkpoint was asked for; 0 when it is not. */
  let askedLate = 0;
  let lastReport = { tick: 0, hash: "" };
  let roundTrip = -1;
  let resynchronised = 0;
  /** False after a fresh join: a room that has reopened may have another past than the one we stepped. */
  let sameRun = false;
  let statuses: CommandStatus[] = [];
  let wake: (() => void) | null = null;
  const stops = new Set<() => void>();

  const blobs: Blobs = createBlobs(options.fetchBlob, seal, timer, {
    arrived: () => run(),
    failed: (hash, text, tries) => {
      if (now?.waiting === hash || state.phase === "loading")
        say(state.phase, `waiting for the world: ${text}; asking again`);
      // What the room told us to begin with cannot be had: the same seat again, and it tells of a newer one.
      if (hash === beginning && tries % FRUITLESS === 0) connection?.renew();
    },
    differs: (hash) =>
      events.defect(`own copy of ${hash.slice(0, 12)}… is not what the room has; fetching the room's`),
  });

  const over = (): boolean => state.phase === "over";
  const say = (phase: SessionState["phase"], text: string, failure: FailureReason | null = null): void => {
    const behind = now === null ? 0 : live.behind(now, timer.now());
    if (state.phase === phase && state.text === text) return;
    state = { phase, text, failure, behind };
    events.state(state);
  };

  /** Calls later, unless the session is over by then. */
  const later = (ms: number, call: () => void): (() => void) => {
    const stop = timer.after(ms, () => {
      stops.delete(stop);
      if (!over()) call();
    });
    stops.add(stop);
    return stop;
  };

  // ── Joining ────────────────────────────────────────────────────────────────────────────────────────────────────

  const join = async (): Promise<void> => {
    const mine = ++attempt;
    sameRun = false;
    greeted = false;
    heard = timer.now();
    try {
      const where = await options.where();
      if (mine !== attempt || over()) return;
      const joined = await link.join(where, {
        message: (channel, bytes) => {
          if (mine === attempt) message(channel, bytes);
        },
        presence: (presence) => {
          if (mine === attempt) events.presence(presence);
        },
        drop: () => {
          if (mine !== attempt) return;
          greeted = false;
          say("dropped", "the connection is broken; trying to have it back");
        },
        reconnect: () => {
          if (mine === attempt) reconnected();
        },
        leave: (reason, text) => {
          if (mine === attempt) left(reason, text);
        },
      });
      if (mine !== attempt || over()) {
        joined.leave();
        return;
      }
      connection = joined;
      tries = 0;
      flush();
    } catch (fault) {
      if (mine !== attempt || over()) return;
      refused(fault);
    }
  };

  const refused = (fault: unknown): void => {
    const text = fault instanceof Error ? fault.message : String(fault);
    const reason = fault instanceof JoinError ? fault.reason : "unreachable";
    // Somebody who has been in is let in again when the room is there again; a stranger is told at once.
    const comesBack = person !== 0 && reason === "no such room";
    if (reason === "unreachable" || reason === "not now" || comesBack) again(text);
    else end(reason, text);
  };

  const again = (text: string): void => {
    connection = null;
    const ms = PAUSES[Math.min(tries++, PAUSES.length - 1)]!;
    say(person === 0 ? "joining" : "dropped", `${text.replace(/\.$/, "")}; trying again`);
    later(ms, () => void join());
  };

  const left = (reason: LeaveReason, text: string): void => {
    connection = null;
    attempt++;
    if (reason === "left") end(null, "");
    else if (reason === "put out") end("put out", text);
    else again(text || "the connection is lost");
  };

  const reconnected = (): void => {
    heard = timer.now();
    say(now === null ? "loading" : "live", "");
    const before = welcomes;
    later(WELCOME_WITHIN, () => {
      if (welcomes === before && connection?.open && box !== null) {
        greeted = true;
        outbox.again(box);
        flush();
      }
    });
  };

  const end = (failure: FailureReason | null, text: string): void => {
    if (over()) return;
    state = { phase: "over", text, failure, behind: 0 };
    attempt++;
    for (const stop of stops) stop();
    stops.clear();
    wake?.();
    blobs.dispose();
    events.state(state);
    connection?.leave();
    connection = null;
  };

  // ── The welcome ────────────────────────────────────────────────────────────────────────────────────────────────

  const welcome = async (notice: Welcome): Promise<void> => {
    const mine = attempt;
    const nth = ++welcomes;
    const stale = (): boolean => mine !== attempt || nth !== welcomes || over();
    const same = person === notice.person;
    // A room that was joined afresh has reopened from its disk: what it expects next follows what is there.
    if (same && !sameRun) acknowledged(notice.commands - 1, notice.batches - 1);
    greeted = true;
    person = notice.person;
    if (box === null) box = outbox.create(notice.commands, notice.batches);
    else outbox.resume(box, notice.commands, notice.batches, same);

    // Where the ticks that we have join up with what follows, nothing needs to be fetched, unless fetching is quicker.
    const late = notice.tick - (now?.world.tick ?? 0) > live.TOO_FAR;
    const goesOn = now !== null && sameRun && notice.tick <= now.queue.through + 1 && !late;
    if (!goesOn) {
      pendingQueue = queue.create(notice.tick);
      arrivals = [];
      say("loading", now === null ? "loading the set" : "fetching the world");
      try {
        await begin(notice, stale);
      } catch (fault) {
        if (stale()) return;
        if (fault instanceof Failure) end(fault.reason, fault.message);
        else end("set", fault instanceof Error ? fault.message : String(fault));
        return;
      }
      if (stale()) return;
    } else now!.person = person;
    // Only now: whoever is welcomed again while it fetches a world has none of this run yet.
    sameRun = true;
    if (connection?.open) outbox.repeatWishes(box, timer.now(), post);
    flush();
    say("live", "");
    events.welcome(notice);
    run();
  };

  const begin = async (notice: Welcome, stale: () => boolean): Promise<void> => {
    const opening = blobs.get(notice.checkpoint);
    opening.catch(() => {});
    if (beginning !== "" && beginning !== notice.checkpoint) blobs.forget(beginning);
    beginning = notice.checkpoint;
    if (now === null) {
      const { world, baseline } = await freshWorld();
      const own = await baseline;
      if (stale()) return;
      if (own !== notice.baseline) {
        throw new Failure(
          "baseline differs",
          `this browser's world does not begin as the room's does (${own.slice(0, 12)}… here, ` +
            `${notice.baseline.slice(0, 12)}… there): reload the page, and if that does not help, tell whoever runs it`,
        );
      }
      now = live.create(world, blobs, person);
      say("loading", "fetching the world");
    }
    const checkpoint = await opening;
    if (stale()) return;
    beginning = "";
    restore(now.world, checkpoint);
    const fresh = live.create(now.world, blobs, person);
    Object.assign(fresh.queue, pendingQueue ?? queue.create(notice.tick));
    pendingQueue = null;
    now = fresh;
    for (const { from, at } of arrivals) pace.arrived(now.pace, from, at);
    arrivals = [];
  };

  // ── Messages ───────────────────────────────────────────────────────────────────────────────────────────────────

  const message = (channel: Channel, bytes: Uint8Array): void => {
    heard = timer.now();
    try {
      if (channel === CHANNEL.ticks) ticks(bytes);
      else if (channel === CHANNEL.notice) notice(decode(noticeForm, bytes));
      else if (channel === CHANNEL.camera) events.camera(decode(relayedBatchForm, bytes));
    } catch (fault) {
      if (!(fault instanceof FormError)) throw fault;
      // A room of the same version never says what cannot be read; begin afresh, so that nothing is missing.
      events.defect(`unreadable message on "${channel}": ${fault.message}`);
      rejoin("the room's words could not be read");
    }
  };

  const ticks = (bytes: Uint8Array): void => {
    const message = decode(ticksForm, bytes);
    const into = pendingQueue ?? now?.queue;
    if (into === undefined) return;
    const put = queue.put(into, message);
    if (put === "gap") {
      events.defect(`ticks ${into.through + 1} to ${message.from - 1} never came`);
      rejoin("ticks are missing");
      return;
    }
    if (put === "known") return;
    if (pendingQueue !== null) arrivals.push({ from: message.from, at: timer.now() });
    else pace.arrived(now!.pace, message.from, timer.now());
    for (const { order } of message.orders) {
      if (order.person === person && order.serial !== 0) status(order.serial, "ordered");
    }
    run();
  };

  const notice = (notice: Notice): void => {
    switch (notice.type) {
      case "welcome":
        void welcome(notice);
        return;
      case "acknowledged":
        acknowledged(notice.commands, notice.batches);
        break;
      case "checkpoint":
        if (now !== null && (notice.why === "one" || notice.why === "before"))
          live.name(now, notice.hash, notice.tick);
        break;
      case "refused":
        if (notice.serial !== 0) status(notice.serial, "refused", notice.reason, notice.text);
        break;
      case "resynchronise":
        if (now !== null) {
          say("live", "taking the room's world");
          live.replaceBy(now, notice.checkpoint, notice.tick);
        }
        break;
      case "take":
      case "shown":
      case "closing":
        break;
    }
    events.notice(notice);
    run();
  };

  const acknowledged = (commands: number, batches: number): void => {
    if (box === null) return;
    const first = box.items[0]?.serial;
    outbox.acknowledge(box, commands, batches);
    if (first === undefined) return;
    const through = Math.min(commands - box.shift, box.next - 1);
    for (let serial = first; serial <= through; serial++) status(serial + box.shift, "kept");
  };

  const rejoin = (text: string): void => {
    const old = connection;
    attempt++;
    connection = null;
    old?.leave();
    again(text);
  };

  // ── Stepping ───────────────────────────────────────────────────────────────────────────────────────────────────

  const status = (
    serial: number,
    state: CommandStatus["state"],
    reason: string | null = null,
    text = "",
    created: readonly number[] = [],
  ): void => {
    statuses.push({ serial: serial - (box?.shift ?? 0), state, reason, text, created });
  };

  const stepping: live.LiveEvents = {
    outcome: ({ serial, reason, text, created }: Outcome) =>
      status(serial, reason === null ? "done" : "refused", reason, text, created),
    report: (tick, hash) => {
      lastReport = { tick, hash };
      report();
    },
    replaced: (tick) => {
      resynchronised++;
      events.defect(`took the room's world at tick ${tick}`);
      say("live", "");
    },
  };

  const report = (): void => {
    if (now === null || lastReport.hash === "") return;
    const late = Math.min(36000, live.behind(now, timer.now()));
    post(CHANNEL.report, encode(reportForm, { ...lastReport, behind: late }));
  };

  const run = (): void => {
    if (over()) return;
    wake?.();
    wake = null;
    const world = pendingQueue === null ? now : null;
    if (world !== null) {
      const wait = live.pump(world, timer, options.budget, stepping);
      const mirror = live.mirror(world);
      if (mirror !== null) events.stepped(mirror, world.applied - (box?.shift ?? 0), displayClock(world));
      catchUp(world);
      if (Number.isFinite(wait)) wake = later(wait, run);
    }
    if (statuses.length > 0) {
      const changes = statuses;
      statuses = [];
      events.commands(changes);
    }
  };

  const displayClock = (world: live.Live): DisplayClock => {
    const at = timer.now();
    return { at, tick: pace.position(world.pace, at) - LAG, rate: world.pace.rate };
  };

  const catchUp = (world: live.Live): void => {
    if (state.phase !== "live" || world.replacement !== null) return;
    const late = live.behind(world, timer.now());
    if (world.waiting !== "") say("live", "waiting for a part of the world");
    else if (late > pace.TICK_MS) say("live", `catching up: ${Math.ceil(late / 60)} s behind`);
    else if (late < 3) say("live", "");
    if (late <= live.TOO_FAR) {
      askedLate = 0;
    } else if (timer.now() - asked > ASK_EVERY) {
      asked = timer.now();
      // Asked in vain: whoever comes back is given a checkpoint in any case.
      if (askedLate > 0 && late >= askedLate) connection?.renew();
      else report();
      askedLate = late;
    }
  };

  // ── Sending ────────────────────────────────────────────────────────────────────────────────────────────────────

  const post = (channel: Channel, bytes: Uint8Array): boolean => connection?.send(channel, bytes) ?? false;
  const flush = (): void => {
    if (box !== null && greeted && connection?.open) outbox.flush(box, post);
  };
  const mailbox = (): outbox.Outbox => {
    if (box === null) throw new Error("nothing can be sent before the room has said welcome");
    return box;
  };

  const statistics = (): Statistics => ({
    tick: now?.world.tick ?? 0,
    behind: now === null ? 0 : live.behind(now, timer.now()),
    roundTrip,
    depth: now === null ? 0 : pace.depth(now.pace, timer.now()),
    rate: now?.pace.rate ?? 1,
    stepMs: now?.stepMs ?? 0,
    unacknowledged: (box?.items.length ?? 0) + (box?.batches.length ?? 0),
    resynchronised,
    hashed: lastReport,
  });

  const beat = (): void => {
    const at = timer.now();
    connection?.ping((ms) => {
      heard = timer.now();
      roundTrip = roundTrip < 0 ? ms : roundTrip + (ms - roundTrip) * 0.2;
    });
    if (connection?.open && at - heard > SILENCE) {
      heard = at;
      connection.renew();
    }
    later(PING_EVERY, beat);
  };
  const tell = (): void => {
    events.statistics(statistics());
    later(STATISTICS_EVERY, tell);
  };

  events.state(state);
  void join();
  later(PING_EVERY, beat);
  later(STATISTICS_EVERY, tell);

  return {
    get world() {
      return now?.world ?? null;
    },
    get live() {
      return now;
    },
    get person() {
      return person;
    },
    get statistics() {
      return statistics();
    },
    send(commands) {
      const first = mailbox().next;
      for (const command of commands) outbox.command(mailbox(), command);
      flush();
      return first;
    },
    ask(request) {
      const serial = outbox.request(mailbox(), request);
      flush();
      return serial;
    },
    wish(wish) {
      outbox.wish(mailbox(), wish, timer.now(), post);
    },
    camera(camera, take, samples) {
      outbox.batch(mailbox(), camera, take, samples);
      flush();
    },
    whole() {
      if (now !== null) now.replaced = true;
    },
    close() {
      end(null, "");
    },
  };
}
