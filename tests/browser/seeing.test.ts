/**
 * Ways of looking on the real page: off the camera on one's own feet, a plan in which one works, what lies over the
 * picture, and another's camera from video village. On the yard, drawn small.
 */
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { floor as ask, until as hold, named, openFloor, press } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";

const folder = temporaryFolder();
let server: ServerProcess;
let browser: Browser;
let hers: Page;

/** Opens the stage's link as somebody; answers once the set can be pointed at. */
async function open(as: string): Promise<Page> {
  const page = await openFloor(browser, server.link, as);
  await page.setViewport({ width: 1000, height: 700 });
  await page.waitForFunction("holdfast.canPoint()", { timeout: 60_000 });
  return page;
}

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  browser = await launch("chromium");
  hers = await open("her");
  await hold(hers, "floor.operator.letter === 'A'");
}, 280_000);
afterAll(async () => {
  await browser?.close();
  await server?.end("SIGTERM");
  folder.remove();
});

const inPage = (what: string): string => `(({ picture, handles }) => ${what})(holdfast)`;
const floor = <T>(what: string) => ask<T>(hers, inPage(what));
const until = (what: string) => hold(hers, inPage(what));

/** Pixel at which an entity's middle shows. */
const pixel = (name: string, above = 0.3): Promise<[number, number]> =>
  floor(`(() => {
    const [x, y, z] = ${named(name)}.pose.position;
    let best = [0, 0, 1e9];
    const from = [0, 0, 0], towards = [0, 0, 0];
    for (let px = 0; px < picture.width; px += 4) for (let py = 0; py < picture.height; py += 4) {
      picture.ray(from, towards, px, py);
      const d = [x - from[0], y + ${above} - from[1], z - from[2]];
      const along = d[0] * towards[0] + d[1] * towards[1] + d[2] * towards[2];
      const off = Math.hypot(d[0] - towards[0] * along, d[1] - towards[1] * along, d[2] - towards[2] * along);
      if (along > 0 && off < best[2]) best = [px, py, off];
    }
    return [best[0], best[1]];
  })()`);

