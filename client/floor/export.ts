/**
 * Exporting: what a person may choose, and the job that writes a take as video while the page stays usable. In: intents.
 * Out: choices that have really been tried, progress in words, files to download.
 */
import * as gates from "../../shared/camera/gate.ts";
import * as frames from "../../shared/clock/frames.ts";
import * as rates from "../../shared/clock/rate.ts";
import * as timecode from "../../shared/clock/timecode.ts";
import type { TakeLine } from "../../shared/protocol/messages.ts";
import * as slates from "../../shared/takes/slate.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import { type BurnIn, createBurner, loadFont } from "../export/burn-in.ts";
import type { Encoder } from "../export/encoder.ts";
import { leftInWords, type Order, type Outcome, run, type Standing } from "../export/export.ts";
import { FORMATS, findFormat, tryFormat } from "../export/formats.ts";
import { parseSize, sizesFor } from "../export/sizes.ts";
import { openStore } from "../export/store.ts";
import type { Light } from "../light/light.ts";
import type { ExportOrder, PanelIntent } from "../panels/intent.ts";
import type { Choice, Job } from "../panels/model.ts";
import type { PageReview } from "../session/review-page.ts";
import type { FromReview } from "../session/review-protocol.ts";
import type { View } from "../view/view.ts";
import type { ExactSteps } from "./exact.ts";
import { type Floor, tell } from "./floor.ts";
import { type Frame, type Lab, openLab } from "./lab.ts";
import { project as projectOf } from "./settings.ts";

/** What an export desk is made of. */
export interface ExportParts {
  floor: Floor;
  /** Opens a take in a world of its own. */
  open(take: string, hear: (message: FromReview) => void): PageReview;
  /** A view of its own with this set in it, at the best quality. */
  view(set: LoadedSet, progress: (done: number, all: number) => void): Promise<View>;
  /** A light memory of its own. */
  light(set: LoadedSet): Light;
  /** Borrows the network, whose step makes each picture; null: the engine's picture. */
  network?(): ExactSteps | null;
  /** Hands a file to the person. */
  save(file: Blob, name: string): void;
}

/** The desk. */
export interface ExportDesk {
  /** Handles an intent about exports; false where it is about something else. */
  handle(intent: PanelIntent): boolean;
  /** Resolves when no export is under way. */
  idle(): Promise<void>;
}

/** Name of the job. */
const JOB = "export";
/** Size at which codecs are tried. */
const TRIAL = { width: 320, height: 136 };

