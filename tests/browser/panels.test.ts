import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync } from "node:zlib";
import type { Page } from "puppeteer-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PanelIntent } from "../../client/panels/intent.ts";
import { STATES } from "./pages/panels-states.ts";
import { type Looking, startLooking } from "./panels-server.ts";

let looking: Looking;
beforeAll(async () => {
  looking = await startLooking();
});
afterAll(() => looking?.close());

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Findings of axe-core that are serious or critical under a part of the page, one line each. */
async function findings(page: Page, part = "html"): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  return page.evaluate(async (part) => {
    const { axe } = window as unknown as {
      axe: {
        run(
          context: string,
          options: object,
        ): Promise<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run(part, { resultTypes: ["violations"] });
    return violations
      .filter((one) => one.impact === "serious" || one.impact === "critical")
      .flatMap((one) =>
        one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`),
      );
  }, part);
}

/** What differs from the plain room in a state; the other states are looked at whole. */
const PARTS: Record<string, string> = {
  countdown: ".top",
  lost: ".top",
  hints: ".free",
  shelf: ".left",
  ...Object.fromEntries(
    [
      "look",
      "cues",
      "cues-empty",
      "not-mine",
      "actor",
      "mark",
      "vehicle",
      "lamp",
      "prop",
      "several",
      "foot",
    ].map((state) => [state, ".right"]),
  ),
  ...Object.fromEntries(
    [
      ["offer", "palette", "keys", "invite", "invite-plain", "export", "exporting"],
      ["settings", "history", "people", "picture", "make-one"],
    ]
      .flat()
      .map((state) => [state, "dialog"]),
  ),
};

const intents = (page: Page) => page.evaluate(() => window.intents) as Promise<PanelIntent[]>;

describe("every state is readable and reachable", () => {
  let page: Page;
  beforeAll(async () => {
    page = await looking.open("on-set", 1440, 900);
  });
  afterAll(() => page?.close());

  it.each(Object.keys(STATES))("%s at 1440 × 900", async (state) => {
    await page.evaluate((name) => window.show(name), state);
    await page.waitForFunction(
      (dialog) => !dialog || document.querySelector("dialog[open]"),
      {},
      PARTS[state] === "dialog",
    );
    expect(await findings(page, PARTS[state])).toEqual([]);
  });

  it.each([
    ["on-set", 1024, 768],
    ["playback", 1024, 768],
    ["degraded", 1024, 768],
    ["on-set", 390, 844],
    ["rolling", 390, 844],
  ] as const)("%s at %i × %i", async (state, width, height) => {
    const page = await looking.open(state, width, height);
    expect(await findings(page)).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBe(0);
    await page.close();
  });
});

describe("the picture", () => {
  it("is left free: the gate lies in the area that the panels report, and nothing covers it", async () => {
    for (const [state, width, height, ratio] of [
      ["on-set", 1440, 900, "2.39"],
      ["hints", 1440, 900, "2.39"],
      ["degraded", 1440, 900, "2.39"],
      ["degraded", 1440, 900, "1.33"],
      ["hints", 1024, 768, "9:16"],
      ["countdown", 1440, 900, "1:1"],
      ["on-set", 390, 844, "2.39"],
      ["rolling", 844, 390, "2.39"],
    ] as const) {
      const page = await looking.open(state, width, height, `&ratio=${ratio}`);
      const covered = await page.evaluate(() => {
        const gate = document.querySelector(".viewfinder .gate")?.getBoundingClientRect();
        if (!gate) return "no gate";
        for (let x = 0.02; x < 1; x += 0.12)
          for (let y = 0.02; y < 1; y += 0.12) {
            const hit = document.elementFromPoint(gate.x + gate.width * x, gate.y + gate.height * y);
            if (hit?.id !== "canvas") return hit?.outerHTML.slice(0, 120) ?? "nothing";
          }
        return gate.width > 100 ? "" : `${gate.width} wide`;
      });
      expect(covered, `${state} ${width} ${ratio}`).toBe("");
      await page.close();
    }
  });
});

describe("the keyboard", () => {
  it("reaches every control of the room by Tab, lists being one stop each", async () => {
    const page = await looking.open("on-set", 1440, 900);
    const reached = new Set<string>();
    const rings = new Map<boolean, Set<string>>();
    for (let stop = 0; stop < 120; stop++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(() => {
        const at = document.activeElement;
        const part = at?.closest(".top, .left, .right, .transport, .strip, #picture");
        return part ? part.className || part.id : "";
      });
      if (name) reached.add(name.split(" ").pop() ?? "");
      const ring = await page.evaluate(
        () => getComputedStyle(document.querySelector(".free")!, "::after").outlineStyle,
      );
      const there = name === "picture";
      rings.set(there, (rings.get(there) ?? new Set()).add(ring));
    }
    // The picture says that it has the keys, and only then.
    expect([...rings.get(true)!], "in the picture").toEqual(["solid"]);
    expect([...rings.get(false)!], "elsewhere").toEqual(["none"]);
    expect([...reached].sort()).toEqual(["left", "on-set", "picture", "right", "strip", "top"]);
    await page.close();
  });

  it("moves within a list by the arrows, and chooses by Enter", async () => {
    const page = await looking.open("on-set", 1440, 900);
    await page.focus(".left .line .main");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await intents(page)).toEqual([{ type: "select", ids: [3], add: false }]);
    await page.close();
  });

  it("never rolls while somebody types, and Space on a button presses that button only", async () => {
    const page = await looking.open("on-set", 1440, 900);
    await page.evaluate(() => {
      addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).code === "Space") window.intents.push({ type: "roll" });
      });
    });
    await page.focus(".left input[type=search]");
    await page.keyboard.type("a b c");
    await page.focus('[aria-label^="Settings"]');
    await page.keyboard.press("Space");
    expect(await intents(page)).toEqual([]);
    expect(await page.$eval("dialog", (dialog) => dialog.open)).toBe(true);
    await page.close();
  });

  it("closes a dialogue by Esc and puts the focus back", async () => {
    const page = await looking.open("on-set", 1440, 900);
    await page.focus('[aria-label^="Keys"]');
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await page.waitForFunction("!document.querySelector('dialog')");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Keys");
    await page.close();
  });

  it("gives the focus back to the picture after a click", async () => {
    const page = await looking.open("on-set", 1440, 900);
    await page.click(".lenses button:nth-child(3)");
    expect(await intents(page)).toEqual([{ type: "camera", change: { focal: 18 }, settled: true }]);
    expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
    await page.close();
  });

  it("finds anything in the palette", async () => {
    const page = await looking.open("palette", 1440, 900);
    await page.keyboard.type("back to on");
    await page.keyboard.press("Enter");
    await page.waitForFunction("window.intents.length > 0");
    expect(await intents(page)).toEqual([{ type: "back to one" }]);
    expect(await page.$("dialog")).toBeNull();
    await page.close();
  });
});

describe("the right drawer", () => {
  it("shows what is selected, but leaves an operator's hands alone while rolling", async () => {
    const tab = (page: Page) => page.$eval("[role=tab][aria-selected=true]", (one) => one.textContent);
    for (const [state, before, after] of [
      ["on-set", "Camera", "Ana"],
      ["rolling", "Camera", "Camera"],
    ] as const) {
      const page = await looking.open(state, 1440, 900);
      expect(await tab(page)).toBe(before);
      await page.evaluate(() => {
        const { model } = window;
        model.inspected.value = { ...window.thing(1, "actor", "Ana") };
        model.selection.value = [1];
      });
      await page.waitForSelector("#tab-selected");
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
      expect(await tab(page)).toBe(after);
      await page.evaluate(() => {
        window.model.selection.value = [];
        window.model.inspected.value = null;
      });
      await page.waitForFunction(() => !document.querySelector("#tab-selected"));
      expect(await tab(page)).toBe("Camera");
      await page.close();
    }
  });
});

describe("people", () => {
  it("are told why nothing happened", async () => {
    const page = await looking.open("rolling", 1440, 900);
    await page.click('[aria-keyshortcuts="B"]');
    await page.waitForSelector(".toast.refused");
    expect(await page.$eval(".toast.refused", (toast) => toast.textContent)).toBe("Cut first");
    await page.click('[aria-keyshortcuts="B"]');
    // Screen readers read what is added: the same again is told again.
    await page.waitForFunction(() => document.querySelectorAll("[role=log] p").length === 3);
    const told = await page.$$eval("[role=log] p", (all) => all.map((one) => one.textContent));
    expect(told[0]).toMatch(/^(Rolling .+|Action)$/);
    expect(told.slice(1)).toEqual(["Cut first", "Cut first"]);
    expect(await intents(page)).toEqual([]);
    await page.close();
  });

  it("hear which take plays, and nothing of another as they leave it", async () => {
    const page = await looking.open("playback", 1440, 900);
    const told = () => page.$$eval("[role=log] p", (all) => all.map((one) => one.textContent ?? ""));
    await page.waitForFunction(() => document.querySelector("[role=log] p"));
    await page.evaluate(() => {
      window.model.transport.take.value = "";
    });
    await page.waitForFunction(() => !document.querySelector(".bottom .speed"));
    await page.evaluate(() => {
      window.model.state.value = "on set";
    });
    await page.waitForFunction(() => document.querySelectorAll("[role=log] p").length > 1);
    const heard = await told();
    expect(heard[0]).toMatch(/^Playback of \S+ · T\d+$/);
    expect(heard.slice(1).join()).toMatch(/^(On set|Rehearsal|Cut)$/);
    await page.close();
  });

  it("are told over a dialogue what they do wrong in it", async () => {
    const page = await looking.open("export", 1440, 900);
    const from = await page.waitForSelector("::-p-aria([name='From'][role='textbox'])");
    await from?.click();
    await page.keyboard.type("xyz");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog .toast.refused");
    expect(await page.$$eval(".toast", (all) => all.length)).toBe(1);
    const told = await page.$$eval("[role=log]", (all) => all.map((one) => one.textContent));
    expect(told).toEqual([expect.stringContaining("“xyz” is not a value for from")]);
    expect(await findings(page, "dialog")).toEqual([]);
    await page.close();
  });

  it("who watch are told what there is to do from there", async () => {
    const page = await looking.open("not-mine", 1440, 900);
    await page.evaluate(() => {
      window.model.hints.value = ["move", "lens", "roll"];
      window.model.cameras.value = window.model.cameras.value.map((one) => ({ ...one, operator: 2 }));
    });
    await page.waitForSelector(".hints");
    expect(await page.$eval(".hints", (hints) => hints.textContent)).toMatch(
      /^You watch camera B.*V.*Walk about/,
    );
    // Nothing of it lies on anything else, wide or narrow.
    for (const width of [1440, 1000]) {
      await page.setViewport({ width, height: 768 });
      const lines = await page.$$eval(".hints > *", (all) =>
        all.map((one) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          return { left, right, top, bottom };
        }),
      );
      expect(lines).toHaveLength(4);
      for (const a of lines)
        for (const b of lines)
          expect(
            a === b || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
            JSON.stringify([width, a, b]),
          ).toBe(true);
    }
    await page.click("::-p-aria([name='Add a camera of your own'][role='button'])");
    expect(await intents(page)).toEqual([{ type: "add camera" }]);
    expect(await findings(page, ".hints")).toEqual([]);
    await page.close();
  });

  it("whose link opens nothing are offered nothing", async () => {
    const page = await looking.open("hints", 1440, 900);
    await page.waitForSelector(".hints");
    await page.evaluate(() => {
      window.model.entities.value = [];
      window.model.cameras.value = [];
      window.model.link.value = "over";
    });
    await page.waitForFunction(() => !document.querySelector(".hints"));
    const words = await page.$$eval(".drawer .empty", (all) => all.map((one) => one.textContent));
    expect(words).toEqual(["This page is not in the room.", "This page is not in the room."]);
    await page.close();
  });

  it("rename a stage by keys: Enter keeps once, Esc keeps nothing, and the focus goes on from the card", async () => {
    const page = await looking.open("first", 1440, 900);
    const more = await page.waitForSelector("[aria-label^='More for']");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    for (const end of ["Escape", "Enter"] as const) {
      await more?.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.textContent === "Rename");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.activeElement?.matches(".card input"));
      await page.keyboard.type("Night");
      await page.keyboard.press(end);
      await page.waitForFunction(() => document.activeElement?.matches("[aria-label^='More for']"));
    }
    expect(await intents(page)).toMatchObject([{ type: "rename stage", label: "Night" }]);
    await page.close();
  });

  it("open a row's menu by right click and by the menu key, and leave it by Esc", async () => {
    const page = await looking.open("on-set", 1440, 900);
    await page.click(".left .line .main", { button: "right" });
    await page.waitForSelector("[role=menu]");
    await page.keyboard.press("Escape");
    await page.waitForFunction("!document.querySelector('[role=menu]')");
    await page.focus(".left .line .main");
    await page.keyboard.press("ContextMenu");
    await page.waitForSelector("[role=menu]");
    await page.waitForFunction(() => document.activeElement?.textContent === "Frame it");
    await page.keyboard.press("Enter");
    expect(await intents(page)).toEqual([{ type: "frame", id: 1 }]);
    await page.close();
  });
});

describe("values", () => {
  it("are typed, stepped and given up", async () => {
    const page = await looking.open("on-set", 1440, 900);
    const focus = await page.waitForSelector("::-p-aria([name='Focus'][role='textbox'])");
    await focus?.click();
    await page.keyboard.type("6'");
    await page.keyboard.press("Enter");
    await page.keyboard.type("99");
    await page.keyboard.press("Escape");
    const found = await intents(page);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ type: "camera", settled: true });
    expect(found[0]?.type === "camera" && found[0].change.focus).toBeCloseTo(1.8288);
    await page.close();
  });

  it("dragged on a slider are one step: only the last is settled", async () => {
    const page = await looking.open("on-set", 1440, 900);
    const slider = await page.$(".right .slider");
    const box = await slider?.boundingBox();
    if (!box) throw new Error("no slider");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 20, y);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, y, { steps: 6 });
    await page.mouse.up();
    const settled = (await intents(page)).map((one) => one.type === "camera" && one.settled);
    expect(settled.length).toBeGreaterThan(2);
    expect(settled.filter(Boolean)).toHaveLength(1);
    expect(settled.at(-1)).toBe(true);
    await page.close();
  });

  it("dragged from the shelf into the picture move, then drop", async () => {
    const page = await looking.open("shelf", 1440, 900);
    const tile = await (await page.$(".tile"))?.boundingBox();
    if (!tile) throw new Error("no tile");
    await page.mouse.move(tile.x + 20, tile.y + 20);
    await page.mouse.down();
    await page.mouse.move(700, 400, { steps: 5 });
    await page.mouse.up();
    const found = (await intents(page)).filter((one) => one.type === "drag in");
    expect(found.at(-1)).toMatchObject({ phase: "drop", x: 700, y: 400, asset: "crate" });
    expect(found.slice(0, -1).every((one) => one.phase === "move")).toBe(true);
    expect((await intents(page)).some((one) => one.type === "add")).toBe(false);
    await page.close();
  });
});

describe("the bundle", () => {
  it("is at most 120 kB with Preact, icons and styles (brotli)", async () => {
    const made = await build({
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        minify: true,
        rolldownOptions: {
          input: ["client/panels/mount.tsx", "client/style/index.css"],
          preserveEntrySignatures: "strict",
        },
      },
    });
    const outputs = (Array.isArray(made) ? made : [made]).flatMap((one) =>
      "output" in one ? one.output : [],
    );
    const written = outputs.filter((one) => /\.(js|css)$/.test(one.fileName));
    expect(written.some((one) => one.fileName.endsWith(".css"))).toBe(true);
    const bytes = written.reduce(
      (sum, one) => sum + brotliCompressSync(one.type === "chunk" ? one.code : one.source).length,
      0,
    );
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(120_000);
  });
});
