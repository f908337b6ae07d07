/**
 * A network on WebGPU, on the device that draws the picture: anchors go in as an image, history and light stay in
 * buffers, and nothing is copied to the processor but one number a step, which says whether all outputs were numbers.
 * Arrays are taken too, and given back as arrays: for exports on another device, and for tests.
 */
import type { BundleManifest } from "../../shared/anchors/bundle.ts";
import {
  CHANNEL_COUNT,
  GUIDE_PLANES,
  LOOK_COUNT,
  OUTPUT_COUNT,
  TENSORS,
  TOLD_PLANES,
} from "../../shared/anchors/contract.ts";
import { type InferenceSession, type Ort, openSession, webgpuRuntime } from "./ort.ts";
import { createHistoryPasses, type HistoryBuffers, type HistoryPasses, KEPT } from "./webgpu-history.ts";
import {
  type DeviceInput,
  isOnProcessor,
  ModelError,
  type ModelState,
  type StepInput,
  type StepRequest,
  type StepResult,
  type WorldModel,
} from "./world-model.ts";

/** Opens a graph on a device. Rejects with ModelError, or the runtime's words, where it cannot be opened. */
export async function openWebGpu(
  manifest: BundleManifest,
  graph: Uint8Array<ArrayBuffer>,
  width: number,
  height: number,
  device: GPUDevice,
): Promise<WorldModel> {
  const ort = await webgpuRuntime();
  const session = await openSession(ort, graph, width, height, {
    executionProviders: [{ name: "webgpu", device } as InferenceSession.WebGpuExecutionProviderOption],
    preferredOutputLocation: "gpu-buffer",
  });
  return new WebGpuModel(manifest, width, height, device, ort, session);
}

class WebGpuModel implements WorldModel {
  readonly adapter = "webgpu";
  readonly manifest: BundleManifest;
  readonly width: number;
  readonly height: number;
  state: ModelState;
  private readonly device: GPUDevice;
  private readonly session: InferenceSession;
  private readonly buffers: HistoryBuffers & { look: GPUBuffer; told: GPUBuffer; read: GPUBuffer };
  private readonly passes: HistoryPasses;
  private readonly feeds: InferenceSession.FeedsType;
  private readonly fetches: InferenceSession.FetchesType;
  private readonly sizes = new Uint32Array(4);
  private busy = false;
  private empty = true;

  constructor(
    manifest: BundleManifest,
    width: number,
    height: number,
    device: GPUDevice,
    ort: Ort,
    session: InferenceSession,
  ) {
    this.manifest = manifest;
    this.width = width;
    this.height = height;
    this.device = device;
    this.session = session;
    this.state = { kind: "ready", text: `${manifest.label} ${width}×${height}, WebGPU` };
    const plane = width * height;
    const { STORAGE, COPY_DST, COPY_SRC, UNIFORM, MAP_READ } = GPUBufferUsage;
    const make = (floats: number, usage: number): GPUBuffer =>
      device.createBuffer({ size: floats * 4, usage });
    const store = (floats: number): GPUBuffer => make(floats, STORAGE | COPY_DST | COPY_SRC);
    this.buffers = {
      tensor: store(CHANNEL_COUNT * plane),
      guide: store(GUIDE_PLANES * plane),
      out: store(OUTPUT_COUNT * plane),
      kept: store(KEPT * plane),
      light: store(6 * plane),
      factors: store(8 * plane),
      wrong: store(1),
      size: make(4, UNIFORM | COPY_DST),
      look: store(LOOK_COUNT),
      told: make(1, MAP_READ | COPY_DST),
      read: make(8 * plane, MAP_READ | COPY_DST),
    };
    this.passes = createHistoryPasses(device, width, height, this.buffers);
    const on = (buffer: GPUBuffer, dims: readonly number[]) =>
      ort.Tensor.fromGpuBuffer(buffer as never, { dataType: "float32", dims });
    this.feeds = {
      [TENSORS.anchors]: on(this.buffers.tensor, [1, CHANNEL_COUNT, height, width]),
      [TENSORS.look]: on(this.buffers.look, [1, LOOK_COUNT]),
    };
    this.fetches = { [TENSORS.out]: on(this.buffers.out, [1, OUTPUT_COUNT, height, width]) };
    void device.lost.then(() => this.fail("the graphics device was taken away"));
  }

