/**
 * A review in its worker, with physics of its own, so that the live world goes on beside it. In: ToReview. Out:
 * FromReview.
 */
import havokUrl from "@babylonjs/havok/lib/esm/HavokPhysics.wasm?url";
import { compileHavok, createHavok } from "../../shared/physics/havok.ts";
import { decodeTake, setOf } from "../../shared/takes/take.ts";
import { createWorld } from "../../shared/world/world.ts";
import { bytesOf } from "./bytes-of.ts";
import { createReview, type Review } from "./review.ts";
import type { FromReview, ToReview } from "./review-protocol.ts";
import { seal } from "./seal.ts";
import * as timeline from "./timeline.ts";
import { workerTimer } from "./worker-timer.ts";

/** Milliseconds that one slice of stepping may take. */
const BUDGET = 12;

/** What went wrong, for people: what an engine says of broken memory tells them nothing. */
function wordsOf(fault: unknown): string {
  const text = fault instanceof Error ? fault.message : String(fault);
  const broken = [WebAssembly.RuntimeError, RangeError, TypeError].some((kind) => fault instanceof kind);
  return broken ? `it is damaged (${text})` : text;
}

let review: Review | null = null;
let closed = false;
const tell = (message: FromReview, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

async function open({ endpoint, stage, key, take: id }: Extract<ToReview, { type: "open" }>): Promise<void> {
  const url = `${endpoint}/rooms/${stage}/takes/${id}?opened`;
  const [bytes, physics] = await Promise.all([
    bytesOf(url, key),
    bytesOf(havokUrl).then(compileHavok).then(createHavok),
  ]);
  const take = decodeTake(bytes);
  const world = createWorld(physics, setOf(take));
  const own = await seal(world.baseline);
  if (own !== take.baseline) {
    throw new Error(
      "the take was shot with another version of the set or of the engine, and would play differently",
    );
  }
  if (closed) return;
  const { line, from, to, cameras } = take;
  tell({ type: "opened", line, from, to, cameras });
  review = createReview(world, timeline.of(take), workerTimer, BUDGET, {
    mirror: (mirror) => tell({ type: "mirror", mirror }, [mirror.data.buffer]),
    clock: (clock) => tell({ type: "clock", clock }),
    state: (state) => tell({ type: "state", state }),
  });
}

/** Whatever a damaged take breaks while it plays is told in words, and leaves the review. */
const failed = (fault: unknown): void =>
  tell({ type: "failed", text: `The take cannot be played on: ${wordsOf(fault)}.` });
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  failed(event.reason);
});
self.addEventListener("error", (event) => {
  event.preventDefault();
  failed(event.error ?? event.message);
});

self.onmessage = ({ data: message }: MessageEvent<ToReview>): void => {
  switch (message.type) {
    case "open":
      open(message).catch((fault: unknown) =>
        tell({ type: "failed", text: `The take cannot be opened: ${wordsOf(fault)}.` }),
      );
      return;
    case "seek":
      review?.seek(message.position);
      return;
    case "play":
      review?.play(message.rate);
      return;
    case "close":
      closed = true;
      review?.close();
      return;
  }
};
