/**
 * What reaches the page from outside and means harm: words of others, an address full of nonsense, a browser that keeps
 * nothing, things dropped, words pasted. The page joins, shows text as text, and the room goes on. On the yard, in Chromium.
 */
import { join } from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, run before anything is installed
import { buildWhenStale } from "../../server/launch/build.mjs";
import { launch } from "../fixtures/browser.ts";
import { floor, until } from "../fixtures/floor-page.ts";
import { type ServerProcess, startServer, temporaryFolder } from "../fixtures/house.ts";
import { until as untilHere, type Visitor, visit } from "../fixtures/visitor.ts";
import { named } from "../fixtures/yard.ts";

const folder = temporaryFolder();
let server: ServerProcess;
let browser: Browser;
let eve: Visitor;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  await buildWhenStale();
  server = await startServer(join(folder.path, "data"));
  eve = visit(server.link, `<img src=x onerror="window.taken=1">`);
  await untilHere("she is in", () => eve.state === "live" && eve.session.world !== null);
  browser = await launch("chromium");
  page = await browser.newPage({ type: "window" });
  await page.setViewport({ width: 1100, height: 700 });
  page.on("pageerror", (fault) => faults.push(String(fault)));
  // As where a browser forbids pages to keep anything.
  await page.evaluateOnNewDocument(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("forbidden", "SecurityError");
        },
      });
  });
  const nonsense = `?engine=webgl2&quality=low&scale=NaN&model=${"../".repeat(40)}&as=${"%00x".repeat(90)}`;
  await page.goto(server.link.replace("#", `${nonsense}#`));
  await page.waitForFunction("window.holdfast?.floor.mirror?.count > 10", { timeout: 100_000, polling: 250 });
}, 280_000);
afterAll(async () => {
  eve?.close();
  await browser?.close();
  await server?.end("SIGTERM");
  folder.remove();
});

it("joins where nothing may be kept, by an address full of nonsense, and changes settings there", async () => {
  await until(page, "floor.model.link.value === 'joined'");
  await floor(page, "holdfast.emit({ type: 'settings', change: { thirds: true } })");
  await floor(page, "holdfast.emit({ type: 'rename self', name: 'Ana' })");
  await until(
    page,
    "floor.model.settings.value.thirds && floor.presence.people.some((one) => one.name === 'Ana')",
  );
  expect(faults).toEqual([]);
});

it("hands on a link that opens, with nothing of its own address", async () => {
  await until(page, "floor.model.invite.value.link !== ''");
  const links = await floor<string[]>(
    page,
    "[floor.model.invite.value.link, ...floor.model.invite.value.others]",
  );
  for (const link of links) {
    expect(new URL(link).search).toBe("");
    expect(new URL(link).hash).toBe(`#key=${server.key}`);
  }
});

it("shows others' markup as words, and nothing that turns round what stands beside it", async () => {
  const turned = String.fromCodePoint(0x202e);
  const heap = String.fromCodePoint(0x301).repeat(30);
  const id = named(eve.session.world!, "ball").id;
  const label = `</b><script>window.taken=1</script>${turned}e${heap}`;
  expect(label.length).toBeLessThanOrEqual(80);
  eve.session.send([{ type: "name", id, label: label.slice(0, 64), variant: "" }]);
  await until(page, `floor.roster.entities.get(${id})?.label.startsWith("</b>")`);
  await floor(page, `(floor.selection = [${id}], floor.model.selection.value = [${id}])`);
  await page.waitForFunction("document.body.innerText.includes('</b><script>')", { timeout: 20_000 });
  await page.waitForFunction("document.body.innerHTML.includes('&lt;img src=x')", { timeout: 20_000 });
  expect(
    await page.evaluate(
      "[window.taken, document.querySelectorAll('#panels script, #panels img[src=x]').length]",
    ),
  ).toEqual([null, 0]);
  const shown = await floor<string>(page, `floor.roster.entities.get(${id}).label`);
  expect(shown).not.toContain(turned);
  expect(shown).toMatch(/e\u0301{1,6}$/);
});

it("stays in the room whatever is pasted and wished", async () => {
  await floor(
    page,
    "holdfast.emit({ type: 'rename self', name: 'A\\u0007' + 'x'.repeat(10000) }), floor.room.wish({ type: 'show', take: 't', tick: NaN, rate: 1 })",
  );
  await until(page, "floor.model.toasts.value.some(({ text }) => text.startsWith('That cannot be done'))");
  const tick = await floor<number>(page, "floor.mirror.tick");
  await until(page, `floor.mirror.tick > ${tick + 30} && floor.model.link.value === "joined"`);
  expect(faults).toEqual([]);
});

it("is not left for a file that is dropped on it", async () => {
  const left = await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(["<script>"], "page.html", { type: "text/html" }));
    return ["dragover", "drop"].map((type) =>
      document
        .getElementById("canvas")!
        .dispatchEvent(new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true })),
    );
  });
  expect(left).toEqual([false, false]);
});
