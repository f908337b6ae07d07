/**
 * Anchors: what the camera sees of the world, at the model's size, for the network and its footage. In: a scene, the
 * light, a shot whose gate fills the image. Out: images on the device (see `SURFACE_FORMATS` and `ANCHORING`), and, for
 * tests and for networks on the processor, their values as plain arrays. Motion is since the anchors before these.
 */
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { NEAR as ANCHOR_NEAR, LOOK_COUNT } from "../../shared/anchors/contract.ts";
import { type LookLight, writeLook } from "../../shared/anchors/look-vector.ts";
import type { Look } from "../../shared/world/command.ts";
import type { Gpu, Program } from "./gpu/gpu.ts";
import { createReader, type Reading } from "./gpu/reading.ts";
import { createMoment, keepMoment, type Moment } from "./moves.ts";
import { createAnchoring } from "./pass/anchoring.ts";
import { CAMERA } from "./pass/forms.ts";
import { createOcclusion } from "./pass/occlusion.ts";
import { createSurfacePass, SURFACE_FORMATS } from "./pass/surfaces.ts";
import { createTensorPass } from "./pass/tensor.ts";
import { fromOctahedral } from "./pick.ts";
import type { SharedImages } from "./picture.ts";
import type { Scene } from "./scene.ts";
import { createProjection, project, type Shot, writeCamera } from "./shot.ts";

/** Values of a G-buffer: rows from the top, channels interleaved, linear. */
export interface AnchorValues {
  readonly width: number;
  readonly height: number;
  /** Base colour, 3. */
  readonly albedo: Float32Array;
  /** View space: x right, y up, z towards the camera; 3. */
  readonly normal: Float32Array;
  /** `NEAR / distance along the view`, 0 where nothing is hit; 1. */
  readonly depth: Float32Array;
  /** Roughness, metallic; 2. */
  readonly surface: Float32Array;
  /** Direct irradiance ÷ π over key; 3. */
  readonly direct: Float32Array;
  /** Irradiance ÷ π of the light memory (of the sky where that has nothing), occluded, over key; 3. */
  readonly memory: Float32Array;
  /** The engine's specular radiance over key; 3. */
  readonly reflected: Float32Array;
  /** Sky irradiance ÷ π by normal over key; 3. */
  readonly sky: Float32Array;
  /** Emission, or the sky's radiance where nothing is hit, over key; 3. */
  readonly emissive: Float32Array;
  /** Entity numbers; 0 is the set; 1. */
  readonly entity: Uint32Array;
  /** Where this was at the step before, as a shift in texels to the left and down: x right, y up; 2. */
  readonly motion: Float32Array;
}

/** A G-buffer on the device. Its images stay as they are until the `FRAMES`-th after it is drawn. */
export interface GBuffer {
  readonly width: number;
  readonly height: number;
  /** The six images of the surfaces, in order. */
  readonly surfaces: readonly ThinTexture[];
  /** The four images of the light (see pass/anchoring.ts): over key. */
  readonly light: readonly ThinTexture[];
  /** Luminance that counts as 1, cd/m². */
  key: number;
  /** False where nothing was drawn before at this size: motion means nothing yet. */
  history: boolean;
  /** The look vector of the contract. */
  readonly look: Float32Array;
  /** Where camera and entities stood. */
  readonly moment: Moment;
  /** Values as plain arrays, for footage and tests. */
  readback(): Promise<AnchorValues>;
  /**
   * Lays out the tensor of the contract and begins to copy it to the processor: float32 `[TENSOR_PLANES, H, W]`. Only for
   * the newest G-buffer.
   */
  read(): Reading;
  /** The tensor's image on the device, for networks that run there; WebGPU only, and for the newest G-buffer. */
  image(): GPUTexture;
}

/** G-buffers that are kept: one is shown, one is with the network, one waits for it. */
export const FRAMES = 3;

/** Draws anchors of one size. */
export interface AnchorCamera {
  readonly width: number;
  readonly height: number;
  readonly programs: readonly Program[];
  /** Draws; slots and light must have been prepared for this shot. */
  render(scene: Scene, shot: Shot, told: Told): GBuffer;
  /** Whether a G-buffer is one of this camera's. */
  holds(frame: GBuffer): boolean;
  /** Forgets the step before: after a cut or a jump in time. */
  forget(): void;
  dispose(): void;
}

/** What a look says to the network. */
export interface Told {
  /** cd/m² that count as 1. */
  readonly key: number;
  readonly light: LookLight;
  readonly look: Pick<Look, "turbidity" | "cloud">;
}

/**
 * Samples of the anchors' ambient occlusion: those of the best picture, whatever finish the picture has on this machine,
 * so that a network sees what it was trained on.
 */
export const ANCHOR_OCCLUSION = 14;

let serial = 0;

