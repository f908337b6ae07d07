/**
 * Opens a graphics device on a canvas: WebGPU where it is asked for or works, WebGL2 otherwise. Out: a `Gpu`, or a
 * thrown error that says in words why neither could be had.
 */
import { Gpu } from "./gpu.ts";

/** Which device a person or test asks for. */
export type EngineChoice = "auto" | "webgpu" | "webgl2";

/** Opens a device. */
export async function openGpu(canvas: HTMLCanvasElement, choice: EngineChoice): Promise<Gpu> {
  const reasons: string[] = [];
  if (choice !== "webgl2") {
    const gpu = await openWebGpu(canvas).catch((error: unknown) => {
      reasons.push(`WebGPU: ${words(error)}`);
      return null;
    });
    if (gpu) return gpu;
  }
  if (choice !== "webgpu") {
    try {
      return await openWebGl(canvas);
    } catch (error) {
      reasons.push(`WebGL2: ${words(error)}`);
    }
  }
  throw new Error(`No picture can be drawn here. ${reasons.join("; ")}`);
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function openWebGpu(canvas: HTMLCanvasElement): Promise<Gpu | null> {
  if (!navigator.gpu) throw new Error("not offered by this browser");
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error("no adapter");
  const { WebGPUEngine } = await import("./babylon-webgpu.ts");
  const engine = new WebGPUEngine(canvas, {
    antialias: false,
    stencil: false,
    enableAllFeatures: false,
    setMaximumLimits: false,
    doNotHandleContextLost: true,
    adaptToDeviceRatio: false,
    audioEngine: false,
    premultipliedAlpha: false,
  });
  await engine.initAsync();
  return new Gpu(engine);
}

async function openWebGl(canvas: HTMLCanvasElement): Promise<Gpu> {
  const { ThinEngine } = await import("./babylon-webgl.ts");
  const engine = new ThinEngine(
    canvas,
    false,
    {
      alpha: false,
      depth: false,
      stencil: false,
      preserveDrawingBuffer: false,
      powerPreference: "high-performance",
      doNotHandleContextLost: true,
      premultipliedAlpha: false,
      audioEngine: false,
      disableWebGL2Support: false,
    },
    false,
  );
  if (engine.webGLVersion < 2) throw new Error("only WebGL 1 here");
  if (!engine.getCaps().colorBufferFloat) throw new Error("float images cannot be drawn into");
  return new Gpu(engine as never);
}
