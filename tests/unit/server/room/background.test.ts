import { getPriority } from "node:os";
import { platform } from "node:process";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";

const module = new URL("../../../../server/room/background.ts", import.meta.url).href;

describe("background threads", () => {
  test.runIf(platform === "linux")("are nicer than the rooms' thread, which stays as it was", async () => {
    const before = getPriority();
    const worker = new Worker(
      `const { parentPort } = require("node:worker_threads");
       const { readlinkSync } = require("node:fs");
       const { getPriority } = require("node:os");
       import(${JSON.stringify(module)}).then(({ giveWay }) => {
         giveWay();
         parentPort.postMessage(getPriority(Number(readlinkSync("/proc/thread-self").split("/").at(-1))));
       });`,
      { eval: true },
    );
    const nice = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await worker.terminate();
    expect(nice).toBe(5);
    expect(getPriority()).toBe(before);
  });
});