describe("ways of looking", () => {
  it("says who operates the camera, and outlines what is selected in one's own colour", async () => {
    await until("floor.model.camera.operator.value === floor.room.person");
    expect(await floor("floor.model.camera.refused.value")).toBe("");
    const [x, y] = await pixel("jonas", 1);
    await hers.mouse.click(x, y);
    await until(`floor.selection[0] === ${named("jonas")}.id`);
    const own = await floor<string>("floor.presence.people[0].colour");
    await hers.waitForFunction(
      (colour) =>
        [...document.querySelectorAll(".names span:not([hidden])")].some(
          (one) => (one as HTMLElement).dataset["colour"] === colour && one.textContent === "Jonas",
        ),
      { timeout: 10_000 },
      own,
    );
  });

  it("V steps off the camera: one walks, the camera stays, and its inset leads back", async () => {
    await press(hers, "v");
    await until("floor.model.seeing.value === 'foot' && picture.inset !== null");
    // Until then a hand held the camera, and hands sway.
    const before = await floor<number[]>("[...floor.operator.at.position]");
    const start = await floor<number[]>("[...floor.eyes.walker.at.position]");
    await hers.keyboard.down("w");
    await until(`floor.eyes.walker.at.position[2] < ${start[2]! - 0.5}`);
    await hers.keyboard.up("w");
    // Feet are on the ground, eyes at a person's height.
    await until("Math.abs(floor.eyes.walker.at.position[1] - 1.65) < 0.05");
    expect(await floor("[...floor.operator.at.position]")).toEqual(before);
    await hers.keyboard.down("e");
    await until("floor.eyes.walker.at.position[1] > 2");
    await hers.keyboard.up("e");
    await until("floor.eyes.flying");
    await hers.click(".viewfinder .inset");
    await until("floor.model.seeing.value === 'camera' && picture.inset === null");
    await until("floor.presence.people[0].mans === floor.operator.camera");
  });

  it("O is a plan to scale in which one selects, drags and lays marks", async () => {
    await press(hers, "o");
    await until("floor.model.seeing.value === 'plan' && picture.scale() > 0");
    await hers.waitForSelector(".viewfinder .scale-bar:not([hidden])");
    const [x, y] = await pixel("chair", 0.3);
    await hers.mouse.move(x, y);
    await hers.mouse.down();
    const chair = await floor<number[]>(`[...${named("chair")}.pose.position]`);
    const scale = await floor<number>("picture.scale()");
    await hers.mouse.move(x + scale, y, { steps: 4 });
    await hers.mouse.up();
    // A metre on the picture is a metre on the ground.
    await until(`Math.abs(${named("chair")}.pose.position[0] - ${chair[0]! + 1}) < 0.1`);
    await floor(`(floor.selection = [${named("ana")}.id], floor.model.selection.value = floor.selection)`);
    await until(`floor.model.inspected.value?.id === ${named("ana")}.id`);
    await press(hers, "t");
    await until("floor.model.tool.value === 'marks'");
    await hers.mouse.click(x - scale * 2, y - scale);
    await until(`${named("ana")}.performer.marks.length === 1`);
    await hers.waitForFunction(() =>
      [...document.querySelectorAll(".names span:not([hidden])")].some((one) =>
        one.textContent?.startsWith("1"),
      ),
    );
    await press(hers, "Escape");
    await press(hers, "o");
    await until("floor.model.seeing.value === 'camera'");
  });

  it("handles move and turn what is selected; R turns it and Alt-drag copies it; all of it can be undone", async () => {
    const chair = named("chair");
    const place = () => floor<{ position: number[]; rotation: number[] }>(`structuredClone(${chair}.one)`);
    const lies = () => floor<number[]>("[...handles.frame().base]");
    const back = async (was: { position: number[]; rotation: number[] }) => {
      // One step where the machine keeps up; a drag that it stretches beyond half a second is several.
      for (let k = 0; k < 6; k++) {
        if (JSON.stringify(await place()) === JSON.stringify(was)) return;
        const tick = await floor<number>("floor.mirror.tick");
        await hers.keyboard.down("Control");
        await hers.keyboard.press("z");
        await hers.keyboard.up("Control");
        // A step may be from a place to the same place: what tells that it is undone is that the world has gone on.
        await until(`floor.mirror.tick > ${tick + 40}`);
      }
      expect(await place()).toEqual(was);
    };
    /** Pixel by the handles: so much along the front arrow, or on the ring at so many radians from the front. */
    const handle = (arm: number | null, round = 0) =>
      floor<[number, number]>(`(() => {
        const { base, heading, radius, arm } = handles.frame();
        const out = ${arm} === null ? radius : radius + arm * ${arm};
        const at = [0, 0];
        const a = heading + ${round};
        picture.pixel(at, [base[0] + Math.sin(a) * out, base[1] + 0.02, base[2] + Math.cos(a) * out]);
        return at;
      })()`);
    const drag = async (from: [number, number], to: [number, number], key?: "Shift" | "Alt") => {
      await hers.mouse.move(...from);
      if (key) await hers.keyboard.down(key);
      await hers.mouse.down();
      await hers.mouse.move(...to, { steps: 4 });
      await hers.mouse.up();
      if (key) await hers.keyboard.up(key);
    };
    await press(hers, "o");
    await until("floor.model.seeing.value === 'plan' && picture.scale() > 0");
    await floor(`(floor.selection = [${chair}.id], floor.model.selection.value = floor.selection)`);
    await until("handles.frame() !== null");
    const was = await place();
    const [x, , z] = (await lies()) as [number, number, number];
    const heading = 2 * Math.atan2(was.rotation[1]!, was.rotation[3]!);
    const arm = await floor<number>("handles.frame().arm");
    await drag(await handle(0.5), await handle(1.5));
    await until(
      `Math.hypot(${chair}.one.position[0] - ${x}, ${chair}.one.position[2] - ${z}) > ${arm * 0.9}`,
    );
    const moved = await place();
    expect(moved.position[0]! - x).toBeCloseTo(Math.sin(heading) * arm, 1);
    expect(moved.position[2]! - z).toBeCloseTo(Math.cos(heading) * arm, 1);
    await back(was);
    await drag(await handle(null, 2.2), await handle(null, 3), "Shift");
    await until(`JSON.stringify(${chair}.one.rotation) !== '${JSON.stringify(was.rotation)}'`);
    const turned = await place();
    const degrees = (2 * Math.atan2(turned.rotation[1]!, turned.rotation[3]!) * 180) / Math.PI;
    expect(degrees / 15).toBeCloseTo(Math.round(degrees / 15), 3);
    await back(was);
    const middle = await floor<[number, number]>(
      "(() => { const at = [0, 0]; picture.pixel(at, handles.frame().base); return at; })()",
    );
    const aside: [number, number] = [middle[0] - 60, middle[1]];
    await press(hers, "r");
    await until("floor.model.tool.value === 'turn'");
    await drag(middle, aside);
    await until(`JSON.stringify(${chair}.one.rotation) !== '${JSON.stringify(was.rotation)}'`);
    await press(hers, "Escape");
    await back(was);
    const count = await floor<number>("floor.roster.entities.size");
    await drag(middle, aside, "Alt");
    await until(`floor.roster.entities.size === ${count + 1}`);
    expect(await place()).toEqual(was);
    await press(hers, "Escape");
    await until("floor.selection.length === 0");
    await press(hers, "o");
    await until("floor.model.seeing.value === 'camera'");
  });

  it("neither marks nor names, peaking nor false colour enter a still", async () => {
    const still = () =>
      floor<number[]>(`(async () => {
        const { view, picture } = holdfast;
        const pose = { position: [1, 1.6, 10], rotation: [0, 0, 0, 1] };
        const shot = { ...picture.cameraShot(), pose, opening: pose, exposure: 0, seconds: 0 };
        return [...(await view.still({ ...shot, overlays: picture.shot.overlays }, 64, 27)).data];
      })()`);
    const bare = await still();
    const looks = async () =>
      hers.screenshot({ encoding: "base64", clip: { x: 300, y: 250, width: 300, height: 100 } });
    await floor("(floor.model.falseColour.value = true)");
    await until("picture.shot.overlays.falseColour === true");
    const coloured = await looks();
    // The light memory may have gone on meanwhile; false colour would change nearly every value, and by much.
    const again = await still();
    const off = again.reduce((sum, value, k) => sum + Math.abs(value - bare[k]!), 0) / bare.length;
    expect(off).toBeLessThan(6);
    await floor("(floor.model.falseColour.value = false)");
    await until("picture.shot.overlays.falseColour === false");
    expect(await looks()).not.toBe(coloured);
  });

  it("N keeps a framing with its picture for everybody, one click brings it back; I takes a still", async () => {
    await press(hers, "n");
    await until("floor.model.framings.value.length === 1");
    const kept = await floor<number>("floor.operator.at.position[2]");
    await hers.keyboard.down("s");
    await until(`floor.operator.at.position[2] > ${kept + 0.6}`);
    await hers.keyboard.up("s");
    await until("floor.model.framings.value[0].thumbnail?.startsWith('blob:')");
    await hers.click(".framing button");
    await until(`Math.abs(floor.operator.at.position[2] - ${kept}) < 0.05`);
    await press(hers, "i");
    await until("floor.model.stills.value.length === 1");
    const size = await floor<number[]>(`(async () => {
      const image = await createImageBitmap(await (await fetch(floor.model.stills.value[0].picture)).blob());
      return [image.width, image.height];
    })()`);
    // The picture, and its notes below it.
    expect(size[0]).toBe(1920);
    expect(size[1]).toBeGreaterThan(1920 / 2.39 + 20);
  });
});