/** A desk at which nothing is being exported. */
export function createExportDesk(parts: ExportParts): ExportDesk {
  const { floor } = parts;
  const { model } = floor;
  const { exporting } = model;
  let tried = false;
  let abort: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();

  const ratio = (): number => gates.findRatio(model.settings.value.ratio)?.ratio ?? 2.39;

  const offer = (): void => {
    const own = projectOf(floor);
    const label = rates.label(own);
    const others = rates.PROJECT_RATES.filter((rate) => !rates.equals(rate, own));
    exporting.rates.value = [
      { id: label, label: `${label}, the project's` },
      ...others.map((rate) => ({ id: rates.label(rate), label: rates.label(rate) })),
    ];
    exporting.sizes.value = sizesFor(ratio());
    if (!tried) void tryCodecs();
  };

  const tryCodecs = async (): Promise<void> => {
    tried = true;
    const encoder = await browserEncoder();
    const choices: Choice[] = [];
    for (const { id, label, note } of FORMATS) {
      const why = await tryFormat(encoder, id, TRIAL.width, TRIAL.height);
      const choice: Choice = note === undefined ? { id, label } : { id, label, note };
      choices.push(why === "" ? choice : { ...choice, refused: "not in this browser" });
      if (why !== "") console.info(`${label} cannot be written here: ${why}`);
    }
    exporting.codecs.value = choices;
  };

  const show = (job: Job | null): void => {
    exporting.job.value = job;
    const others = model.jobs.value.filter(({ id }) => id !== JOB);
    model.jobs.value = job === null ? others : [...others, job];
  };

  const begin = (order: ExportOrder): void => {
    if (abort !== null) {
      tell(floor, { tone: "refused", text: "An export is under way: wait for it, or cancel it." });
      return;
    }
    const line = floor.takes.get(order.take);
    const set = floor.set;
    const plan =
      line === undefined ? "This take is no longer here." : planOf(floor, line, order, projectOf(floor));
    if (line === undefined || set === null || typeof plan === "string") {
      tell(floor, { tone: "refused", text: typeof plan === "string" ? plan : "The set is not there yet." });
      return;
    }
    abort = new AbortController();
    const { signal } = abort;
    const label = `Exporting ${line.scene}${line.setup} · T${line.number}`;
    const doing = (words: string, done: number | null): void =>
      show({ id: JOB, label, doing: words, done, cancellable: true });
    running = make(parts, {
      line,
      set,
      order,
      plan,
      ratio: ratio(),
      project: projectOf(floor),
      signal,
      doing,
    })
      .then((outcome) => ended(outcome))
      .finally(() => {
        abort = null;
        show(null);
      });
  };

  const ended = (outcome: Outcome): void => {
    if (outcome.kind === "cancelled") {
      tell(floor, { tone: "told", text: "The export was cancelled.", kept: "No file was left." });
      return;
    }
    for (const { file, reel } of outcome.files) parts.save(file, reel.name);
    const names = outcome.files.map(({ reel }) => reel.name).join(", ");
    if (outcome.kind === "written") {
      tell(floor, { tone: "told", text: `Exported: ${names}.`, kept: "With your downloads." });
      return;
    }
    tell(floor, {
      tone: "error",
      text: `The export has failed: ${outcome.why}.`,
      kept:
        names === "" ? "The take itself is safe; no file was left." : `${names} is whole. The take is safe.`,
      todo: "Export again; if it fails again, choose another codec or a smaller size.",
    });
  };

  model.view.dialog.subscribe((dialog) => {
    if (dialog === "export") offer();
  });
  return {
    handle(intent) {
      if (intent.type === "export") {
        begin(intent.order);
        return true;
      }
      if (intent.type !== "cancel job" || intent.id !== JOB) return false;
      abort?.abort();
      return true;
    },
    idle: () => running,
  };
}

/** The browser's own encoder; its code is fetched when it is first wanted. */
async function browserEncoder(): Promise<Encoder> {
  const { createBrowserEncoder } = await import("../export/mediabunny.ts");
  return createBrowserEncoder();
}

/** The order for the encoder, or why there is none, in words. */
function planOf(floor: Floor, line: TakeLine, order: ExportOrder, project: rates.Rate): Order | string {
  const size = parseSize(order.size);
  const rate = rates.parse(order.rate);
  const format = findFormat(order.codec);
  if (line.to === 0) return "This take is still rolling: cut first.";
  if (size === null) return `“${order.size}” is no size that can be written.`;
  if (rate === null) return `“${order.rate}” is no frame rate.`;
  if (format === null) return "Choose a codec that this browser can write.";
  const known = line.cameras.map(({ letter }) => letter);
  const missing = order.cameras.find((letter) => !known.includes(letter));
  if (missing !== undefined) return `Camera ${missing} did not shoot this take.`;
  if (order.cameras.length === 0) return "Choose a camera.";
  const last = Math.floor(rates.frameAtTicks(project, line.to - line.from)) - 1;
  const { from, to } = order;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= last))
    return `The take has frames 0 to ${last}.`;
  const { first, count } = frames.within(project, from, to, rate);
  const reels = order.cameras.map((letter) => {
    const title = `${boardOf(floor, line)}_T${line.number}_${letter}`;
    return { camera: letter, title, name: `${title}.${format.container}` };
  });
  return { format: format.id, ...size, rate, first, count, reels };
}

