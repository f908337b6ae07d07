import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createNetwork, type NetworkParts, type Opener } from "../../../client/floor/network.ts";
import { createNone } from "../../../client/model/none-model.ts";
import { bundle } from "../../fixtures/bundle.ts";
import { even } from "../../fixtures/onnx.ts";

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A page's surroundings, with a clock that is turned by hand. */
function page(names: string[], change: Partial<NetworkParts> & { broken?: number } = {}) {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {
    "index.json": text({ format: 1, bundles: names }),
  };
  for (const name of names) {
    const sizes = [
      [112, 48],
      [96, 64],
    ] as const;
    const made = bundle(
      name,
      sizes.map(([width, height]) => ({ width, height, bytes: even(width, height, []) })),
      name === "old" ? { contract: 1 } : {},
    );
    for (const [file, bytes] of Object.entries(made)) files[`${name}/${file}`] = bytes;
  }
  let broken = change.broken ?? 0;
  const opened: string[] = [];
  const opener: Opener = {
    adapter: "wasm",
    async open(_manifest, _graph, width, height) {
      opened.push(`${width}×${height}`);
      if (broken-- > 0) throw new Error("the worker could not be started");
      return createNone(width, height, "");
    },
  };
  const kept = new Map<string, string>();
  const due: { ms: number; call: () => void }[] = [];
  const network = createNetwork({
    read: async (path) => {
      if (files[path] === undefined) throw new Error(`${path}: 404`);
      return files[path];
    },
    seal: async (bytes) => createHash("sha256").update(bytes).digest("hex"),
    openers: () => [opener],
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    later: (ms, call) => due.push({ ms, call }),
    only: "",
    ...change,
  });
  const settled = async () => {
    for (let k = 0; k < 200 && network.phase === "working"; k++) await new Promise((r) => setTimeout(r, 1));
  };
  return { network, settled, opened, due, kept };
}

describe("the network of a page", () => {
  it("runs what fits the gate, and another graph for another gate; a little change is none", async () => {
    const { network, settled, opened, kept } = page(["small"]);
    expect(network.words).not.toBe("");
    network.begin(2.39);
    network.begin(2.39);
    await settled();
    expect(network.phase).toBe("running");
    expect(network.model?.width).toBe(112);
    expect(kept.size).toBe(1);
    network.begin(2.35);
    expect(network.phase).toBe("running");
    network.begin(1.5);
    await settled();
    expect(network.model?.width).toBe(96);
    expect(opened).toEqual(["112×48", "96×64"]);
  });

  it("says that none is installed, or that it is switched off", async () => {
    const none = page([]);
    none.network.begin(2.39);
    await none.settled();
    expect(none.network).toMatchObject({ phase: "none", words: "no network is installed", model: null });
    const off = page(["small"], { only: "off" });
    off.network.begin(2.39);
    await off.settled();
    expect(off.network).toMatchObject({ phase: "none", words: "network switched off", model: null });
    const missing = page(["small"], { only: "main" });
    missing.network.begin(2.39);
    await missing.settled();
    expect(missing.network.words).toBe("no network is installed");
  });

  it("a refused bundle is told and not tried again", async () => {
    const { network, settled, due } = page(["old"]);
    network.begin(2.39);
    await settled();
    expect(network.phase).toBe("failed");
    expect(network.words).toMatch(/contract 1/);
    expect(network.detail).toMatch(/Reload/);
    expect(due).toEqual([]);
  });

  it("a failure is tried again, each time later, until it runs", async () => {
    const { network, settled, due } = page(["small"], { broken: 2 });
    network.begin(2.39);
    await settled();
    expect(network).toMatchObject({ phase: "failed", words: "the worker could not be started" });
    expect(network.detail).toMatch(/again in 5 s/);
    due[0]!.call();
    await settled();
    expect(due.map((one) => one.ms)).toEqual([5000, 20_000]);
    due[1]!.call();
    await settled();
    expect(network.phase).toBe("running");
    network.fail("the network gave values that are not numbers");
    expect(network.model).toBeNull();
    expect(due.at(-1)?.ms).toBe(60_000);
    // A call that was put off by an earlier failure does nothing any more.
    due[0]!.call();
    expect(network.phase).toBe("failed");
  });

  it("one that falls behind gives way to the next cheaper, and to none after that", async () => {
    const { network, settled, due, opened } = page(["small"]);
    network.begin(2.39);
    await settled();
    network.tooSlow(812.4);
    expect(network.words).toBe("network too slow here: 812 ms");
    due[0]!.call();
    await settled();
    expect(opened).toHaveLength(1);
    expect(network).toMatchObject({
      phase: "failed",
      words: "no network that is installed is quick enough here",
    });
  });
});