  step({ serial, input }: StepRequest): Promise<StepResult> | null {
    if (this.busy || this.state.kind !== "ready") return null;
    const rows = ((TOLD_PLANES + GUIDE_PLANES) * this.height) / 4;
    const fits = isOnProcessor(input)
      ? input.guide.length === this.width * this.height * GUIDE_PLANES
      : input.image.width === this.width && input.image.height === rows;
    if (!fits) return Promise.reject(new RangeError("the request is not one for this network"));
    this.busy = true;
    return this.run(serial, input).then(
      (result) => {
        this.busy = false;
        return result;
      },
      (error: unknown) => {
        this.fail(error instanceof Error ? error.message : `${error}`);
        throw new ModelError(this.state.text);
      },
    );
  }

  reuse(): void {}

  dispose(): void {
    if (this.state.kind === "ready") this.end({ kind: "off", text: "the network was closed" });
  }

  private async run(serial: number, input: StepInput | DeviceInput): Promise<StepResult> {
    const { device, buffers, passes } = this;
    const { queue } = device;
    const started = performance.now();
    this.sizes.set([this.width, this.height, input.cut || this.empty ? 1 : 0, 0]);
    queue.writeBuffer(buffers.size, 0, this.sizes);
    queue.writeBuffer(buffers.look, 0, input.look as Float32Array<ArrayBuffer>);
    const before = device.createCommandEncoder();
    this.fill(before, input);
    before.clearBuffer(buffers.wrong);
    passes.warp(before);
    queue.submit([before.finish()]);
    const running = performance.now();
    await this.session.run(this.feeds, this.fetches);
    const runMs = performance.now() - running;
    const after = device.createCommandEncoder();
    passes.settle(after);
    after.copyBufferToBuffer(buffers.wrong, 0, buffers.told, 0, 4);
    const arrays = isOnProcessor(input);
    if (arrays) after.copyBufferToBuffer(buffers.factors, 0, buffers.read, 0, buffers.factors.size);
    queue.submit([after.finish()]);
    const factors = arrays ? await this.readBack() : { buffer: buffers.factors };
    await buffers.told.mapAsync(GPUMapMode.READ);
    const wrong = new Uint32Array(buffers.told.getMappedRange())[0]!;
    buffers.told.unmap();
    if (wrong !== 0) throw new Error("the network gave values that are not numbers");
    this.empty = false;
    return { serial, factors, input, stepMs: performance.now() - started, runMs };
  }

  /** Brings tensor and guide into their buffers. */
  private fill(encoder: GPUCommandEncoder, input: StepInput | DeviceInput): void {
    const { tensor, guide } = this.buffers;
    const plane = this.width * this.height;
    if (isOnProcessor(input)) {
      const { queue } = this.device;
      queue.writeBuffer(tensor, 0, input.tensor as Float32Array<ArrayBuffer>, 0, TOLD_PLANES * plane);
      queue.writeBuffer(guide, 0, input.guide as Float32Array<ArrayBuffer>);
      return;
    }
    // Planes follow one another in the image as they do in a tensor; a quarter of a plane's rows is one of its rows.
    const { width, height } = this;
    const copy = (from: number, planes: number, buffer: GPUBuffer): void =>
      encoder.copyTextureToBuffer(
        { texture: input.image, origin: { x: 0, y: (from * height) / 4 } },
        { buffer, bytesPerRow: width * 16 },
        { width, height: (planes * height) / 4 },
      );
    copy(0, TOLD_PLANES, tensor);
    copy(TOLD_PLANES, GUIDE_PLANES, guide);
  }

  private async readBack() {
    const { read } = this.buffers;
    await read.mapAsync(GPUMapMode.READ);
    const all = new Float32Array(read.getMappedRange().slice(0));
    read.unmap();
    const half = all.length / 2;
    return { gains: all.subarray(0, half), glosses: all.subarray(half) };
  }

  private fail(text: string): void {
    if (this.state.kind === "ready") this.end({ kind: "failed", text });
  }

  private end(state: ModelState): void {
    this.state = state;
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
    void this.session.release().catch(() => {
      // It went with its device.
    });
  }
}
