/**
 * A storm over the hall, drawn from a seed: people come, send, drop and leave; rooms are closed, renamed and kept;
 * threads are killed at any moment, while they open, roll or write. No stage is ever open in two threads, nobody waits
 * for ever, and nothing that was acknowledged is missing afterwards.
 */
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { createHall, type Guest, type Hall, HallError } from "../../../../server/hall/hall.ts";
import type { FromRooms, ThreadData } from "../../../../server/hall/talk.ts";
import { openSqliteLibrary } from "../../../../server/library/sqlite.ts";
import type { Outlet } from "../../../../server/room/room.ts";
import * as random from "../../../../shared/math/random.ts";
import { decode, encode } from "../../../../shared/protocol/form.ts";
import { CHANNEL, intentForm, noticeForm } from "../../../../shared/protocol/messages.ts";
import { temporaryFolder, writeYard } from "../../../fixtures/house.ts";
import { until } from "../../../fixtures/visitor.ts";

const STAGES = ["a", "b", "c", "d", "e"];
const PEOPLE = 3;
const STEPS = 220;
const SEEDS = (process.env["SEEDS"] ?? "1,2").split(",").map(Number);

/** Somebody with one connection at a time. */
class Somebody {
  guest: Guest | null = null;
  joining = false;
  /** Next serial; 0 until the room has said which. */
  next = 0;
  acknowledged = 0;
  /** Serial that the room expected in the last welcome. */
  welcomed = 0;
  readonly stage: string;
  readonly print: string;
  /** What should not have happened. */
  readonly wrong: string[];
  constructor(stage: string, print: string, wrong: string[]) {
    this.stage = stage;
    this.print = print;
    this.wrong = wrong;
  }

  outlet(): Outlet {
    const line = {
      send: (channel: string, bytes: Uint8Array): void => {
        if (channel !== CHANNEL.notice) return;
        const notice = decode(noticeForm, bytes);
        if (notice.type === "welcome") {
          this.next = this.welcomed = notice.commands;
          if (notice.commands <= this.acknowledged)
            this.wrong.push(
              `${this.stage}/${this.print}: ${this.acknowledged} was acknowledged, ${notice.commands} is expected`,
            );
        } else if (notice.type === "acknowledged") {
          this.acknowledged = Math.max(this.acknowledged, notice.commands);
        }
      },
      backlog: () => 0,
      close: (): void => {
        this.next = 0;
      },
    };
    return line;
  }

  async join(hall: Hall): Promise<void> {
    if (this.joining || (this.guest !== null && !this.guest.over)) return;
    this.joining = true;
    this.next = 0;
    try {
      const room = await hall.enter(this.stage);
      const guest = await room!.join(this.print, this.print, this.outlet());
      this.guest = typeof guest === "string" ? null : guest;
    } catch (error) {
      this.guest = null;
      if (!(error instanceof HallError)) this.wrong.push(`a join: ${(error as Error).stack}`);
    } finally {
      this.joining = false;
    }
  }

  say(): void {
    if (this.next === 0 || this.guest === null || this.guest.over) return;
    const list = [{ type: "freeze" as const, frozen: this.next % 2 === 1 }];
    this.guest.hear(CHANNEL.intent, encode(intentForm, { type: "commands", first: this.next++, list }));
  }

  end(leaves: boolean): void {
    if (this.guest === null || this.guest.over) return;
    this.guest.end(leaves);
    this.next = 0;
    // Who comes back is somebody else then.
    if (leaves) this.acknowledged = 0;
  }
}

describe("a storm", () => {
  test.each(SEEDS)("of seed %i", { timeout: 180_000 }, async (seed) => {
    const folder = temporaryFolder();
    writeYard(folder.path);
    const library = await openSqliteLibrary(folder.path);
    for (const id of STAGES)
      await library.createStage({ id, label: id, set: "yard", key: id, created: 1, opened: 1 });
    const dice = random.create(seed);
    const draw = (below: number): number => random.int(dice, below);
    const wrong: string[] = [];
    const workers = new Set<Worker>();
    /** Which threads have said that a stage is open, and not that it is over. */
    const open = new Map<string, Set<Worker>>(STAGES.map((id) => [id, new Set()]));
    const begin = (): Hall =>
      createHall({
        assets: folder.path,
        library,
        log: {
          info: () => {},
          warn: () => {},
          error: (fields, text) => {
            if (/journal|nobody caught|message failed|room failed/.test(text))
              wrong.push(`${text} ${JSON.stringify(fields)}`);
          },
        },
        onRefused: (reason) => wrong.push(`refused: ${reason}`),
        onDefect: () => {},
        keepDefect: () => {},
        onOver: () => {},
        threads: 3,
        start: (data: ThreadData) => {
          const worker = new Worker(new URL("../../../../server/hall/thread.ts", import.meta.url), {
            workerData: data,
            transferList: [data.library],
          });
          workers.add(worker);
          worker.on("message", (message: FromRooms) => {
            if (message.type === "over") open.get(message.stage)!.delete(worker);
            if (message.type !== "log" || message.text !== "room opened") return;
            const { stage } = message.fields as { stage: string };
            const where = open.get(stage)!;
            where.add(worker);
            if (where.size > 1) wrong.push(`${stage} is open in ${where.size} threads`);
          });
          worker.on("exit", () => {
            workers.delete(worker);
            for (const where of open.values()) where.delete(worker);
          });
          return worker;
        },
      });

    let hall = begin();
    const people = STAGES.flatMap((id) =>
      Array.from({ length: PEOPLE }, (_, k) => new Somebody(id, `p${k}`, wrong)),
    );
    const under: Promise<unknown>[] = [];
    const watch = (work: Promise<unknown>): void => {
      under.push(
        work.catch((error: Error) => {
          if (!(error instanceof HallError)) wrong.push(`${error.stack}`);
        }),
      );
    };
    for (let step = 0; step < STEPS; step++) {
      const person = people[draw(people.length)]!;
      const what = draw(100);
      if (what < 30) watch(person.join(hall));
      else if (what < 72) for (const each of people) each.say();
      else if (what < 78) person.end(false);
      else if (what < 81) person.end(true);
      else if (what < 87) watch(hall.close(person.stage, "closed by the storm"));
      else if (what < 91) watch(hall.settled(person.stage).then((room) => room?.rename(`label ${step}`)));
      else if (what < 95) watch(hall.settled(person.stage).then((room) => room?.keep()));
      else {
        const alive = [...workers];
        if (alive.length > 0) watch(alive[draw(alive.length)]!.terminate());
      }
      if (draw(3) > 0) await new Promise((resolve) => setTimeout(resolve, draw(40)));
    }
    // In the middle of it all the server stops.
    watch(people[0]!.join(hall));
    await hall.stop("bye");
    await Promise.all(under);
    expect(wrong).toEqual([]);

    hall = begin();
    for (const person of people) {
      person.welcomed = 0;
      await person.join(hall);
      await until(`${person.stage}/${person.print} is let in`, () => person.welcomed > 0);
      person.say();
    }
    for (const person of people)
      await until(`${person.stage}/${person.print} is kept`, () => person.acknowledged >= person.welcomed);
    expect(wrong).toEqual([]);
    await hall.stop("bye");
    await library.close();
    folder.remove();
  });
});
