/**
 * Chooses what the camera sees: of each cluster that moves the slots in sight, of what stands each batch. In: clusters,
 * their transforms, the camera. Out: the clusters' lists; nothing is allocated.
 */
import { type Bounds, type Cluster, reach, send } from "./asset/cluster.ts";
import type { Projection } from "./shot.ts";
import { offset, type Slots } from "./slots.ts";

/** Fills the clusters' lists of what is seen; `only` "fixed" leaves out what moves. */
export function cull(
  clusters: readonly Cluster[],
  slots: Slots,
  camera: Projection,
  eye: readonly [number, number, number],
  only: "all" | "fixed",
): void {
  for (let i = 0; i < clusters.length; i++) {
    const c = clusters[i]!;
    send(c);
    if (c.hidden || (only === "fixed" && !c.fixed)) show(c, 0);
    else if (c.fixed) {
      for (let k = 0; k < c.batches.length; k++) {
        const b = c.batches[k]!;
        b.seenCount = inSight(camera, eye, b.bounds) ? c.count : 0;
      }
    } else {
      cullMoving(c, slots, camera, eye);
      show(c, c.seenCount);
    }
  }
}

function cullMoving(
  c: Cluster,
  slots: Slots,
  camera: Projection,
  eye: readonly [number, number, number],
): void {
  const r = reach(c.bounds) + 0.3;
  const d = slots.data;
  let n = 0;
  for (let k = 0; k < c.count; k++) {
    const at = offset(c.slots[k]!);
    if (visible(camera, eye, d[at + 3]!, d[at + 7]!, d[at + 11]!, r)) c.seen[n++] = c.slots[k]!;
  }
  c.seenCount = n;
  if (n > 0) c.some["a_slot"]!.update(c.seen);
}

function show(c: Cluster, count: number): void {
  for (let k = 0; k < c.batches.length; k++) c.batches[k]!.seenCount = count;
}

/** Whether a box that stands in place may be in the picture. */
function inSight(camera: Projection, eye: readonly [number, number, number], { min, max }: Bounds): boolean {
  const cx = (min[0] + max[0]) / 2;
  const cy = (min[1] + max[1]) / 2;
  const cz = (min[2] + max[2]) / 2;
  return visible(camera, eye, cx, cy, cz, Math.hypot(max[0] - cx, max[1] - cy, max[2] - cz));
}

/** Whether a ball may be in the picture. */
function visible(
  c: Projection,
  eye: readonly [number, number, number],
  x: number,
  y: number,
  z: number,
  r: number,
): boolean {
  const dx = x - eye[0];
  const dy = y - eye[1];
  const dz = z - eye[2];
  const depth = dx * c.forward[0] + dy * c.forward[1] + dz * c.forward[2];
  if (depth < -r) return false;
  const across = dx * c.right[0] + dy * c.right[1] + dz * c.right[2] + c.gateX * c.tanX * depth;
  const above = dx * c.up[0] + dy * c.up[1] + dz * c.up[2] + c.gateY * c.tanY * depth;
  const wide = c.tanX * (1 + Math.abs(c.gateX));
  const high = c.tanY * (1 + Math.abs(c.gateY));
  return (
    Math.abs(across) < depth * wide + r * Math.sqrt(1 + wide * wide) &&
    Math.abs(above) < depth * high + r * Math.sqrt(1 + high * high)
  );
}
