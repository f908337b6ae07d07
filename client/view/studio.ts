/**
 * The studio: everything that lives on one graphics device, made anew when a device is lost. In: the set, entities, a
 * look, shots. Out: pictures. It owns light, shadows, transforms and the pictures of each size.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import type { LightField } from "../../shared/anchors/light-field.ts";
import { SKY_COLUMNS, SKY_ROWS } from "../../shared/look/atmosphere.ts";
import { GLOSS_COLUMNS, GLOSS_LEVELS, GLOSS_ROWS, lightOf, type SkyLight } from "../../shared/look/sky.ts";
import type { Look } from "../../shared/world/command.ts";
import { createMirror, type Mirror } from "../../shared/world/mirror.ts";
import type { LoadedSet } from "../../shared/world/set.ts";
import { type Bodies, createTroupe } from "./actor/troupe.ts";
import type { GBuffer } from "./anchors.ts";
import { createBlanks } from "./asset/stock.ts";
import type { Gpu, Program } from "./gpu/gpu.ts";
import { halves } from "./gpu/half.ts";
import { createInset, type Inset } from "./inset.ts";
import { writeLight } from "./light/board.ts";
import { FACES } from "./pass/cube.ts";
import { JOINT_WIDTH, LIGHT, SLOT_WIDTH } from "./pass/forms.ts";
import { MEMORY_WIDTH, packField, writeMemory } from "./pass/memory.ts";
import { createMonitor } from "./pass/monitor.ts";
import { createOverlay, type Lines, type Outline, type OverlayPass } from "./pass/overlay.ts";
import { type Picked, pickAt } from "./pick.ts";
import { createPicture, type Picture, type PictureKind, type SharedImages } from "./picture.ts";
import { createReflections } from "./reflections.ts";
import { createRelight, type Relight } from "./relight.ts";
import { Scene } from "./scene.ts";
import { createShade, type Shade } from "./shade.ts";
import type { Projection, Shot } from "./shot.ts";
import { createSlots, keepHistory } from "./slots.ts";
import { type Standing, standingIn } from "./standing.ts";
import * as stills from "./stills.ts";
import type { Quality } from "./view.ts";

/** Rows of bones: 113 joints each, so about two actors a row. */
const BONE_ROWS = 16;

/** Everything on one device. */
export interface Studio {
  readonly scene: Scene | null;
  readonly device: GPUDevice | null;
  /** The network's light on this device. */
  readonly relight: Relight;
  readonly draws: number;
  /** The look's key luminance, cd/m²: what the metered exposure prints as 1. */
  readonly key: number;
  openSet(set: LoadedSet): void;
  look(look: Look): void;
  /** Takes over the light memory; `key` is what its values are over, cd/m². Null: sky by normal alone. */
  memory(field: LightField | null, key: number): void;
  render(from: Mirror | null, to: Mirror | null, alpha: number, shot: Shot, over: Over): void;
  /** What the last frame shows at a point (fractions from the top left); null: sky, or nothing drawn yet. */
  pick(x: number, y: number): Promise<Picked | null>;
  readonly projection: Projection | null;
  /**
   * Anchors of a shot at a size; null until their programs have compiled. The gate fills them. `again`: the picture drawn
   * last was of the same moment, from the same place.
   */
  anchors(
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
    width: number,
    height: number,
    again: boolean,
  ): GBuffer | null;
  /** What stood in the picture or anchors drawn last; null before there is a scene. */
  standing(): Standing | null;
  still(
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
    width: number,
    height: number,
    kind: PictureKind,
  ): Promise<stills.Pixels>;
  /**
   * What is lit, before glass, lens and film, with the best picture's occlusion: RGBA of luminance × exposure, rows from
   * the top.
   */
  lit(
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
    width: number,
    height: number,
    kind: PictureKind,
  ): Promise<Float32Array>;
  /** The next picture of a roll. */
  expose(
    roll: stills.Roll,
    from: Mirror | null,
    to: Mirror | null,
    alpha: number,
    shot: Shot,
  ): Promise<stills.Pixels>;
  /** Lets a moment pass without drawing it, for what goes on from moment to moment. */
  pass(from: Mirror, to: Mirror, alpha: number, shot: Shot): void;
  resize(width: number, height: number, scale: number): void;
  setQuality(quality: Quality): void;
  ready(): boolean;
  failure(): string | null;
  dispose(): void;
}

