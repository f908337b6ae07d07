import { describe, expect, it } from "vitest";
import { leftInWords, type Order, type Parts, run, type Standing } from "../../../client/export/export.ts";
import { createMemoryEncoder } from "../../../client/export/memory.ts";
import { createMemoryStore, type Store } from "../../../client/export/store.ts";
import * as rate from "../../../shared/clock/rate.ts";
import { grey } from "../../contract/encoder-contract.ts";

const reel = (camera: string) => ({ camera, name: `24A_T3_${camera}.mp4`, title: `24A_T3_${camera}` });
const order: Order = {
  format: "vp9-mp4",
  width: 64,
  height: 48,
  rate: rate.FILM_NTSC,
  first: 100,
  count: 5,
  reels: [reel("A"), reel("B")],
};

/** Parts that note what is asked of them, and stores that note what becomes of them. */
function stand(change: Partial<Parts> = {}, failAt?: number) {
  const asked: string[] = [];
  const standings: Standing[] = [];
  const stores: { name: string; state: "open" | "finished" | "dropped" }[] = [];
  const abort = new AbortController();
  const encoder = createMemoryEncoder(failAt);
  let time = 0;
  const parts: Parts = {
    encoder,
    async open(name) {
      const store = createMemoryStore();
      const noted = { name, state: "open" as "open" | "finished" | "dropped" };
      stores.push(noted);
      return {
        write: store.write,
        async finish(type) {
          noted.state = "finished";
          return store.finish(type);
        },
        async drop() {
          noted.state = "dropped";
        },
      } satisfies Store;
    },
    async begin(camera) {
      asked.push(camera);
      return { first: order.first, count: order.count };
    },
    async picture(frame) {
      asked.push(`${frame}`);
      return grey(frame);
    },
    async pause() {},
    now: () => (time += 1000),
    standing: (standing) => standings.push(standing),
    signal: abort.signal,
    ...change,
  };
  return { parts, asked, standings, stores, abort, encoder };
}

describe("an export", () => {
  it("writes more frames of a camera that ran faster, and says so as soon as it is known", async () => {
    const asked: string[] = [];
    const { parts, standings } = stand({
      begin: async (camera) => (camera === "A" ? { first: 200, count: 10 } : { first: 100, count: 5 }),
      picture: async (frame) => {
        asked.push(`${frame}`);
        return grey(frame);
      },
    });
    expect((await run(order, parts)).kind).toBe("written");
    expect(asked.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, k) => `${200 + k}`));
    expect(asked.slice(10)).toEqual(["100", "101", "102", "103", "104"]);
    expect(standings[0]).toMatchObject({ frame: 0, frames: 10, all: 15 });
    expect(standings.at(-1)).toMatchObject({ frame: 5, frames: 5, done: 15, all: 15, left: 0 });
  });

  it("writes one file for each camera, each from the first frame to the last", async () => {
    const { parts, asked, stores, encoder, standings } = stand();
    const outcome = await run(order, parts);
    expect(outcome.kind).toBe("written");
    const frames = ["100", "101", "102", "103", "104"];
    expect(asked).toEqual(["A", ...frames, "B", ...frames]);
    expect(stores).toEqual([
      { name: "24A_T3_A.mp4", state: "finished" },
      { name: "24A_T3_B.mp4", state: "finished" },
    ]);
    for (const { pictures } of encoder.kept) {
      expect(pictures.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4].map((k) => rate.frameTime(order.rate, k)));
      expect(pictures[0]!.picture.data[0]).toBe(100);
    }
    if (outcome.kind === "written")
      expect(outcome.files.map(({ file }) => file.type)).toEqual(["video/mp4", "video/mp4"]);
    expect(standings.at(-1)).toMatchObject({ done: 10, all: 10, left: 0 });
    expect(standings.map(({ done }) => done)).toEqual(
      [...standings.map(({ done }) => done)].sort((a, b) => a - b),
    );
  });

  it("T5: leaves nothing when it is cancelled, files that were whole included", async () => {
    for (const at of [0, 3, 7]) {
      const { parts, stores, abort, encoder } = stand({
        async pause() {
          if (encoder.kept.reduce((sum, { pictures }) => sum + pictures.length, 0) > at) abort.abort();
        },
      });
      expect(await run(order, parts)).toEqual({ kind: "cancelled" });
      expect(stores.every(({ state }) => state === "dropped")).toBe(true);
      expect(encoder.kept.some(({ state }) => state === "open")).toBe(false);
    }
  });

  it("is cancelled while a picture is being made", async () => {
    const { parts, stores, abort, encoder } = stand({
      picture: (frame) =>
        frame < 102
          ? Promise.resolve(grey(frame))
          : new Promise((_, reject) => {
              abort.signal.addEventListener("abort", () => reject(new Error("given up")));
              abort.abort();
            }),
    });
    expect(await run(order, parts)).toEqual({ kind: "cancelled" });
    expect(stores).toEqual([{ name: "24A_T3_A.mp4", state: "dropped" }]);
    expect(encoder.kept[0]!.state).toBe("cancelled");
  });

  it("says in words why it failed, and keeps what was whole", async () => {
    let made = 0;
    const { parts, stores } = stand({
      async picture(frame) {
        if (++made > 7) throw new Error("the picture was lost");
        return grey(frame);
      },
    });
    const outcome = await run(order, parts);
    expect(outcome).toMatchObject({ kind: "failed", why: "the picture was lost" });
    if (outcome.kind === "failed")
      expect(outcome.files.map(({ reel }) => reel.name)).toEqual(["24A_T3_A.mp4"]);
    expect(stores.map(({ state }) => state)).toEqual(["finished", "dropped"]);
  });

  it("fails in words where the encoder breaks, the disk is full, or there is nothing to write", async () => {
    const broken = stand({}, 2);
    expect(await run(order, broken.parts)).toMatchObject({
      kind: "failed",
      why: "the encoder has failed",
      files: [],
    });
    expect(broken.stores[0]!.state).toBe("dropped");
    const full = stand({
      open: async () => ({
        write: () => Promise.reject(new Error("the disk is full")),
        finish: async () => new Blob(),
        drop: async () => {},
      }),
    });
    expect(await run(order, full.parts)).toMatchObject({ kind: "failed", why: "the disk is full" });
    expect(await run({ ...order, count: 0 }, stand().parts)).toMatchObject({ kind: "failed" });
  });

  it("says how long it will take, by its pace", async () => {
    const { parts, standings } = stand();
    await run(order, parts);
    expect(standings[0]!.left).toBeNull();
    expect(standings[5]!.left).toBeGreaterThan(0);
    expect(leftInWords(null)).toBe("");
    expect(leftInWords(3)).toBe("a few seconds left");
    expect(leftInWords(31)).toBe("about 40 s left");
    expect(leftInWords(130)).toBe("about 2 min left");
    expect(leftInWords(5400)).toBe("about 1.5 h left");
  });
});
