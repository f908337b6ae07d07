/**
 * The interface over a still picture, for tests and for looking at. Query: `state` (panels-states.ts), `picture` (an
 * address; else flat shapes are drawn). Every intent is kept in `window.intents`.
 */

import { keyLines } from "../../../client/input/keys.ts";
import type { PanelIntent } from "../../../client/panels/intent.ts";
import { mountPanels } from "../../../client/panels/mount.tsx";
import { aspect } from "../../../client/panels/units.ts";
import { createViewfinderState, mountViewfinder } from "../../../client/viewfinder/viewfinder.ts";
import { streetModel } from "./panels-model.ts";
import { STATES, thing } from "./panels-states.ts";

declare global {
  interface Window {
    intents: PanelIntent[];
    model: ReturnType<typeof streetModel>;
    ready: boolean;
    show: (state: string) => void;
    thing: typeof thing;
  }
}

const query = new URLSearchParams(location.search);
const canvas = document.getElementById("canvas") as HTMLCanvasElement;
const picture = await load(query.get("picture"));
const pictures = [0, 0.12, 0.24].map((at) => crop(picture, at));
const viewfinder = mountViewfinder(document.getElementById("viewfinder") as HTMLElement);
const state = createViewfinderState();
let model = streetModel(pictures);
let unmount = () => {};

/** Puts the page into a state, from nothing. */
function show(name: string): void {
  unmount();
  model = streetModel(pictures);
  const ratio = query.get("ratio");
  if (ratio) model.settings.value = { ...model.settings.value, ratio };
  STATES[name]?.(model);
  window.intents = [];
  window.model = model;
  unmount = mountPanels(
    document.getElementById("panels") as HTMLElement,
    model,
    (intent) => {
      window.intents.push(intent);
      follow(intent);
    },
    keyLines(),
  );
}
window.show = show;
window.thing = thing;
show(query.get("state") ?? "on-set");

/** The few intents that the page itself answers, so that it can be tried by hand. */
function follow(intent: PanelIntent): void {
  if (intent.type === "select") model.selection.value = intent.ids;
  else if (intent.type === "settings") model.settings.value = { ...model.settings.value, ...intent.change };
  else if (intent.type === "see") model.seeing.value = intent.seeing;
  else if (intent.type === "look") model.look.value = { ...model.look.value, look: intent.look };
  else if (intent.type === "dismiss toast")
    model.toasts.value = model.toasts.value.filter((toast) => toast.id !== intent.id);
  else if (intent.type === "roll") model.state.value = "rolling";
  else if (intent.type === "cut") model.state.value = "on set";
  else if (intent.type === "camera") {
    const { focal, tStop, focus } = intent.change;
    if (focal !== undefined) model.camera.focal.value = focal;
    if (tStop !== undefined) model.camera.tStop.value = tStop;
    if (focus !== undefined) model.camera.focus.value = focus;
  }
}

function frame(): void {
  const s = model.settings.value;
  const c = model.camera;
  state.width = innerWidth;
  state.height = innerHeight;
  state.free = model.view.free.value;
  state.aspect = model.seeing.value === "camera" && model.page.value === "room" ? aspect(s.ratio) : 0;
  state.outside = s.outside;
  state.guides = query.has("guides") ? GUIDES : [];
  state.safe = s.safe || query.has("guides");
  state.cross = s.cross;
  state.thirds = s.thirds || query.has("guides");
  state.horizon = s.horizon || query.has("guides");
  state.tilt = c.tilt.value;
  state.roll = 2;
  state.state = model.page.value === "room" ? model.state.value : "on set";
  state.degraded = model.degraded.value.length > 0;
  const narrow = state.free.width < 480;
  state.left = narrow
    ? ["2.39 : 1", `${c.focal.value} mm T2.0`]
    : ["2.39 : 1", `${c.body.value} ${c.filmback.value}`, `${c.focal.value} mm T2.0`];
  state.right = narrow
    ? [`${c.focus.value.toFixed(2)} m`, c.subject.value]
    : [`focus ${c.focus.value.toFixed(2)} m`, "4.31 – 5.57 m", c.subject.value];
  viewfinder.update(state);
  viewfinder.beginNames();
  if (s.names && state.aspect > 0 && !narrow) {
    const { gate } = viewfinder;
    viewfinder.name(1, "Ana", gate.x + gate.width * 0.27, gate.y + gate.height * 0.3, "");
    viewfinder.name(2, "Red saloon · OP", gate.x + gate.width * 0.72, gate.y + gate.height * 0.36, "#6fb7c4");
  }
  viewfinder.endNames();
  drawPicture();
  window.ready = true;
  requestAnimationFrame(frame);
}
const GUIDES = [{ label: "1.78", aspect: 1.78 }];
requestAnimationFrame(frame);

let drawn = "";
function drawPicture(): void {
  const size = `${innerWidth} ${innerHeight}`;
  if (drawn === size) return;
  drawn = size;
  canvas.width = innerWidth;
  canvas.height = innerHeight;
  const scale = Math.max(innerWidth / picture.width, innerHeight / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  canvas
    .getContext("2d")
    ?.drawImage(picture, (innerWidth - width) / 2, (innerHeight - height) / 2, width, height);
}

async function load(address: string | null): Promise<HTMLCanvasElement | HTMLImageElement> {
  if (address) {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  }
  const drawn = document.createElement("canvas");
  drawn.width = 1440;
  drawn.height = 810;
  const pen = drawn.getContext("2d");
  if (!pen) throw new Error("no canvas to draw on");
  const block = (colour: string, ...points: number[]) => {
    pen.fillStyle = colour;
    pen.beginPath();
    for (let one = 0; one < points.length; one += 2) pen.lineTo(points[one] ?? 0, points[one + 1] ?? 0);
    pen.fill();
  };
  block("#93a7b8", 0, 0, 1440, 0, 1440, 430, 0, 430);
  block("#3a3a3c", 0, 430, 1440, 430, 1440, 810, 0, 810);
  block("#a39384", 0, 0, 280, 0, 600, 260, 600, 440, 0, 580);
  block("#b5a797", 1440, 0, 1120, 60, 1000, 230, 1000, 430, 1440, 560);
  block("#c0392f", 860, 440, 1060, 440, 1060, 540, 860, 540);
  block("#d8b59a", 440, 400, 500, 400, 510, 670, 430, 670);
  return drawn;
}

function crop(from: HTMLCanvasElement | HTMLImageElement, at: number): string {
  const small = document.createElement("canvas");
  small.width = 296;
  small.height = 124;
  const width = from.width * (0.9 - at);
  small
    .getContext("2d")
    ?.drawImage(
      from,
      from.width * at,
      from.height * 0.3,
      width,
      width / 2.39,
      0,
      0,
      small.width,
      small.height,
    );
  return small.toDataURL("image/jpeg", 0.8);
}