/** What stands on the board of a take. */
function boardOf(floor: Floor, line: TakeLine): string {
  const { scene, setup, slate: number } = line;
  return slates.board({ style: floor.presence.style, scene, setup, number });
}

interface Making {
  line: TakeLine;
  set: LoadedSet;
  order: ExportOrder;
  plan: Order;
  ratio: number;
  project: rates.Rate;
  signal: AbortSignal;
  /** Says what is being done, and how far it is (null: nobody knows). */
  doing(words: string, done: number | null): void;
}

/** Makes the files. Never rejects. */
async function make(parts: ExportParts, making: Making): Promise<Outcome> {
  const { set, order, plan, project, ratio, signal, doing } = making;
  const { width, height, rate } = plan;
  let lab: Lab | null = null;
  let network: ExactSteps | null = null;
  try {
    doing("trying the encoder", null);
    const encoder = await browserEncoder();
    const why = await tryFormat(encoder, plan.format, width, height);
    if (why !== "")
      return { kind: "failed", why: `${width} × ${height} cannot be encoded here (${why})`, files: [] };
    signal.throwIfAborted();
    doing("opening the take", null);
    await loadFont();
    network = parts.network?.() ?? null;
    lab = await openLab({
      open: (hear) => parts.open(order.take, hear),
      view: () => parts.view(set, (done, all) => doing("preparing the picture", done / all)),
      light: () => parts.light(set),
      step: network?.step ?? null,
      set,
      width,
      height,
      rate,
      project,
      ratio,
      signal,
    });
    const own = lab;
    const burn = createBurner(width, height);
    let letter = "";
    return await run(plan, {
      encoder,
      open: openStore,
      async begin(camera) {
        letter = camera;
        const { first, speed } = await own.begin(camera, plan.first);
        return { first, count: Math.max(1, Math.round(plan.count / speed)) };
      },
      async picture(number) {
        const frame = await own.frame(number);
        return burn(frame.pixels, wordsOn(frame, number, letter, making));
      },
      pause: breath,
      now: () => performance.now(),
      standing: (standing) => doing(inWords(standing, plan), standing.done / standing.all),
      signal,
    });
  } catch (fault) {
    if (signal.aborted) return { kind: "cancelled" };
    return { kind: "failed", why: fault instanceof Error ? fault.message : String(fault), files: [] };
  } finally {
    lab?.close();
    network?.end();
  }
}

function inWords({ reel, frame, frames: count, left }: Standing, { reels }: Order): string {
  const camera = reels.length > 1 ? `camera ${reel.camera}, ` : "";
  const words = leftInWords(left);
  return `${camera}frame ${Math.min(count, frame + 1)} of ${count}${words === "" ? "" : ` · ${words}`}`;
}

/** What is burnt into a frame. */
function wordsOn(frame: Frame, number: number, letter: string, making: Making): BurnIn {
  const { line, order, plan } = making;
  const { slate, timecode: clock, lens, frame: counted } = order.burnIns;
  const { focal, tStop, focus } = frame.sample;
  const far = Number.isFinite(focus) && focus < 1000 ? `${focus.toFixed(2)} m` : "∞";
  // Timecode runs on from the stage's beginning, as it does on screen; the take's first frame is the one under way.
  const begun = Math.floor(rates.frameAtTicks(plan.rate, line.from));
  return {
    topLeft: slate ? `${line.scene}${line.setup} · T${line.number} · ${letter}` : "",
    topRight: clock ? timecode.formatFrames(begun + number, plan.rate) : "",
    bottomLeft: lens ? `${Number(focal.toFixed(1))} mm  T${tStop.toFixed(1)}  ${far}` : "",
    bottomRight: counted ? `${number}` : "",
  };
}

/** Lets the page draw and answer before the next frame; a page that nobody sees only answers. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) {
      // Timers sleep in a page that is hidden; messages do not.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
      return;
    }
    // Hidden meanwhile, no frame would come.
    const late = setTimeout(resolve, 500);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(resolve);
    });
  });
}
