/**
 * rooms.4people: how many rooms one process carries with the street's physics, 60 bodies awake in each and four people
 * who send 20 commands a second, for 60 s without a tick that begins more than two ticks (33.3 ms) after it was due. A
 * real server, real sockets, SQLite on disk; the people are another process on the same machine, which gives way to the
 * server, since people bring machines of their own: how much they really sent is said with the figure. Tries 40 rooms,
 * then more or fewer, each once the rush of so many joining is over.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism, constants, loadavg, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { startServer, temporaryFolder } from "../fixtures/house.ts";
import { whereQuiet } from "./quiet.ts";

export const NAMES = ["rooms.4people"];

const SET = "corner-street";
const BODIES = 60;
const SECONDS = 60;
const GOAL = 40;

interface Trial {
  rooms: number;
  ticks: number;
  late: number;
  /** Share of one core that the server used. */
  core: number;
  /** Commands a second that each person sent. */
  sent: number;
}

/** Commands a second that each person must have sent for a trial to count; they mean to send 20. */
const SENT = 19;

async function metrics(base: string): Promise<{ ticks: number; late: number; cpu: number }> {
  const text = await (await fetch(`${base}/metrics`)).text();
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);
  const ticks = number(/holdfast_tick_late_seconds_bucket\{le="\+Inf"\} (\d+)/);
  return {
    ticks,
    late: ticks - number(/holdfast_tick_late_seconds_bucket\{le="0.0333"\} (\d+)/),
    cpu: number(/holdfast_process_cpu_seconds_total ([\d.]+)/),
  };
}

/** Seconds on end without a late tick after which the rush of joining is over, and how long it is waited for at most. */
const CALM_S = 5;
const RUSH_S = 60;

/** Until the rush of joining is over, and the piles no longer lie in one heap. */
async function settled(base: string): Promise<void> {
  let last = Number.NaN;
  let calm = 0;
  for (let k = 0; k < RUSH_S && calm < CALM_S; k++) {
    const { late } = await metrics(base);
    calm = late === last ? calm + 1 : 0;
    last = late;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function trial(rooms: number, seconds: number): Promise<Trial> {
  const folder = temporaryFolder();
  const assets = fileURLToPath(new URL("../../assets", import.meta.url));
  const server = await startServer(folder.path, { ASSETS: assets, LOG: "error" });
  let crowd: ChildProcess | null = null;
  try {
    const links: string[] = [];
    for (let k = 0; k < rooms; k++) {
      const got = await fetch(`${server.base}/api/stages`, {
        method: "POST",
        headers: { authorization: `Bearer ${server.houseKey}` },
        body: JSON.stringify({ label: `Room ${k}`, set: SET }),
      });
      const { id, key } = (await got.json()) as { id: string; key: string };
      links.push(`${server.base}/s/${id}#key=${key}`);
    }
    const script = fileURLToPath(new URL("./crowd.ts", import.meta.url));
    crowd = fork(script, [JSON.stringify([links, SET, BODIES])], { execArgv: [] });
    setPriority(crowd.pid!, constants.priority.PRIORITY_BELOW_NORMAL);
    const ended = once(crowd, "exit").then(([code]) => {
      throw new Error(`the crowd ended with ${code}`);
    });
    ended.catch(() => {});
    const told = async (): Promise<unknown> => (await Promise.race([once(crowd!, "message"), ended]))[0];
    await told();
    const sentUntil = async (): Promise<number> => {
      crowd!.send("how many");
      return Number(await told());
    };
    await settled(server.base);
    const sent = await sentUntil();
    const before = await metrics(server.base);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const after = await metrics(server.base);
    const more = (await sentUntil()) - sent;
    return {
      rooms,
      ticks: after.ticks - before.ticks,
      late: after.late - before.late,
      core: (after.cpu - before.cpu) / seconds,
      sent: more / seconds / (rooms * 4),
    };
  } finally {
    crowd?.kill("SIGKILL");
    await server.end("SIGKILL");
    folder.remove();
  }
}

/** Makes the figure. ROOMS and ROOM_SECONDS make one short trial, to see that it works. */
export async function figures() {
  const seconds = Number(process.env["ROOM_SECONDS"] ?? SECONDS);
  const sizes = process.env["ROOMS"] === undefined ? null : [Number(process.env["ROOMS"])];
  const done: Trial[] = [];
  const held = (): number =>
    Math.max(0, ...done.filter((each) => each.late === 0 && each.sent >= SENT).map((each) => each.rooms));
  for (const rooms of sizes ?? [GOAL]) done.push(await trial(rooms, seconds));
  if (sizes === null) {
    const more = held() === GOAL;
    for (const rooms of more ? [60, 80] : [30, 20, 10, 5]) {
      done.push(await trial(rooms, seconds));
      if (more ? held() < rooms : held() > 0) break;
    }
  }
  const words = done.map(
    ({ rooms, ticks, late, core, sent }) =>
      `${rooms} rooms: ${late} of ${ticks} ticks late, ${core.toFixed(2)} of a core, each sent ${sent.toFixed(1)}/s`,
  );
  const load = loadavg()[0]!.toFixed(1);
  return [
    whereQuiet({
      name: "rooms.4people",
      value: held(),
      unit: "rooms",
      goal: `≥ ${GOAL}`,
      holds: held() >= GOAL,
      note: `${words.join("; ")}; load ${load} on ${availableParallelism()} cores, four senders a room among it`,
    }),
  ];
}