/** Makes the images of one size. */
export function createAnchorCamera(
  gpu: Gpu,
  shared: SharedImages,
  width: number,
  height: number,
): AnchorCamera {
  const camera = gpu.block(CAMERA);
  const pass = createSurfacePass(gpu, `anchors${serial++}`, camera, shared.light, shared.slots, shared.bones);
  const tensor = createTensorPass(gpu, width, height);
  const reader = createReader(gpu.engine, tensor.target.width, tensor.target.height);
  const frames = Array.from({ length: FRAMES }, frameOf);
  const now = createProjection();
  const before = createProjection();
  let known = false;
  let next = 0;

  function frameOf() {
    const surfaces = gpu.target(width, height, SURFACE_FORMATS, { depth: true });
    const occlusion = createOcclusion(gpu, camera, surfaces, ANCHOR_OCCLUSION);
    const light = createAnchoring(gpu, { camera, light: shared.light, mirror: shared.mirror }, surfaces, {
      shadowFixed: shared.shadowFixed,
      shadowMoving: shared.shadowMoving,
      lampFixed: shared.lampFixed,
      lampMoving: shared.lampMoving,
      skyTable: shared.skyTable,
      gloss: shared.gloss,
      occlusion: occlusion.open,
      mirrorFaces: shared.mirrorFaces,
      memory: shared.memory,
    });
    const lay = (): void => gpu.alone(() => tensor.render(buffer.surfaces, buffer.light));
    const buffer: GBuffer = {
      width,
      height,
      surfaces: surfaces.textures,
      light: light.target.textures,
      key: 1,
      history: false,
      look: new Float32Array(LOOK_COUNT),
      moment: createMoment(),
      readback: () => readback(gpu, width, height, surfaces.textures, light.target.textures),
      read() {
        lay();
        return reader.begin(tensor.target.textures[0]!);
      },
      image() {
        lay();
        return gpu.raw(tensor.target.textures[0]!)!;
      },
    };
    return { surfaces, occlusion, light, buffer };
  }

  return {
    width,
    height,
    programs: [
      ...pass.programs,
      ...tensor.programs,
      ...frames[0]!.occlusion.programs,
      ...frames[0]!.light.programs,
    ],
    render(scene, shot, told) {
      const { surfaces, occlusion, light, buffer } = frames[next]!;
      next = (next + 1) % FRAMES;
      project(now, shot, shot.pose, width, height, gpu.webgpu);
      if (!known) before.clipFromWorld.set(now.clipFromWorld);
      writeCamera(camera, now, before, shot, width, height, 1);
      gpu.send(camera);
      scene.cull(now, shot.pose.position);
      pass.render(scene.batches, surfaces);
      occlusion.render();
      light.render();
      before.clipFromWorld.set(now.clipFromWorld);
      buffer.key = told.key;
      buffer.history = known;
      writeLook(buffer.look, told.light, told.look, told.key, now);
      keepMoment(buffer.moment, now, shot.pose.position, scene.order, scene.slots);
      known = true;
      return buffer;
    },
    holds: (frame) => frames.some((one) => one.buffer === frame),
    forget() {
      known = false;
    },
    dispose() {
      for (const { surfaces, occlusion, light } of frames) {
        surfaces.dispose();
        occlusion.dispose();
        light.dispose();
      }
      tensor.dispose();
      reader.dispose();
    },
  };
}

/** Copies every image back and takes it apart. */
async function readback(
  gpu: Gpu,
  width: number,
  height: number,
  surfaces: readonly ThinTexture[],
  light: readonly ThinTexture[],
): Promise<AnchorValues> {
  const n = width * height;
  const images = await Promise.all([...surfaces, ...light].map((t) => gpu.read(t, width, height)));
  // An engine may give back fewer channels than four for images that have fewer.
  const plane = (i: number) => {
    const data = images[i] as unknown as ArrayLike<number>;
    return { data, step: data.length / n };
  };
  const out: AnchorValues = {
    width,
    height,
    albedo: new Float32Array(n * 3),
    normal: new Float32Array(n * 3),
    depth: new Float32Array(n),
    surface: new Float32Array(n * 2),
    direct: new Float32Array(n * 3),
    memory: new Float32Array(n * 3),
    reflected: new Float32Array(n * 3),
    sky: new Float32Array(n * 3),
    emissive: new Float32Array(n * 3),
    entity: new Uint32Array(n),
    motion: new Float32Array(n * 2),
  };
  const [base, facing, inverse, motion, entity, , direct, memory, reflected, glow] = images.map((_, i) =>
    plane(i),
  );
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (height - 1 - y) * width + x;
      const to = y * width + x;
      const hit = inverse!.data[from * inverse!.step]! > 0;
      out.depth[to] = hit ? ANCHOR_NEAR * inverse!.data[from * inverse!.step]! : 0;
      out.entity[to] = hit ? Math.round(entity!.data[from * entity!.step]!) : 0;
      for (let k = 0; k < 3; k++) {
        out.direct[to * 3 + k] = direct!.data[from * 4 + k]!;
        out.memory[to * 3 + k] = memory!.data[from * 4 + k]!;
        out.reflected[to * 3 + k] = reflected!.data[from * 4 + k]!;
        out.emissive[to * 3 + k] = glow!.data[from * 4 + k]!;
      }
      if (!hit) continue;
      out.sky[to * 3] = direct!.data[from * 4 + 3]!;
      out.sky[to * 3 + 1] = memory!.data[from * 4 + 3]!;
      out.sky[to * 3 + 2] = reflected!.data[from * 4 + 3]!;
      for (let k = 0; k < 3; k++) out.albedo[to * 3 + k] = (base!.data[from * 4 + k]! / 255) ** 2;
      out.normal.set(fromOctahedral(facing!.data[from * 4]!, facing!.data[from * 4 + 1]!), to * 3);
      out.surface[to * 2] = facing!.data[from * 4 + 2]!;
      out.surface[to * 2 + 1] = base!.data[from * 4 + 3]! / 255;
      out.motion[to * 2] = motion!.data[from * motion!.step]! * width;
      out.motion[to * 2 + 1] = motion!.data[from * motion!.step + 1]! * height;
    }
  }
  return out;
}
