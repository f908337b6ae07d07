/** What threads share: the ports of one library. What every library does: tests/contract/library.contract.test.ts. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StageLine } from "../../../../server/library/library.ts";
import { libraryOver, openSqliteLibrary, type SharedLibrary } from "../../../../server/library/sqlite.ts";
import { temporaryFolder } from "../../../fixtures/house.ts";

const stage = (id: string): StageLine => ({ id, label: id, set: "yard", key: id, created: 1, opened: 1 });
const group = (from: number) => ({
  from,
  through: from + 1,
  entries: Uint8Array.of(from),
  take: "",
  batches: [],
});

let folder: ReturnType<typeof temporaryFolder>;
let library: SharedLibrary;
beforeEach(async () => {
  folder = temporaryFolder();
  library = await openSqliteLibrary(folder.path);
});
afterEach(async () => {
  await library.close();
  folder.remove();
});

test("what one port was told is on disk, every other one reads", async () => {
  const first = libraryOver(library.share());
  const second = libraryOver(library.share());
  await first.createStage(stage("a"));
  expect((await second.findStage("a"))?.label).toBe("a");
  expect((await library.listStages()).map(({ id }) => id)).toEqual(["a"]);
  await expect(second.createStage(stage("a"))).rejects.toThrow(expect.objectContaining({ reason: "exists" }));
});

test("ports that write at the same moments get each their own answers", async () => {
  const ports = Array.from({ length: 4 }, () => libraryOver(library.share()));
  await Promise.all(ports.map((port, k) => port.createStage(stage(`s${k}`))));
  const wrong: string[] = [];
  await Promise.all(
    ports.map(async (port, k) => {
      for (let tick = 0; tick < 25; tick++) {
        await port.append(`s${k}`, [group(tick)]);
        // A gap is this one's fault, and nobody else's.
        if (k === 0) await port.append("s0", [group(tick + 9)]).catch(({ reason }) => wrong.push(reason));
      }
    }),
  );
  expect(new Set(wrong)).toEqual(new Set(["gap"]));
  for (const [k] of ports.entries()) {
    const { groups } = await library.reopen(`s${k}`);
    expect(groups.map(({ from }) => from)).toEqual(Array.from({ length: 25 }, (_, tick) => tick));
  }
});

test("when the library is closed every port says so, and no call waits for ever", async () => {
  const other = libraryOver(library.share());
  await other.createStage(stage("a"));
  const asked = other.listStages();
  await library.close();
  await asked.catch(() => {});
  await expect(other.listStages()).rejects.toThrow("the library is closed");
  await expect(library.listStages()).rejects.toThrow("the library is closed");
});

test("a thread that ends in the middle of writing ends nothing else", async () => {
  await library.createStage(stage("a"));
  const code = `
    const { workerData } = require("node:worker_threads");
    let from = 0;
    setInterval(() => {
      const groups = [{ from, through: from + 1, entries: new Uint8Array(9), take: "", batches: [] }];
      workerData.postMessage([{ id: from++, verb: "append", args: ["a", groups] }]);
    }, 1);
    workerData.on("message", () => {});`;
  const port = library.share();
  const worker = new Worker(code, { eval: true, workerData: port, transferList: [port] });
  for (let k = 0; k < 400; k++) {
    if ((await library.reopen("a")).groups.length > 5) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await worker.terminate();
  const { length } = (await library.reopen("a")).groups;
  expect(length).toBeGreaterThan(5);
  await library.append("a", [group(length)]);
});

test("a stage has one writer, who reopened it last: what another still says of it is refused", async () => {
  await library.createStage(stage("a"));
  await library.createStage(stage("b"));
  const first = libraryOver(library.share());
  const second = libraryOver(library.share());
  await first.reopen("a");
  await first.reopen("b");
  await first.append("a", [group(0)]);
  expect((await second.reopen("a")).groups).toHaveLength(1);
  const late = { tick: 1, checkpoint: "c", room: Uint8Array.of(1), blobs: [] };
  for (const call of [first.append("a", [group(1)]), first.commitMilestone("a", late)])
    await expect(call).rejects.toThrow(expect.objectContaining({ reason: "elsewhere" }));
  await second.append("a", [group(1)]);
  // Its other stages are its own as before, and it may have this one back.
  await first.append("b", [group(0)]);
  expect((await first.reopen("a")).groups).toHaveLength(2);
  await first.append("a", [group(2)]);
  await expect(second.append("a", [group(2)])).rejects.toThrow("elsewhere");
});

test("what was written before takes named their set is read on: nobody knows it any more", async () => {
  await library.createStage(stage("a"));
  await library.append("a", [{ ...group(0), take: "t", opens: Uint8Array.of(1) }]);
  await library.close();
  const db = new DatabaseSync(join(folder.path, "library.sqlite"));
  db.exec("ALTER TABLE takes DROP COLUMN built; PRAGMA user_version = 2");
  db.close();
  library = await openSqliteLibrary(folder.path);
  expect(await library.readTake("a", "t")).toMatchObject({ id: "t", built: "" });
  await library.setOpening("a", "t", "1".repeat(64), "2".repeat(64));
  expect(await library.readTake("a", "t")).toMatchObject({ built: "2".repeat(64) });
});
