/**
 * The page's side of a review. In: which take, and who listens. Out: calls; wishes before the take is open are kept.
 */
import type { FromReview, ToReview } from "./review-protocol.ts";

/** A take under review, as the page has it. */
export interface PageReview {
  /** Goes to a position in ticks of the take, and stands or plays on there. */
  seek(position: number): void;
  /** Plays at a rate: 1 is real time, negative backwards, 0 pauses. */
  play(rate: number): void;
  close(): void;
}

/** Opens a take in a worker; `hear` gets everything that it tells. */
export function openReview(
  where: { endpoint: string; stage: string; key: string },
  take: string,
  hear: (message: FromReview) => void,
): PageReview {
  const worker = new Worker(new URL("./review-worker.ts", import.meta.url), {
    type: "module",
    name: "review",
  });
  const tell = (message: ToReview): void => worker.postMessage(message);
  let open = false;
  let waiting: ToReview[] = [];
  const wish = (message: ToReview): void => {
    if (open) tell(message);
    // Only the last wish of a kind counts.
    else waiting = [...waiting.filter(({ type }) => type !== message.type), message];
  };
  worker.onmessage = ({ data: message }: MessageEvent<FromReview>) => {
    hear(message);
    if (message.type !== "opened") return;
    open = true;
    for (const each of waiting.splice(0)) tell(each);
  };
  worker.onerror = (event) => hear({ type: "failed", text: `The review has failed: ${event.message}` });
  const { endpoint, stage, key } = where;
  tell({ type: "open", endpoint, stage, key, take });
  return {
    seek: (position) => wish({ type: "seek", position }),
    play: (rate) => wish({ type: "play", rate }),
    close() {
      tell({ type: "close" });
      setTimeout(() => worker.terminate(), 200);
    },
  };
}
