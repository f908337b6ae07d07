/**
 * A page on which the adapters of networks are held to their contract, and to one another: `globalThis.models`.
 */

import { createNone } from "../../../client/model/none-model.ts";
import { openWasm } from "../../../client/model/wasm-model.ts";
import { openWebGpu } from "../../../client/model/webgpu-model.ts";
import type { DeviceFactors, Factors, StepResult } from "../../../client/model/world-model.ts";
import type { BundleManifest } from "../../../shared/anchors/bundle.ts";
import { CHANNEL_COUNT, TOLD_PLANES } from "../../../shared/anchors/contract.ts";
import * as contract from "../../contract/world-model.ts";

const manifest = { label: "Test", name: "test" } as BundleManifest;
let device: Promise<GPUDevice> | null = null;
const gpu = (): Promise<GPUDevice> => {
  device ??= navigator.gpu.requestAdapter().then((adapter) => adapter!.requestDevice());
  return device;
};

const adapters: Record<string, contract.Open> = {
  none: (_graph, width, height) => Promise.resolve(createNone(width, height, "no network")),
  wasm: (graph, width, height) => openWasm(manifest, graph, width, height),
  webgpu: async (graph, width, height) => openWebGpu(manifest, graph, width, height, await gpu()),
};

/** Steps on the device: the same anchors as an image, the factors from its buffer. */
async function onDevice(count: number): Promise<Factors[]> {
  const [width, height] = contract.SIZE;
  const plane = width * height;
  const own = await gpu();
  const model = await adapters["webgpu"]!(contract.speaking(), width, height);
  const rows = (29 * height) / 4;
  const image = own.createTexture({
    size: [width, rows],
    format: "rgba32float",
    usage: GPUTextureUsage.COPY_SRC | GPUTextureUsage.COPY_DST,
  });
  const all: Factors[] = [];
  for (let serial = 0; serial < count; serial++) {
    const { tensor, guide, look, cut } = contract.anchorsAt(serial);
    const planes = new Float32Array(29 * plane);
    planes.set(tensor.subarray(0, TOLD_PLANES * plane));
    planes.set(guide, TOLD_PLANES * plane);
    own.queue.writeTexture({ texture: image }, planes, { bytesPerRow: width * 16 }, [width, rows]);
    const result = (await model.step({ serial, input: { image, look, cut } })) as StepResult;
    const { buffer } = result.factors as DeviceFactors;
    const read = own.createBuffer({
      size: buffer.size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = own.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, read, 0, buffer.size);
    own.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(read.getMappedRange().slice(0));
    all.push({ gains: values.subarray(0, plane * 4), glosses: values.subarray(plane * 4) });
    read.destroy();
  }
  image.destroy();
  model.dispose();
  return all;
}

/** What a test drives. */
export const models = {
  channels: CHANNEL_COUNT,
  check: (adapter: string) => contract.worldModelContract(adapters[adapter]!, adapter !== "none"),
  /** Farthest that WebGPU is from WASM over some steps: arrays given, and an image on the device. */
  async compare(count: number): Promise<{ arrays: number; device: number; moved: number }> {
    const [width, height] = contract.SIZE;
    const run = async (adapter: string): Promise<Factors[]> => {
      const model = await adapters[adapter]!(contract.speaking(), width, height);
      const all = await contract.stepsOf(model, count);
      model.dispose();
      return all;
    };
    const wasm = await run("wasm");
    const still = [wasm[0]!, ...wasm.slice(0, -1)];
    return {
      arrays: contract.farthest(wasm, await run("webgpu")),
      device: contract.farthest(wasm, await onDevice(count)),
      moved: contract.farthest(wasm, still),
    };
  },
};
Object.assign(globalThis, { models });
