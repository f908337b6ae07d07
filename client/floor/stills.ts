/**
 * Stills: the picture at full size without overlays, with slate, lens, height, tilt and subject distance burnt in below or
 * in it. In: a wish, what the camera is. Out: a file, downloaded and kept in this browser; the list of those kept.
 */
import { ACTION_SAFE, deliverySize } from "../../shared/camera/gate.ts";
import type { PanelIntent } from "../panels/intent.ts";
import type { Settings, StillCard } from "../panels/model.ts";
import { distance, figure, fixed, tStop } from "../panels/units.ts";
import type { Pixels } from "../view/stills.ts";
import { type Floor, tell } from "./floor.ts";

/** Widest still, pixels. */
const WIDEST = 1920;
/** Stills kept in one browser for one stage. */
const MOST = 200;

/** What is written on a still: one line at the left, one at the right. */
export interface StillNotes {
  left: readonly string[];
  right: readonly string[];
}

/** Where stills are kept: a browser's store, or a test's. */
export interface StillStore {
  put(still: KeptStill): Promise<void>;
  all(): Promise<KeptStill[]>;
  remove(id: string): Promise<void>;
}

/** A still with its picture. */
export interface KeptStill {
  id: string;
  label: string;
  file: string;
  taken: number;
  picture: Blob;
}

/** What stills are made with. */
export interface StillParts {
  floor: Floor;
  store: StillStore;
  ratio(): number;
  /** Draws the picture without overlays. */
  draw(width: number, height: number): Promise<Pixels>;
  /** Metres from the sensor plane to what the middle of the picture shows; null: sky. */
  middle(): number | null;
  /** Gives a file to the person. */
  download(file: string, picture: Blob): void;
  now(): number;
}

/** Stills at work. */
export interface Stills {
  /** Handles an intent; false where it is about something else. */
  handle(intent: PanelIntent): boolean;
  /** Reads what this browser has kept. */
  open(): Promise<void>;
}

/** What a still says of itself. `middle`: metres to the middle of the picture, null for sky. */
export function notesOf(floor: Floor, middle: number | null): StillNotes {
  const { model, presence } = floor;
  const { camera, settings } = model;
  const { units, ratio } = settings.value;
  const slate = `${presence.scene}${presence.setup} · next take ${presence.take}`;
  const rolling = floor.takes.get(presence.rolling);
  const name = rolling ? `${rolling.scene}${rolling.setup} · T${rolling.number}` : slate;
  const letter = camera.letter.value === "" ? "" : `Camera ${camera.letter.value}`;
  const filmback = camera.filmbacks.value.find((one) => one.id === camera.filmback.value)?.label ?? "";
  const subject = camera.subject.value;
  const away = subject !== "" ? camera.focus.value : middle;
  const what = subject !== "" ? subject : "middle";
  return {
    left: [
      name,
      presence.label,
      letter,
      model.timecode.value,
      `${camera.body.value} ${filmback}`.trim(),
      `${figure(camera.focal.value, 1)} mm ${tStop(camera.tStop.value)}`,
      `${ratio} : 1`,
    ].filter((text) => text !== ""),
    right: [
      `height ${distance(camera.height.value, units)}`,
      `tilt ${fixed(camera.tilt.value, 1)}°`,
      `focus ${distance(camera.focus.value, units)}`,
      away === null ? "" : `${what} ${distance(away, units)}`,
    ].filter((text) => text !== ""),
  };
}

/** A file name of a stage, a slate and a number: `corner-street_24A-T3_0007.png`. */
export function fileOf(stage: string, name: string, number: number): string {
  const clean = (text: string): string =>
    text
      .normalize("NFKD")
      .replace(/[^\w]+/g, "-")
      .replace(/^-+|-+$/g, "");
  return `${[clean(stage), clean(name), String(number).padStart(4, "0")].filter(Boolean).join("_")}.png`;
}

/** Draws notes on a picture; the canvas is `height` plus what `extra` answers high. */
export function burnIn(
  context: OffscreenCanvasRenderingContext2D,
  notes: StillNotes,
  where: Settings["stillNotes"],
  width: number,
  height: number,
): void {
  if (where === "none") return;
  const size = sizeOf(width);
  const y = where === "below" ? height + extraOf(where, width) / 2 : height * ((1 + ACTION_SAFE) / 2) - size;
  const margin = where === "below" ? size : width * ((1 - ACTION_SAFE) / 2);
  context.font = `500 ${size}px Inter, sans-serif`;
  context.textBaseline = "middle";
  context.fillStyle = "#f0f0f0";
  if (where === "in") {
    context.shadowColor = "#000";
    context.shadowBlur = size / 3;
  }
  context.textAlign = "left";
  context.fillText(notes.left.join("   "), margin, y, width * 0.6);
  context.textAlign = "right";
  context.fillText(notes.right.join("   "), width - margin, y, width * 0.36);
}

