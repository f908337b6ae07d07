/**
 * The studio: everything that lives on one graphics device, made anew when a device is lost. In: the set, entities, a
 * look, shots. Out: pictures. It owns light, shadows, transforms and the pictures of each size.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { Look } from "../../shared/world/command.ts";
import type { Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import { type Bodies, createTroupe } from "./actor/troupe.ts";
import { createBlanks } from "./asset/stock.ts";
import type { Block, Gpu, Program, Target } from "./gpu/gpu.ts";
import { SKY_COLUMNS, SKY_ROWS } from "./light/atmosphere.ts";
import { GLOSS_COLUMNS, GLOSS_LEVELS, GLOSS_ROWS, lightOf, type SkyLight } from "./light/sky.ts";
import { JOINT_WIDTH, LIGHT, MAX_LAMPS, SLOT_WIDTH } from "./pass/forms.ts";
import { createShadows, type Shadows } from "./pass/shadow.ts";
import { createPicture, type Picture, type SharedImages } from "./picture.ts";
import { Scene } from "./scene.ts";
import type { Shot } from "./shot.ts";
import { createSlots } from "./slots.ts";
import type { Quality } from "./view.ts";

/** A picture's values: RGBA bytes in rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Rows of bones: 113 joints each, so about two actors a row. */
const BONE_ROWS = 16;
const SHADOW_SIZE: Record<Quality, number> = { low: 512, medium: 1024, high: 2048 };

/** Everything on one device. */
export interface Studio {
  readonly scene: Scene | null;
  readonly draws: number;
  openSet(set: LoadedSet): void;
  look(look: Look): void;
  render(from: Mirror | null, to: Mirror | null, alpha: number, shot: Shot): void;
  still(
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
    width: number,
    height: number,
  ): Promise<Pixels>;
  resize(width: number, height: number, scale: number): void;
  setQuality(quality: Quality): void;
  ready(): boolean;
  failure(): string | null;
  dispose(): void;
}

/** Float texture of transforms that grows with the scene. */
interface Table {
  texture: ThinTexture;
  rows: number;
}

