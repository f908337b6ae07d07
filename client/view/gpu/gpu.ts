/**
 * The graphics device: a thin layer over Babylon's engines, which makes programs, uniform blocks, textures, targets and
 * draws, alike on WebGPU and WebGL2. In: sources and typed arrays. Out: handles; drawing allocates nothing.
 * Everything made here dies with the device; `createGpu` is called again when a lost one comes back.
 */
import { Buffer, VertexBuffer } from "@babylonjs/core/Buffers/buffer.js";
import type { DataBuffer } from "@babylonjs/core/Buffers/dataBuffer.js";
import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import { Constants } from "@babylonjs/core/Engines/constants.js";
import type { RenderTargetWrapper } from "@babylonjs/core/Engines/renderTargetWrapper.js";
import { DrawWrapper } from "@babylonjs/core/Materials/drawWrapper.js";
import { Effect } from "@babylonjs/core/Materials/effect.js";
import { ShaderLanguage } from "@babylonjs/core/Materials/shaderLanguage.js";
import type { InternalTexture } from "@babylonjs/core/Materials/Textures/internalTexture.js";
import { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";
import { type BlockForm, blockLayout, blockName, glsl, type ShaderSource, wgsl } from "./source.ts";

/** Texture formats used by the picture. */
export const FORMATS = {
  rgba8: { format: Constants.TEXTUREFORMAT_RGBA, type: Constants.TEXTURETYPE_UNSIGNED_BYTE, channels: 4 },
  rgba16f: { format: Constants.TEXTUREFORMAT_RGBA, type: Constants.TEXTURETYPE_HALF_FLOAT, channels: 4 },
  rgba32f: { format: Constants.TEXTUREFORMAT_RGBA, type: Constants.TEXTURETYPE_FLOAT, channels: 4 },
  rg16f: { format: Constants.TEXTUREFORMAT_RG, type: Constants.TEXTURETYPE_HALF_FLOAT, channels: 2 },
  r16f: { format: Constants.TEXTUREFORMAT_R, type: Constants.TEXTURETYPE_HALF_FLOAT, channels: 1 },
  r32f: { format: Constants.TEXTUREFORMAT_R, type: Constants.TEXTURETYPE_FLOAT, channels: 1 },
  r8: { format: Constants.TEXTUREFORMAT_R, type: Constants.TEXTURETYPE_UNSIGNED_BYTE, channels: 1 },
} as const;
/** Name of a texture format. */
export type Format = keyof typeof FORMATS;

/** A program, ready or compiling. */
export interface Program {
  readonly source: ShaderSource;
  readonly effect: Effect;
}

/** Uniform values on the processor and on the device. */
export interface Block {
  readonly form: BlockForm;
  readonly data: Float32Array;
  /** First float of each field. */
  readonly at: Readonly<Record<string, number>>;
  readonly buffer: DataBuffer;
}

/** One or more colour images that are drawn into, with or without depth. */
export interface Target {
  readonly width: number;
  readonly height: number;
  readonly textures: readonly ThinTexture[];
  readonly wrapper: RenderTargetWrapper;
  /** Largest number of draws it may be used in is unlimited; `dispose` frees its memory. */
  dispose(): void;
}

/** Triangles on the device. */
export interface Geometry {
  readonly buffers: Record<string, VertexBuffer>;
  readonly index: DataBuffer | null;
  /** First index that is drawn, and how many (vertices, where there are no indices). */
  first: number;
  count: number;
  /** Replaces the vertices of an interleaved geometry. */
  refill?(data: Float32Array): void;
  dispose(): void;
}

/** One thing to draw: program, blocks and textures bound together, so that binding again is cheap. */
export interface Draw {
  readonly program: Program;
  readonly wrapper: DrawWrapper;
  readonly blocks: Block[];
  readonly textures: Record<string, ThinTexture>;
  readonly textureNames: string[];
}

/** How fragments meet what is there already. */
export type Blend = "replace" | "premultiplied" | "add";

/** Float32 (or other) vertex data. */
export interface VertexData {
  readonly data: Float32Array | Int8Array | Uint8Array | Uint16Array;
  readonly size: number;
  readonly normalized?: boolean;
  readonly instanced?: boolean;
  readonly updatable?: boolean;
}

/** The device and its verbs. */
export class Gpu {
  readonly engine: AbstractEngine;
  readonly webgpu: boolean;
  /** Draw calls since `begin`. */
  draws = 0;
  private readonly quad: Geometry;
  private readonly black: ThinTexture;
  private readonly disposables: { dispose(): void }[] = [];

  constructor(engine: AbstractEngine) {
    this.engine = engine;
    this.webgpu = engine.isWebGPU;
    this.quad = this.geometry(
      { a_corner: { data: new Float32Array([-1, -1, 3, -1, -1, 3]), size: 2 } },
      new Uint16Array([0, 1, 2]),
    );
    this.black = this.texture(1, 1, "rgba8", new Uint8Array([0, 0, 0, 255]), { filter: false });
  }

  /** Compiles a shader. Throws nothing; see `ready` and `failure`. */
  program(source: ShaderSource): Program {
    const texts = this.webgpu ? wgsl(source) : glsl(source);
    const names = [...Object.keys(source.vertexTextures ?? {}), ...Object.keys(source.textures ?? {})];
    const effect = this.engine.createEffect(
      { vertexSource: texts.vertex, fragmentSource: texts.fragment, spectorName: source.name },
      {
        attributes: Object.keys(source.attributes ?? {}),
        uniformsNames: [],
        uniformBuffersNames: (source.blocks ?? []).map((b) => this.blockKey(b)),
        samplers: [...new Set(names)],
        defines: "",
        fallbacks: null,
        onCompiled: null,
        onError: null,
        indexParameters: null,
        shaderLanguage: this.webgpu ? ShaderLanguage.WGSL : ShaderLanguage.GLSL,
      },
      this.engine,
    );
    return { source, effect };
  }

  private blockKey(form: BlockForm): string {
    return this.webgpu ? form.name : blockName(form);
  }

  /** A uniform block filled with zeros. */
  block(form: BlockForm): Block {
    const { floats, offsets } = blockLayout(form);
    const data = new Float32Array(floats);
    return { form, data, at: offsets, buffer: this.engine.createDynamicUniformBuffer(data, form.name) };
  }

  /** Sends a block's values. At most once between two `flush`es: WebGPU writes ahead of what is being recorded. */
  send(block: Block): void {
    this.engine.updateUniformBuffer(block.buffer, block.data);
  }

  /** A texture with data, or empty. `filter` is bilinear; `mips` also makes the smaller levels. */
  texture(
    width: number,
    height: number,
    format: Format,
    data: ArrayBufferView | null,
    options: { filter?: boolean; mips?: boolean; repeat?: boolean } = {},
  ): ThinTexture {
    const f = FORMATS[format];
    const sampling = options.mips
      ? Constants.TEXTURE_TRILINEAR_SAMPLINGMODE
      : options.filter
        ? Constants.TEXTURE_BILINEAR_SAMPLINGMODE
        : Constants.TEXTURE_NEAREST_SAMPLINGMODE;
    const internal = this.engine.createRawTexture(
      data,
      width,
      height,
      f.format,
      options.mips ?? false,
      false,
      sampling,
      null,
      f.type,
    );
    return this.wrap(internal, options.repeat ?? false);
  }

  /** Replaces a texture's data. */
  fill(texture: ThinTexture, format: Format, data: ArrayBufferView): void {
    const f = FORMATS[format];
    this.engine.updateRawTexture(texture.getInternalTexture(), data, f.format, false, null, f.type, false);
  }

  /** The device itself; null where it is not WebGPU's. */
  get device(): GPUDevice | null {
    return this.webgpu ? (this.engine as unknown as { _device: GPUDevice })._device : null;
  }

  /** An image of the device as it is, for what runs beside Babylon; null where it is not WebGPU's. */
  raw(texture: ThinTexture): GPUTexture | null {
    if (!this.webgpu) return null;
    return texture.getInternalTexture()!._hardwareTexture!.underlyingResource as GPUTexture;
  }

  /** Replaces an rgba32f texture's data from a buffer of the device. WebGPU only. */
  fillFrom(texture: ThinTexture, buffer: GPUBuffer, offset: number): void {
    const { device } = this;
    const to = this.raw(texture);
    if (device === null || to === null) throw new Error("buffers of a device are WebGPU's");
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToTexture(
      { buffer, offset, bytesPerRow: to.width * 16 },
      { texture: to },
      { width: to.width, height: to.height },
    );
    device.queue.submit([encoder.finish()]);
  }

  /** A texture of a decoded image, with mips, repeating. */
  image(bitmap: ImageBitmap): ThinTexture {
    const internal = this.engine.createDynamicTexture(
      bitmap.width,
      bitmap.height,
      true,
      Constants.TEXTURE_TRILINEAR_SAMPLINGMODE,
    );
    this.engine.updateDynamicTexture(internal, bitmap, false, false);
    const texture = this.wrap(internal, true);
    texture.anisotropicFilteringLevel = 8;
    return texture;
  }

  private wrap(internal: InternalTexture, repeat: boolean): ThinTexture {
    const texture = new ThinTexture(internal);
    const mode = repeat ? Constants.TEXTURE_WRAP_ADDRESSMODE : Constants.TEXTURE_CLAMP_ADDRESSMODE;
    texture.wrapU = mode;
    texture.wrapV = mode;
    return texture;
  }

  /** Colour images to draw into. `filter` lets them be sampled bilinearly (half float and bytes only). */
  target(
    width: number,
    height: number,
    formats: readonly Format[],
    options: { depth?: boolean; filter?: boolean } = {},
  ): Target {
    const sampling = options.filter
      ? Constants.TEXTURE_BILINEAR_SAMPLINGMODE
      : Constants.TEXTURE_NEAREST_SAMPLINGMODE;
    const wrapper = this.engine.createMultipleRenderTarget(
      { width, height },
      {
        generateMipMaps: false,
        generateDepthBuffer: options.depth ?? false,
        generateStencilBuffer: false,
        generateDepthTexture: false,
        textureCount: formats.length,
        types: formats.map((f) => FORMATS[f].type),
        formats: formats.map((f) => FORMATS[f].format),
        samplingModes: formats.map(() => sampling),
      },
      true,
    );
    const textures = wrapper.textures!.slice(0, formats.length).map((t) => this.wrap(t, false));
    return { width, height, wrapper, textures, dispose: () => wrapper.dispose() };
  }

  /** Vertex data by attribute name, and indices. */
  geometry(attributes: Record<string, VertexData>, indices: Uint16Array | Uint32Array | null): Geometry {
    const buffers: Record<string, VertexBuffer> = {};
    let count = 0;
    for (const [kind, v] of Object.entries(attributes)) {
      const type =
        v.data instanceof Float32Array
          ? VertexBuffer.FLOAT
          : v.data instanceof Int8Array
            ? VertexBuffer.BYTE
            : v.data instanceof Uint8Array
              ? VertexBuffer.UNSIGNED_BYTE
              : VertexBuffer.UNSIGNED_SHORT;
      buffers[kind] = new VertexBuffer(this.engine, v.data, kind, {
        updatable: v.updatable ?? false,
        size: v.size,
        stride: v.size * v.data.BYTES_PER_ELEMENT,
        offset: 0,
        useBytes: true,
        type,
        normalized: v.normalized ?? false,
        instanced: v.instanced ?? false,
        divisor: 1,
      });
      if (!v.instanced) count = v.data.length / v.size;
    }
    const index = indices ? this.engine.createIndexBuffer(indices) : null;
    return {
      buffers,
      index,
      first: 0,
      count: indices ? indices.length : count,
      dispose: () => {
        for (const b of Object.values(buffers)) b.dispose();
        if (index) this.engine._releaseBuffer(index);
      },
    };
  }

  /** Vertices of floats in one buffer that is refilled often; each attribute has its first float and its size. */
  interleaved(
    data: Float32Array,
    stride: number,
    attributes: Record<string, readonly [first: number, size: number]>,
  ): Geometry {
    const buffer = new Buffer(this.engine, data, true, stride);
    const buffers: Record<string, VertexBuffer> = {};
    for (const [kind, [first, size]] of Object.entries(attributes)) {
      buffers[kind] = buffer.createVertexBuffer(kind, first, size, stride);
    }
    return {
      buffers,
      index: null,
      first: 0,
      count: data.length / stride,
      refill: (next) => buffer.update(next),
      dispose: () => buffer.dispose(),
    };
  }

  /** Binds program, blocks and textures together. Textures left out are black until set. */
  draw(program: Program, blocks: readonly Block[], textures: Record<string, ThinTexture> = {}): Draw {
    const wrapper = new DrawWrapper(this.engine);
    wrapper.effect = program.effect;
    const names = [
      ...new Set([
        ...Object.keys(program.source.vertexTextures ?? {}),
        ...Object.keys(program.source.textures ?? {}),
      ]),
    ];
    const bound: Record<string, ThinTexture> = {};
    for (const name of names) bound[name] = textures[name] ?? this.black;
    return { program, wrapper, blocks: [...blocks], textures: bound, textureNames: names };
  }

  /** Begins drawing into a target, or the canvas; `clear` empties colour and depth. */
  begin(
    target: Target | null,
    clear: { r: number; g: number; b: number; a: number } | null,
    depth: boolean,
  ): void {
    const engine = this.engine;
    if (target) {
      engine.bindFramebuffer(target.wrapper, 0, target.width, target.height, true);
    } else {
      engine.restoreDefaultFramebuffer();
      engine.setViewport(FULL);
    }
    engine.depthCullingState.depthMask = true;
    engine.setColorWrite(true);
    if (clear || depth) engine.clear(clear, clear !== null, depth);
  }

  /** Ends drawing into a target. */
  end(target: Target | null): void {
    if (target) this.engine.unBindFramebuffer(target.wrapper, true);
  }

  /** Restricts drawing to a rectangle of the target, in texels from the bottom left. */
  area(x: number, y: number, width: number, height: number): void {
    this.engine._viewport(x, y, width, height);
  }

  /** How the next draws meet depth and colour. */
  state(cull: boolean, depthTest: boolean, depthWrite: boolean, blend: Blend): void {
    const engine = this.engine;
    engine.setState(cull, 0, true, false, true);
    engine.depthCullingState.depthTest = depthTest;
    engine.depthCullingState.depthMask = depthWrite;
    engine.depthCullingState.depthFunc = Constants.LEQUAL;
    engine.setAlphaMode(
      blend === "replace"
        ? Constants.ALPHA_DISABLE
        : blend === "add"
          ? Constants.ALPHA_ONEONE
          : Constants.ALPHA_PREMULTIPLIED,
      true,
    );
  }

  /** The next draw covers what is there, however near that is. After `state`. */
  overwrite(): void {
    this.engine.depthCullingState.depthFunc = Constants.ALWAYS;
  }

  /** Draws geometry; nothing happens while its program still compiles. */
  submit(draw: Draw, geometry: Geometry, instances: number): void {
    const effect = draw.program.effect;
    if (instances === 0 || !effect.isReady()) return;
    const engine = this.engine;
    engine.enableEffect(draw.wrapper);
    engine.bindBuffers(geometry.buffers, geometry.index, effect);
    const blocks = draw.blocks;
    for (let i = 0; i < blocks.length; i++) {
      effect.bindUniformBuffer(blocks[i]!.buffer, this.blockKey(blocks[i]!.form));
    }
    const names = draw.textureNames;
    for (let i = 0; i < names.length; i++) effect.setTexture(names[i]!, draw.textures[names[i]!]!);
    if (geometry.index)
      engine.drawElementsType(Constants.MATERIAL_TriangleFillMode, geometry.first, geometry.count, instances);
    else
      engine.drawArraysType(Constants.MATERIAL_TriangleFillMode, geometry.first, geometry.count, instances);
    // WebGL keeps "one value an instance" with the attribute's place, which another program gives to something else.
    engine.unbindInstanceAttributes();
    this.draws++;
  }

  /** Draws one triangle over the whole target. */
  cover(draw: Draw, target: Target | null, blend: Blend = "replace"): void {
    this.begin(target, blend === "replace" ? CLEAR : null, false);
    this.state(false, false, false, blend);
    this.submit(draw, this.quad, 1);
    this.end(target);
  }

  /** What is drawn next comes to lie over whatever was nearer: after `state`, with depth written. */
  overAll(): void {
    this.engine.depthCullingState.depthFunc = Constants.ALWAYS;
  }

  /** Draws one triangle into what `begin` has opened. */
  coverOpen(draw: Draw): void {
    this.submit(draw, this.quad, 1);
  }

  /** Draws as a frame of its own, between those of the canvas. */
  alone(draw: () => void): void {
    this.engine.beginFrame();
    draw();
    this.engine.endFrame();
  }

  /** Sends everything recorded so far, so that blocks may be sent again. */
  flush(): void {
    this.engine.flushFramebuffer();
  }

  /** Copies an image to the processor: RGBA in rows from the bottom; bytes, or floats for float formats. */
  async read(texture: ThinTexture, width: number, height: number): Promise<ArrayBufferView> {
    const internal = texture.getInternalTexture()!;
    return this.engine._readTexturePixels(internal, width, height);
  }

  /** One texel of an image: RGBA floats, or bytes for byte formats; channels that the format lacks are undefined. */
  async readTexel(texture: ThinTexture, x: number, y: number): Promise<ArrayLike<number>> {
    const internal = texture.getInternalTexture()!;
    const view = await this.engine._readTexturePixels(internal, 1, 1, -1, 0, null, true, false, x, y);
    return view as unknown as ArrayLike<number>;
  }

  /** True once every program given has compiled. */
  ready(programs: readonly Program[]): boolean {
    for (let i = 0; i < programs.length; i++) if (!programs[i]!.effect.isReady()) return false;
    return true;
  }

  /** Words of the first program that would not compile, or null. */
  failure(programs: readonly Program[]): string | null {
    for (const p of programs) {
      const error = p.effect.getCompilationError();
      if (error) return `${p.source.name}: ${error}`;
    }
    return null;
  }

  dispose(): void {
    for (const d of this.disposables) d.dispose();
    Effect.ResetCache();
    this.engine.dispose();
  }
}

const FULL = {
  x: 0,
  y: 0,
  width: 1,
  height: 1,
  toGlobal: () => FULL as never,
  toGlobalToRef: () => FULL as never,
  clone: () => FULL as never,
} as never;
const CLEAR = { r: 0, g: 0, b: 0, a: 0 };

/** Vertex stage of every pass that covers its target; `v_uv` is 0…1 from the bottom left. */
export const COVER = {
  attributes: { a_corner: "vec2f" },
  varyings: { v_uv: "vec2f" },
  vertex: `v_uv = a_corner * 0.5 + vec2f(0.5);
clip = vec4f(a_corner, 0.0, 1.0);`,
} as const;