const sizeOf = (width: number): number => Math.max(9, Math.round(width / 96));
/** Pixels under the picture for its notes. */
export const extraOf = (where: Settings["stillNotes"], width: number): number =>
  where === "below" ? sizeOf(width) * 3 : 0;

/** Puts stills to work. */
export function createStills(parts: StillParts): Stills {
  const { floor, store } = parts;
  const { model } = floor;
  const kept = new Map<string, KeptStill>();
  let taking = false;

  const list = (): void => {
    const cards: StillCard[] = [...kept.values()]
      .sort((a, b) => b.taken - a.taken)
      .map(({ id, label, file, taken, picture }) => {
        const before = model.stills.value.find((one) => one.id === id);
        return { id, label, file, taken, picture: before?.picture ?? URL.createObjectURL(picture) };
      });
    model.stills.value = cards;
  };

  const take = async (): Promise<void> => {
    if (taking) return;
    taking = true;
    const where = model.settings.value.stillNotes;
    // Words of the moment in which the key was pressed.
    const notes = notesOf(floor, parts.middle());
    try {
      const { width, height } = deliverySize(parts.ratio(), WIDEST, WIDEST);
      const pixels = await parts.draw(width, height);
      const canvas = new OffscreenCanvas(width, height + extraOf(where, width));
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("there is no canvas to draw on");
      context.fillStyle = "#1b1b1b";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.putImageData(new ImageData(pixels.data, width, height), 0, 0);
      burnIn(context, notes, where, width, height);
      const picture = await canvas.convertToBlob({ type: "image/png" });
      const taken = parts.now();
      const file = fileOf(floor.presence.label, notes.left[0] ?? "", kept.size + 1);
      const label = `${notes.left[0] ?? ""}, ${figure(model.camera.focal.value, 1)} mm`;
      const still: KeptStill = { id: `${taken}-${kept.size}`, label, file, taken, picture };
      kept.set(still.id, still);
      parts.download(file, picture);
      list();
      await store.put(still).catch((fault) => {
        tell(floor, {
          tone: "refused",
          text: `This browser keeps no stills: ${fault instanceof Error ? fault.message : fault}`,
          kept: "The file has been downloaded, and the list lasts as long as this page.",
        });
      });
      if (kept.size > MOST) await remove([...kept.keys()][0]!);
      tell(floor, { tone: "told", text: `Still taken: ${file}` });
    } catch (fault) {
      tell(floor, {
        tone: "error",
        text: `No still could be taken: ${fault instanceof Error ? fault.message : fault}`,
        todo: "Try again when the picture is back.",
      });
    }
    taking = false;
  };

  const remove = async (id: string): Promise<void> => {
    kept.delete(id);
    list();
    await store.remove(id).catch(() => {});
  };

  return {
    handle(intent) {
      switch (intent.type) {
        case "still":
          void take();
          return true;
        case "download still": {
          const still = kept.get(intent.still);
          if (still) parts.download(still.file, still.picture);
          return true;
        }
        case "remove still":
          void remove(intent.still);
          return true;
        default:
          return false;
      }
    },
    async open() {
      for (const still of await store.all().catch(() => [])) kept.set(still.id, still);
      list();
    },
  };
}

/** Gives a file to the person. */
export function download(file: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Stills of one stage in this browser's own store. */
export function browserStills(stage: string): StillStore {
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open("holdfast stills", 1);
      asked.onupgradeneeded = () => {
        const made = asked.result.createObjectStore("stills", { keyPath: ["stage", "id"] });
        made.createIndex("stage", "stage");
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const run = async <T>(
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
    const database = await open();
    try {
      return await new Promise<T>((resolve, reject) => {
        const asked = work(database.transaction("stills", mode).objectStore("stills"));
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    } finally {
      database.close();
    }
  };
  return {
    put: async (still) => void (await run("readwrite", (store) => store.put({ ...still, stage }))),
    all: () => run("readonly", (store) => store.index("stage").getAll(stage)),
    remove: async (id) => void (await run("readwrite", (store) => store.delete([stage, id]))),
  };
}