describe("two people", () => {
  let his: Page;
  /** Where somebody's picture is seen from. */
  const at = (page: Page) => ask<number[]>(page, "[...floor.operator.at.position]");

  it("who comes later watches camera A live, with the world that its operator saw", async () => {
    his = await open("him");
    await hold(his, "floor.model.camera.letter.value === 'A' && floor.operator.camera === 0");
    await hold(
      his,
      "floor.model.camera.operator.value === floor.presence.people.find((p) => p.mans !== 0).number",
    );
    expect(await ask(his, "floor.model.camera.refused.value")).toContain("operates camera A");
    const [, , before] = await at(hers);
    await hers.keyboard.down("w");
    await until(`floor.operator.at.position[2] < ${before! - 0.8}`);
    await hers.keyboard.up("w");
    const [, , there] = await at(hers);
    await hold(his, `Math.abs(floor.operator.at.position[2] - ${there}) < 0.25`, 90_000);
  }, 120_000);

  it("he adds camera B, watches it by C, takes it and leaves it again", async () => {
    await ask(
      his,
      "floor.room.send([{ type: 'spawn', kind: 'camera', asset: '', variant: '', label: '', pose: { position: [2, 1.6, 9], rotation: [0, 0, 0, 1] } }])",
    );
    await hold(his, "floor.model.cameras.value.length === 2");
    await press(his, "c");
    await hold(his, "floor.model.camera.letter.value === 'B' && floor.model.camera.operator.value === 0");
    await his.evaluate(
      `[...document.querySelectorAll("button")].find((one) => one.textContent === "Take it").click()`,
    );
    await hold(
      his,
      "floor.operator.letter === 'B' && floor.model.camera.operator.value === floor.room.person",
    );
    await until("floor.model.people.value.some((who) => who.camera === 'B')");
    await press(hers, "c");
    await until("floor.model.toasts.value.some((toast) => toast.text.startsWith('Every other camera'))");
    await press(his, "v");
    await hold(his, inPage("floor.model.seeing.value === 'foot' && picture.inset !== null"));
    await press(his, "v");
    await hold(his, "floor.model.seeing.value === 'camera' && floor.operator.letter === 'B'");
  });
});