/** What lies over the picture. */
export interface Over {
  readonly outlines: readonly Outline[];
  /** Fills the lines of the overlay; called once a frame if the shot shows any. */
  readonly draw: ((lines: Lines) => void) | null;
  readonly inset: Inset | null;
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
    void gpu.device!.lost.then((info) => {
      if (info.reason !== "destroyed") leave("the graphics device was taken away");
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
  let memoryTable = table(MEMORY_WIDTH, 1);
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
  let shade: Shade = createShade(gpu, slotTable.texture, boneTable.texture, quality);
  const reflections = createReflections(gpu);
  const relight = createRelight(gpu);
  let shared: SharedImages = images();
  if (quality !== "low") reflections.prepare(shared);
  let scene: Scene | null = null;
  let bodies: Bodies | null = null;
  let picture: Picture | null = null;
  let overlay: OverlayPass | null = null;
  const monitor = createMonitor(gpu);
  const small = createInset(gpu);
  let lastEye: readonly [number, number, number] = [0, 0, 0];
  let drawn = false;
  let sky: SkyLight | null = null;
  let lookNow: Look | null = null;
  let width = 1;
  let height = 1;
  let scale = 1;
  let draws = 0;
  let stops = 0;
  let fixedKey = 0;
  let remembers = false;
  /** Lamps that the light memory numbers. */
  let knownLamps: readonly number[] = [];

  function images(): SharedImages {
    return {
      light,
      mirror: reflections.image.block,
      noMirror: reflections.none,
      mirrorFaces: reflections.image.target.textures[0]!,
      slots: slotTable.texture,
      bones: boneTable.texture,
      skyTable,
      gloss,
      ...shade.images,
      white: blanks.white,
      memory: memoryTable.texture,
      relight,
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
      picture = createPicture(gpu, shared, w, h, quality);
      overlay?.dispose();
      overlay = createOverlay(gpu, picture.camera, picture.surfaces);
      drawn = false;
    }
    return picture;
  };

  /** All that the picture is drawn with. */
  const programs = (): Program[] => {
    const p = ensurePicture();
    return [...p.programs, ...shade.programs, ...(overlay?.programs ?? [])] as Program[];
  };
  /** The picture that was found to be ready; whether the canvas takes another size with the next frame. */
  let able: Picture | null = null;
  let sized = true;

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
    writeLight(light, shot, scene, sky!, shade.size, remembers ? 0 : fixedKey, knownLamps);
    if (scene.fixedChanged) {
      shade.invalidate();
      reflections.invalidate();
      scene.fixedChanged = false;
    }
    scene.send();
    shade.update(scene, sky!.key.direction, shot, width, height, light, exact);
    gpu.send(light);
  };

  /** The light of the picture drawn last, at another exposure. */
  const expose = (exposure: number): void => {
    light.data[light.at["keyDirection"]! + 3] = exposure;
    gpu.send(light);
  };

  /** Brings up to `most` faces of the place's mirror up to date and tells the passes. */
  const reflect = (shot: Shot, most: number): void => {
    const exposure = sky!.exposure * 2 ** shot.exposure;
    if (quality !== "low") reflections.update(scene!, shot, exposure, most, most > 1);
    reflections.write(exposure);
  };

  /** The table of transforms has grown: everything that reads it is made again. */
  const regrow = (): void => {
    slotTable.texture.dispose();
    slotTable.texture = gpu.texture(SLOT_WIDTH, slots.rows, "rgba32f", slots.data);
    slotTable.rows = slots.rows;
    remake();
  };

  const remake = (): void => {
    shade.dispose();
    shade = createShade(gpu, slotTable.texture, boneTable.texture, quality);
    shared = images();
    picture?.dispose();
    picture = null;
    small.dispose();
    relight.drop();
    if (quality !== "low") reflections.prepare(shared);
    for (const b of [...(scene?.batches ?? []), ...(scene?.casters ?? [])])
      for (const key of Object.keys(b.draws)) delete b.draws[key];
    ensurePicture();
  };

  const frame = (draw: () => void): void => {
    gpu.draws = 0;
    gpu.engine.beginFrame();
    draw();
    gpu.engine.endFrame();
    draws = gpu.draws;
  };

  /** What single pictures of a moment are drawn with. */
  const parts = (from: Mirror | null, to: Mirror | null, alpha: number): stills.StillParts => {
    if (gone || !scene || !sky) throw new Error("the picture is not ready");
    return {
      gpu,
      get shared() {
        return shared;
      },
      scene,
      quality,
      get programs() {
        return [...shade.programs, ...reflections.programs()];
      },
      frame(shot, draw) {
        if (gone) throw new Error("the picture was lost");
        frame(() => {
          prepare(from, to, alpha, shot, true);
          reflect(shot, FACES.length);
          relight.write(scene!, middleOf(shot));
          draw();
        });
      },
    };
  };

  return {
    device: gpu.device,
    relight,
    get scene() {
      return scene;
    },
    get draws() {
      return draws;
    },
    get key() {
      return sky ? 2 ** stops / sky.exposure : 0;
    },
    openSet(set) {
      slots.used = 0;
      slots.free.length = 0;
      const fresh = createSlots(slots.rows);
      slots.data.set(fresh.data);
      slots.used = fresh.used;
      scene = new Scene(gpu, blanks, set, slots);
      fixedKey = set.sheet.look.key ?? 0;
      bodies = createTroupe(set, BONE_ROWS);
      scene.troupe = bodies;
      const first = set.sheet.cameras[0]?.position ?? [0, 0, 0];
      reflections.hang(first[0]!, first[2]!);
      shade.invalidate();
    },
    look(look) {
      sky = lightOf(look, fixedKey);
      lookNow = look;
      stops = look.exposure;
      gpu.fill(skyTable, "rgba16f", halves(sky.table));
      gpu.fill(gloss, "rgba16f", halves(sky.gloss));
      reflections.invalidate();
    },
    memory(field, key) {
      writeMemory(light, field, key);
      remembers = field !== null;
      knownLamps = field?.lamps ?? [];
      reflections.invalidate();
      if (!field) return;
      const { data, rows } = packField(field);
      if (rows === memoryTable.rows) gpu.fill(memoryTable.texture, "rgba32f", data);
      else {
        memoryTable.texture.dispose();
        memoryTable = { texture: gpu.texture(MEMORY_WIDTH, rows, "rgba32f", data), rows };
        remake();
      }
    },
    get projection() {
      return drawn ? (picture?.projection ?? null) : null;
    },
    render(from, to, alpha, shot, over) {
      if (gone || !scene || !sky) return;
      const p = ensurePicture();
      // Until this picture can be drawn the last one stands: a canvas that takes a new size is empty at once.
      if (able !== p) {
        if (!gpu.ready(programs())) return;
        able = p;
      }
      if (sized) gpu.engine.setSize(width, height, true);
      sized = false;
      frame(() => {
        prepare(from, to, alpha, shot, false);
        reflect(shot, 1);
        relight.write(scene!, middleOf(shot));
        p.render(scene!, shot, null);
        lastEye = shot.pose.position;
        drawn = true;
        const shows = shot.overlays;
        if (shows) monitor.render(p.toned, shows, shot.frame);
        if (shows && overlay) {
          overlay.lines.clear();
          over.draw?.(overlay.lines);
          overlay.render(shows.outlines ? over.outlines : [], Math.max(0.65, shows.pixel ?? p.height / 900));
        }
        if (over.inset) small.draw(over.inset, scene!, shared, width, height);
      });
    },
    async pick(x, y) {
      return gone || !picture || !drawn ? null : pickAt(gpu, picture, [...lastEye], x, y);
    },
    anchors(from, to, alpha, shot, w, h, again) {
      if (gone || !scene || !sky || !gpu.ready(shade.programs)) return null;
      const camera = relight.camera(shared, w, h);
      if (!camera) return null;
      // Anchors are over the metered key, whatever stops look and camera add.
      const whole = { ...shot, frame: stills.WHOLE, exposure: -stops };
      const exposure = sky.exposure * 2 ** -stops;
      const told = { key: 1 / exposure, light: sky, look: lookNow! };
      let out: GBuffer | null = null;
      frame(() => {
        if (again) expose(exposure);
        else prepare(from, to, alpha, whole, false);
        reflections.write(exposure);
        out = camera.render(scene!, whole, told);
      });
      keepHistory(slots);
      bodies!.keepHistory();
      return out;
    },
    standing() {
      return scene && bodies ? standingIn(scene, bodies.data) : null;
    },
    still: (from, to, alpha, shot, w, h, kind) => stills.still(parts(from, to, alpha), shot, w, h, kind),
    async expose(roll, from, to, alpha, shot) {
      ensurePicture();
      return roll.take(parts(from, to, alpha), shot);
    },
    pass(from, to, alpha, shot) {
      if (gone || !scene || !bodies) return;
      const ticks = (shot.lens.shutter / 360 / shot.lens.rate) * 60;
      scene.show(from, to, alpha, ticks);
      bodies.show(scene, from, to, alpha, ticks, shot.pose.position);
    },
    lit: (from, to, alpha, shot, w, h, kind) => stills.lit(parts(from, to, alpha), shot, w, h, kind),
    resize(w, h, s) {
      width = w;
      height = h;
      scale = s;
      sized = true;
    },
    setQuality(next) {
      quality = next;
      remake();
    },
    ready: () => gpu.ready(programs()),
    failure: () => gpu.failure(programs()),
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

const middleOf = (shot: Shot): number => shot.frame.x + shot.frame.width / 2;
const EMPTY = createMirror(0);
