/**
 * Puts the world-model loop of a page together: files, adapters, storage, timers. In: the floor, the view, what the
 * address says. Out: the loop, not yet started.
 */
import { openWasm } from "../model/wasm-model.ts";
import { openWebGpu } from "../model/webgpu-model.ts";
import { seal } from "../session/seal.ts";
import type { View } from "../view/view.ts";
import type { Where } from "./address.ts";
import type { Floor } from "./floor.ts";
import { createLoop, type Loop } from "./loop.ts";
import { createNetwork, type NetworkParts, type Opener } from "./network.ts";

const wasm: Opener = {
  adapter: "wasm",
  open: (manifest, graph, width, height) => openWasm(manifest, graph, width, height),
};

/** A device that is a program on the processor would take seconds a step, and the picture with it. */
const isReal = (device: GPUDevice): boolean =>
  !(device as { adapterInfo?: { isFallbackAdapter?: boolean } }).adapterInfo?.isFallbackAdapter;

/** Makes the loop; `read` reads a file below `assets`. */
export function joinNetwork(
  floor: Floor,
  view: View,
  where: Where,
  read: NetworkParts["read"],
  storage: Storage,
): Loop {
  const network = createNetwork({
    read: (path, most) => read(`models/${path}`, most),
    seal,
    openers() {
      const device = view.device();
      if (device === null || !(isReal(device) || where.patient)) return [wasm];
      const webgpu: Opener = {
        adapter: "webgpu",
        open: (manifest, graph, width, height) => openWebGpu(manifest, graph, width, height, device),
      };
      return [webgpu, wasm];
    },
    storage,
    later: (ms, call) => setTimeout(call, ms),
    only: where.model,
    patient: where.patient,
  });
  return createLoop(floor, view, network, where.patient);
}
