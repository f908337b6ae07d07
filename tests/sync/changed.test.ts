/**
 * A set that changes between two runs of a real process: stages that were left on it open on it as it was, their takes
 * play on it, and new stages stand on what it is now. One whose files are broken or gone is no different.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openNow, sha256 } from "../../server/room/press.ts";
import { createHavok } from "../../shared/physics/havok.ts";
import * as replay from "../../shared/takes/replay.ts";
import { decodeTake, type Take } from "../../shared/takes/take.ts";
import { type ServerProcess, startServer, temporaryFolder, writeYard } from "../fixtures/house.ts";
import { until, type Visitor, visit } from "../fixtures/visitor.ts";
import { havok, named } from "../fixtures/yard.ts";

const folder = temporaryFolder();
const assets = join(folder.path, "assets");
const manifest = join(assets, "sets/yard/set.json");
const start = (): Promise<ServerProcess> => startServer(join(folder.path, "data"), { ASSETS: assets });
afterAll(() => folder.remove());

const isIn = ({ state, session }: Visitor): boolean => state === "live" && session.world !== null;
const names = ({ session }: Visitor): string[] =>
  [...session.world!.entities.values()].map(({ name }) => name);

/** Shoots a take of a thrown crate on a server's first stage; answers its name. */
async function shoot(server: ServerProcess): Promise<string> {
  const ana = visit(server.link, "Ana");
  await until("she is in", () => isIn(ana));
  const camera = named(ana.session.world!, "camera-a").id;
  const crate = named(ana.session.world!, "crate-5");
  const at = crate.pose.position;
  ana.session.wish({ type: "man", camera, on: "camera" });
  ana.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
  await until("it rolls", () => ana.session.world!.rolling !== "");
  const take = ana.session.world!.rolling;
  const from = ana.session.world!.tick;
  ana.session.send([
    { type: "push", id: crate.id, point: [at[0], at[1] + 0.1, at[2]], impulse: [30, 40, 20] },
  ]);
  await until("a second passes", () => ana.session.world!.tick > from + 70);
  ana.session.ask({ type: "cut" });
  await until("it is cut", () => ana.session.world!.rolling === "");
  ana.close();
  return take;
}

/** A take as it is fetched, once it is there. */
async function fetchTake(base: string, { stage, key }: ServerProcess, take: string): Promise<Take> {
  let answer: Response;
  const until = Date.now() + 30_000;
  do {
    answer = await fetch(`${base}/rooms/${stage}/takes/${take}.take?key=${key}`);
    if (!answer.ok) await new Promise((done) => setTimeout(done, 50));
  } while (!answer.ok && Date.now() < until);
  expect(answer.status).toBe(200);
  return decodeTake(openNow(new Uint8Array(await answer.arrayBuffer())));
}

/** Plays a take by itself. Fails where a second of it differs. */
async function expectPlays(take: Take): Promise<void> {
  const world = replay.open(take, await createHavok(await havok()));
  expect(world.set.sheet.opening.map(({ id }) => id)).toContain("crate-5");
  expect(replay.replay(take, world, sha256(world.baseline))).toMatchObject({
    differences: [],
    baseline: null,
  });
}

test("T6: a stage goes on on the set that it was made on, and so do its takes", async () => {
  writeYard(assets);
  let server = await start();
  const first = server;
  const take = await shoot(server);
  await expectPlays(await fetchTake(server.base, first, take));
  expect(await server.end("SIGTERM")).toBe(0);

  const before = readFileSync(manifest, "utf8");
  const set = JSON.parse(before) as { opening: { id: string }[] };
  set.opening = set.opening.filter(({ id }) => id !== "crate-5");
  writeFileSync(manifest, JSON.stringify(set));
  server = await start();
  // Its takes are had without opening it.
  const kept = await fetchTake(server.base, first, take);
  await expectPlays(kept);
  const link = (): string => `${server.base}/s/${first.stage}#key=${first.key}`;
  const ben = visit(link(), "Ben");
  await until("the stage opens", () => isIn(ben));
  expect(names(ben)).toContain("crate-5");
  ben.session.ask({ type: "pickUp", take, tick: kept.from + 30 });
  await until("the stage is live from a frame of the take", () =>
    ben.notices.some((notice) => notice.type === "checkpoint" && notice.why === "seek"),
  );
  const second = await shoot({ ...server, link: link() });
  expect(ben.defects).toEqual([]);
  ben.close();
  await expectPlays(await fetchTake(server.base, first, second));
  const make = async (): Promise<string> => {
    const made = await fetch(`${server.base}/api/stages`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.houseKey}` },
      body: JSON.stringify({ label: "New", set: "yard" }),
    });
    const { id, key } = (await made.json()) as { id: string; key: string };
    return `${server.base}/s/${id}#key=${key}`;
  };
  const cai = visit(await make(), "Cai");
  await until("a new stage opens", () => isIn(cai));
  expect(names(cai)).not.toContain("crate-5");
  cai.close();
  expect(await server.end("SIGTERM")).toBe(0);

  for (const [what, text] of [
    ["broken", "{"],
    ["gone", null],
    ["as it was", before],
  ] as const) {
    if (text === null) rmSync(manifest);
    else writeFileSync(manifest, text);
    server = await start();
    const dee = visit(link(), "Dee");
    await until(`the stage opens on files that are ${what}`, () => isIn(dee));
    expect(names(dee)).toContain("crate-5");
    dee.close();
    await expectPlays(await fetchTake(server.base, first, take));
    expect(await server.end("SIGTERM")).toBe(0);
  }
}, 180_000);
