/**
 * A set that changes between two runs of a real process: stages that were left on it are left as they are, their takes too,
 * each in words; new ones open. Put back, everything is as it was.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { type ServerProcess, startServer, temporaryFolder, writeYard } from "../fixtures/house.ts";
import { until, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";

const folder = temporaryFolder();
const assets = join(folder.path, "assets");
const start = (): Promise<ServerProcess> => startServer(join(folder.path, "data"), { ASSETS: assets });
const enter = (server: ServerProcess): Promise<Response> =>
  fetch(`${server.base}/matchmake/joinById/${server.stage}`, {
    method: "POST",
    body: JSON.stringify({ key: server.key, token: "a".repeat(32), name: "", protocol: PROTOCOL }),
  });

test("a stage is not opened on another set than it was left on, nor its takes", async () => {
  writeYard(assets);
  let server = await start();
  const first = server;
  const ana = visit(server.link, "Ana");
  await until("she is in", () => ana.state === "live" && ana.session.world !== null);
  const camera = named(ana.session.world!, "camera-a").id;
  ana.session.wish({ type: "man", camera, on: "camera" });
  ana.session.ask({ type: "roll", preRoll: 0, callsAction: false, cameras: [camera] });
  await until("it rolls", () => ana.session.world!.rolling !== "");
  const take = ana.session.world!.rolling;
  ana.session.ask({ type: "cut" });
  await until("it is cut", () => ana.session.world!.rolling === "");
  const takeAt = (): Promise<Response> =>
    fetch(`${server.base}/rooms/${server.stage}/takes/${take}?key=${server.key}`);
  for (let k = 0; k < 100 && !(await takeAt()).ok; k++) await new Promise((done) => setTimeout(done, 50));
  ana.close();
  expect(await server.end("SIGTERM")).toBe(0);

  const manifest = join(assets, "sets/yard/set.json");
  const before = readFileSync(manifest, "utf8");
  const set = JSON.parse(before) as { opening: { id: string }[] };
  set.opening = set.opening.filter(({ id }) => id !== "crate-5");
  writeFileSync(manifest, JSON.stringify(set));
  server = await start();
  const refused = await enter(server);
  expect(refused.status).toBe(500);
  expect(((await refused.json()) as { error: string }).error).toMatch(
    /^This stage's set cannot be opened: sets\/yard\/set\.json: this set, .* The stage was left as it is\.$/,
  );
  const kept = await takeAt();
  expect(kept.status).toBe(409);
  expect(((await kept.json()) as { error: string }).error).toMatch(/has changed .* The take is kept\.$/);
  const made = await fetch(`${server.base}/api/stages`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.houseKey}` },
    body: JSON.stringify({ label: "New", set: "yard" }),
  });
  const { id, key } = (await made.json()) as { id: string; key: string };
  const ben = visit(`${server.base}/s/${id}#key=${key}`, "Ben");
  await until("a new stage opens", () => ben.state === "live" && ben.session.world !== null);
  ben.close();
  expect(await server.end("SIGTERM")).toBe(0);

  writeFileSync(manifest, before);
  const { stage: old, key: oldKey } = first;
  server = await start();
  const again = visit(`${server.base}/s/${old}#key=${oldKey}`, "Ana");
  await until("it opens as it was", () => again.state === "live" && again.session.world !== null);
  again.close();
  expect((await fetch(`${server.base}/rooms/${old}/takes/${take}?key=${oldKey}`)).status).toBe(200);
  await server.end("SIGTERM");
  folder.remove();
}, 120_000);
