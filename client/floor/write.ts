/** Writing a signal only where the value has changed: what nobody has changed is not drawn again. */
import type { Signal } from "@preact/signals";

/** Writes a plain record or list where it differs from what is there. */
export function write<T>(signal: Signal<T>, next: T): void {
  if (JSON.stringify(next) !== JSON.stringify(signal.value)) signal.value = next;
}
