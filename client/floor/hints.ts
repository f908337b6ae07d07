/**
 * The hints of a first visit: each goes once it has been followed, and none comes again in this browser once they are
 * gone. In: what hands do, storage. Out: the hints' signal.
 */
import type { PanelsModel } from "../panels/model.ts";

type Hint = "move" | "lens" | "roll";

/** Where it is kept that they have been seen. */
const SLOT = "hints";

/** Hints of a page. */
export interface HintsDesk {
  /** One has been followed. */
  followed(hint: Hint): void;
  /** All are put away. */
  dismiss(): void;
}

/** Shows the hints to somebody who has not seen them. */
export function createHints({ hints }: PanelsModel, storage: Storage): HintsDesk {
  hints.value = storage.getItem(SLOT) === null ? ["move", "lens", "roll"] : [];
  const left = (next: readonly Hint[]): void => {
    hints.value = next;
    if (next.length === 0) storage.setItem(SLOT, "seen");
  };
  return {
    followed(hint) {
      if (hints.value.includes(hint)) left(hints.value.filter((one) => one !== hint));
    },
    dismiss: () => left([]),
  };
}
