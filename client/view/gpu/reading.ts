/**
 * Copying an image to the processor without waiting for it: the copy is asked for, looked after once a frame, and taken
 * when it is there. In: a float image of four channels. Out: its floats, rows from the first. Buffers are kept and used
 * again; nothing is allocated once as many have been made as are under way together.
 */

import type { AbstractEngine } from "@babylonjs/core/Engines/abstractEngine.js";
import type { ThinTexture } from "@babylonjs/core/Materials/Textures/thinTexture.js";

/** A copy under way. */
export interface Reading {
  /** Whether the copy can be taken now. Never waits. */
  ready(): boolean;
  /** Copies floats from the `from`-th on into `out`. Only when ready. */
  copy(out: Float32Array, from: number): void;
  /** Gives the buffer back; called once, taken or not. */
  release(): void;
}

/** Copies images of one size. */
export interface Reader {
  begin(texture: ThinTexture): Reading;
  dispose(): void;
}

/** Makes a reader of rgba32f images of a size; on WebGPU a row must be a multiple of 16 texels. */
export function createReader(engine: AbstractEngine, width: number, height: number): Reader {
  return engine.isWebGPU ? onWebGpu(engine, width, height) : onWebGl(engine, width, height);
}

function onWebGl(engine: AbstractEngine, width: number, height: number): Reader {
  const { _gl: gl } = engine as unknown as { _gl: WebGL2RenderingContext };
  const bytes = width * height * 16;
  const frame = gl.createFramebuffer();
  const all: GlReading[] = [];

  class GlReading implements Reading {
    readonly buffer = gl.createBuffer();
    fence: WebGLSync | null = null;
    free = true;

    constructor() {
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.buffer);
      // Not STREAM_READ: Chromium then keeps a copy that `getBufferSubData` does not read, and complains each time.
      gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_COPY);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }

    begin(texture: ThinTexture): void {
      const raw = texture.getInternalTexture()!._hardwareTexture!.underlyingResource as WebGLTexture;
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, frame);
      gl.framebufferTexture2D(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, raw, 0);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.buffer);
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.FLOAT, 0);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      const { _currentFramebuffer } = engine as unknown as { _currentFramebuffer: WebGLFramebuffer | null };
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, _currentFramebuffer);
      this.fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
      gl.flush();
      this.free = false;
    }

    ready(): boolean {
      if (this.fence === null) return false;
      const state = gl.clientWaitSync(this.fence, 0, 0);
      return state === gl.ALREADY_SIGNALED || state === gl.CONDITION_SATISFIED;
    }

    copy(out: Float32Array, from: number): void {
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, this.buffer);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, from * 4, out);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    }

    release(): void {
      if (this.fence !== null) gl.deleteSync(this.fence);
      this.fence = null;
      this.free = true;
    }
  }

  return {
    begin(texture) {
      let one = all.find((r) => r.free);
      if (one === undefined) {
        one = new GlReading();
        all.push(one);
      }
      one.begin(texture);
      return one;
    },
    dispose() {
      for (const one of all) {
        one.release();
        gl.deleteBuffer(one.buffer);
      }
      gl.deleteFramebuffer(frame);
    },
  };
}

function onWebGpu(engine: AbstractEngine, width: number, height: number): Reader {
  const { _device: device } = engine as unknown as { _device: GPUDevice };
  const all: GpuReading[] = [];

  class GpuReading implements Reading {
    readonly buffer = device.createBuffer({
      size: width * height * 16,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    mapped: Float32Array | null = null;
    free = true;

    begin(texture: ThinTexture): void {
      this.free = false;
      // What was recorded so far is to be in the image.
      engine.flushFramebuffer();
      const raw = texture.getInternalTexture()!._hardwareTexture!.underlyingResource as GPUTexture;
      const encoder = device.createCommandEncoder();
      encoder.copyTextureToBuffer(
        { texture: raw },
        { buffer: this.buffer, bytesPerRow: width * 16 },
        { width, height },
      );
      device.queue.submit([encoder.finish()]);
      this.buffer.mapAsync(GPUMapMode.READ).then(
        () => {
          if (this.free) this.buffer.unmap();
          else this.mapped = new Float32Array(this.buffer.getMappedRange());
        },
        () => {
          // The device went; whoever waits is told by the view.
        },
      );
    }

    ready(): boolean {
      return this.mapped !== null;
    }

    copy(out: Float32Array, from: number): void {
      out.set(this.mapped!.subarray(from, from + out.length));
    }

    release(): void {
      if (this.mapped !== null) this.buffer.unmap();
      this.mapped = null;
      this.free = true;
    }
  }

  return {
    begin(texture) {
      let one = all.find((r) => r.free && r.buffer.mapState === "unmapped");
      if (one === undefined) {
        one = new GpuReading();
        all.push(one);
      }
      one.begin(texture);
      return one;
    },
    dispose() {
      for (const one of all) one.buffer.destroy();
    },
  };
}
