/**
 * What happens when a preset is asked for that does not exist: an error with its kind and name, never a default.
 *
 * In: a kind and the name asked for. Out: an error that a caller can tell from others by its class.
 */

/** Kinds of preset. */
export type PresetKind = "filmback" | "lens set" | "lens" | "delivery ratio";

/** Thrown when no preset of this name exists. */
export class UnknownPreset extends Error {
  override readonly name = "UnknownPreset";
  /** What was looked for. */
  readonly kind: PresetKind;
  /** The name that nobody knows. */
  readonly asked: string;

  constructor(kind: PresetKind, asked: string, known: readonly string[]) {
    super(`unknown ${kind} “${asked}”; known: ${known.join(", ")}`);
    this.kind = kind;
    this.asked = asked;
  }
}