/** Fills a device. `lost` is called once, with why, when the device goes. */
export function createStudio(
  gpu: Gpu,
  canvas: HTMLCanvasElement,
  firstQuality: Quality,
  lost: (why: string) => void,
): Studio {
  let quality = firstQuality;
  let gone = false;
  const leave = (why: string) => {
    if (gone) return;
    gone = true;
    lost(why);
  };
  const onLost = (event: Event) => {
    event.preventDefault();
    leave("the graphics context was taken away");
  };
  if (gpu.webgpu) {
    const device = (gpu.engine as unknown as { _device: GPUDevice })._device;
    void device.lost.then((info) => {
      if (info.reason !== "destroyed") leave(info.message || "the graphics device was taken away");
    });
  } else canvas.addEventListener("webglcontextlost", onLost);

  const blanks = createBlanks(gpu);
  const light = gpu.block(LIGHT);
  const slots = createSlots(16);
  const table = (width: number, rows: number): Table => ({
    texture: gpu.texture(width, rows, "rgba32f", new Float32Array(width * rows * 4)),
    rows,
  });
  const slotTable = table(SLOT_WIDTH, slots.rows);
  const boneTable = table(JOINT_WIDTH, BONE_ROWS);
  const skyTable = gpu.texture(
    SKY_COLUMNS,
    SKY_ROWS,
    "rgba16f",
    new Uint16Array(SKY_COLUMNS * SKY_ROWS * 4),
    {
      filter: true,
    },
  );
  const glossRows = GLOSS_ROWS * GLOSS_LEVELS.length;
  const gloss = gpu.texture(
    GLOSS_COLUMNS + 2,
    glossRows,
    "rgba16f",
    new Uint16Array((GLOSS_COLUMNS + 2) * glossRows * 4),
    { filter: true },
  );
  let shadows: Shadows = createShadows(gpu, slotTable.texture, boneTable.texture, SHADOW_SIZE[quality]);
  let shared: SharedImages = images();
  let scene: Scene | null = null;
  let bodies: Bodies | null = null;
  let picture: Picture | null = null;
  let sky: SkyLight | null = null;
  let width = 1;
  let height = 1;
  let scale = 1;
  let draws = 0;

  function images(): SharedImages {
    return {
      light,
      slots: slotTable.texture,
      bones: boneTable.texture,
      skyTable,
      gloss,
      shadowFixed: shadows.fixed,
      shadowMoving: shadows.moving,
      white: blanks.white,
    };
  }

  const size = (): [number, number] => [
    Math.max(16, Math.round(width * scale)),
    Math.max(16, Math.round(height * scale)),
  ];

  const ensurePicture = (): Picture => {
    const [w, h] = size();
    if (!picture || picture.width !== w || picture.height !== h) {
      picture?.dispose();
      picture = createPicture(gpu, shared, w, h);
    }
    return picture;
  };

  const writeLight = (block: Block, shot: Shot): void => {
    if (!sky) return;
    const d = block.data;
    const at = block.at;
    const k = at["keyDirection"]!;
    d[k] = sky.key.direction[0];
    d[k + 1] = sky.key.direction[1];
    d[k + 2] = sky.key.direction[2];
    d[k + 3] = sky.exposure * 2 ** shot.exposure;
    const l = at["keyLux"]!;
    for (let c = 0; c < 3; c++) d[l + c] = sky.key.illuminance[c]!;
    d[l + 3] = Math.cos(0.00465);
    const s = at["sunDirection"]!;
    for (let c = 0; c < 3; c++) d[s + c] = sky.sunDirection[c]!;
    d[s + 3] = sky.night;
    const g = at["ground"]!;
    for (let c = 0; c < 3; c++) d[g + c] = sky.ground[c]!;
    const h = at["harmonics"]!;
    for (let b = 0; b < 9; b++) for (let c = 0; c < 3; c++) d[h + b * 4 + c] = sky.harmonics[b * 3 + c]!;
    const o = at["options"]!;
    d[o] = shadows.size;
    d[o + 1] = 1;
    d[o + 2] = 1;
    writeLamps(d, at, shot);
  };

  /** The lamps that light this picture most, as many as a frame can have. */
  const writeLamps = (d: Float32Array, at: Readonly<Record<string, number>>, shot: Shot): void => {
    if (!scene || !sky) return;
    scene.gatherLamps(sky.night);
    const lamps = scene.lamps;
    const count = scene.lampCount;
    const eye = shot.pose.position;
    for (let i = 0; i < count; i++) {
      const lamp = lamps[i]!;
      const x = lamp.place[0] - eye[0];
      const y = lamp.place[1] - eye[1];
      const z = lamp.place[2] - eye[2];
      lamp.weight = (lamp.colour[0] + lamp.colour[1] + lamp.colour[2]) / (9 + x * x + y * y + z * z);
    }
    const used = Math.min(count, MAX_LAMPS);
    // A few passes of selection: lists are short, and nothing is allocated.
    for (let i = 0; i < used; i++) {
      let best = i;
      for (let j = i + 1; j < count; j++) if (lamps[j]!.weight > lamps[best]!.weight) best = j;
      const swap = lamps[i]!;
      lamps[i] = lamps[best]!;
      lamps[best] = swap;
      const lamp = lamps[i]!;
      const p = at["lampPlace"]! + i * 4;
      const c = at["lampColour"]! + i * 4;
      const v = at["lampDirection"]! + i * 4;
      for (let n = 0; n < 3; n++) {
        d[p + n] = lamp.place[n]!;
        d[c + n] = lamp.colour[n]!;
        d[v + n] = lamp.direction[n]!;
      }
      d[p + 3] = lamp.range;
      d[c + 3] = lamp.spot;
      d[v + 3] = lamp.cosine;
    }
    d[at["ground"]! + 3] = used;
  };

  /** World, light and shadows for a moment and a shot. */
  const prepare = (
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
    exact: boolean,
  ): void => {
    if (!scene) return;
    const ticks = (shot.lens.shutter / 360 / shot.lens.rate) * 60;
    if (from && to) scene.show(from, to, alpha, ticks);
    else scene.show(EMPTY, EMPTY, 0, 0);
    bodies!.show(scene, from ?? EMPTY, to ?? EMPTY, alpha, ticks, shot.pose.position);
    gpu.fill(boneTable.texture, "rgba32f", bodies!.data);
    if (slots.rows !== slotTable.rows) regrow();
    gpu.fill(slotTable.texture, "rgba32f", slots.data);
    writeLight(light, shot);
    if (scene.fixedChanged) {
      shadows.invalidate();
      scene.fixedChanged = false;
    }
    const p = picture!;
    for (let i = 0; i < scene.batches.length; i++) {
      const b = scene.batches[i]!;
      if (b.dirty) {
        b.geometry.buffers["a_slot"]!.update(b.slots);
        b.dirty = false;
      }
    }
    shadows.update(scene.batches, sky!.key.direction, shot.pose.position, p.projection.forward, light, exact);
    gpu.send(light);
  };

  /** The table of transforms has grown: everything that reads it is made again. */
  const regrow = (): void => {
    slotTable.texture.dispose();
    slotTable.texture = gpu.texture(SLOT_WIDTH, slots.rows, "rgba32f", slots.data);
    slotTable.rows = slots.rows;
    remake();
  };

  const remake = (): void => {
    shadows.dispose();
    shadows = createShadows(gpu, slotTable.texture, boneTable.texture, SHADOW_SIZE[quality]);
    shared = images();
    picture?.dispose();
    picture = null;
    for (const b of scene?.batches ?? []) for (const key of Object.keys(b.draws)) delete b.draws[key];
    ensurePicture();
  };

  const frame = (draw: () => void): void => {
    gpu.draws = 0;
    gpu.engine.beginFrame();
    draw();
    gpu.engine.endFrame();
    draws = gpu.draws;
  };

  return {
    get scene() {
      return scene;
    },
    get draws() {
      return draws;
    },
    openSet(set) {
      slots.used = 0;
      slots.free.length = 0;
      const fresh = createSlots(slots.rows);
      slots.data.set(fresh.data);
      slots.used = fresh.used;
      scene = new Scene(gpu, blanks, set, slots);
      bodies = createTroupe(set, BONE_ROWS);
      scene.troupe = bodies;
      shadows.invalidate();
    },
    look(look) {
      sky = lightOf(look);
      gpu.fill(skyTable, "rgba16f", halves(sky.table));
      gpu.fill(gloss, "rgba16f", halves(sky.gloss));
    },
    render(from, to, alpha, shot) {
      if (gone || !scene || !sky) return;
      const p = ensurePicture();
      frame(() => {
        prepare(from, to, alpha, shot, false);
        p.render(scene!, shot, null);
      });
    },
    async still(from, to, alpha, shot, w, h) {
      if (gone || !scene || !sky) throw new Error("the picture is not ready");
      const whole = { ...shot, outside: 1, overlays: undefined, frame: { x: 0, y: 0, width: 1, height: 1 } };
      const made = createPicture(gpu, shared, w, h);
      const target: Target = gpu.target(w, h, ["rgba8"]);
      picture ??= made;
      while (!gpu.ready(made.programs)) await new Promise((resolve) => setTimeout(resolve, 5));
      frame(() => {
        prepare(from, to, alpha, whole, true);
        made.render(scene!, whole, target);
      });
      const bytes = (await gpu.read(target.textures[0]!, w, h)) as Uint8Array;
      const data = new Uint8ClampedArray(w * h * 4);
      for (let y = 0; y < h; y++) data.set(bytes.subarray((h - 1 - y) * w * 4, (h - y) * w * 4), y * w * 4);
      if (picture === made) picture = null;
      made.dispose();
      target.dispose();
      return { width: w, height: h, data };
    },
    resize(w, h, s) {
      width = w;
      height = h;
      scale = s;
      gpu.engine.setSize(w, h, true);
    },
    setQuality(next) {
      quality = next;
      remake();
    },
    ready() {
      const p = ensurePicture();
      return gpu.ready(p.programs) && gpu.ready(shadows.programs);
    },
    failure() {
      return gpu.failure([...(picture?.programs ?? []), ...shadows.programs] as Program[]);
    },
    dispose() {
      gone = true;
      canvas.removeEventListener("webglcontextlost", onLost);
      try {
        gpu.dispose();
      } catch {
        // A device that is already gone cannot be tidied; its memory went with it.
      }
    },
  };
}

const EMPTY: Mirror = {
  tick: 0,
  count: 0,
  ids: new Uint32Array(0),
  data: new Float32Array(0),
  edited: [],
  removed: [],
  whole: false,
  look: null,
  phase: "one",
  frozen: false,
  action: -1,
  rolling: "",
};

const floatBits = new Float32Array(1);
const intBits = new Uint32Array(floatBits.buffer);

/** Floats as half floats, clamped to their range. */
export function halves(values: Float32Array): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const v = Math.max(-65504, Math.min(65504, values[i]!));
    floatBits[0] = v;
    const x = intBits[0]!;
    const sign = (x >>> 16) & 0x8000;
    const exponent = ((x >>> 23) & 0xff) - 112;
    const mantissa = x & 0x7fffff;
    if (exponent <= 0) {
      const shift = 14 - exponent;
      out[i] = shift > 24 ? sign : sign | ((mantissa | 0x800000) >>> shift);
    } else out[i] = sign | (exponent << 10) | (mantissa >>> 13);
  }
  return out;
}
