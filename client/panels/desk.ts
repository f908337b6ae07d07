/**
 * What every component is handed: the model, the way out for intents, and the key table. Also the sentences that
 * screen readers are to be told.
 */
import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { actionNamed, keysOf, labelOf, perform } from "./actions.ts";
import type { Emit, KeyLine } from "./intent.ts";
import type { PanelsModel, Person } from "./model.ts";

/** What every component is handed. */
export interface Desk {
  model: PanelsModel;
  emit: Emit;
  keys: readonly KeyLine[];
  /** Last sentences for screen readers, oldest first; they are shown nowhere. */
  told: Signal<readonly { id: number; text: string }[]>;
  /** Refusals of the interface itself, shown for a moment beside the transport. */
  refusal: Signal<string>;
}

const DeskContext = createContext<Desk | null>(null);
/** Hands a desk to everything inside. */
export const DeskProvider = DeskContext.Provider;

/** The desk that this component stands at. Throws outside of `mountPanels`. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("a panel was drawn outside of mountPanels");
  return desk;
}

/** A desk over a model. */
export function createDesk(model: PanelsModel, emit: Emit, keys: readonly KeyLine[]): Desk {
  return { model, emit, keys, told: signal([]), refusal: signal("") };
}

/** Does an action, or says why not. */
export function act(desk: Desk, id: string): void {
  refuse(desk, perform(id, desk.model, desk.emit) ?? "");
}

/** Tells a person why nothing happened; empty text: nothing to tell. */
export function refuse(desk: Desk, why: string): void {
  if (why === "") return;
  desk.refusal.value = why;
  tellReaders(desk, why);
}

/** Sentences that stay for screen readers: several may come at once, and none may take another's place. */
const KEPT = 4;

/** Tells screen readers something; the same again is told again. */
export function tellReaders(desk: Desk, text: string): void {
  if (text === "") return;
  const { told } = desk;
  told.value = [...told.peek().slice(1 - KEPT), { id: (told.peek().at(-1)?.id ?? 0) + 1, text }];
}

/** Everything a button needs to know of an action. */
export function describe(desk: Desk, id: string) {
  const action = actionNamed(id);
  const refused = action.refused?.(desk.model) ?? "";
  return { label: labelOf(action, desk.model), refused, keys: keysOf(id, desk.keys) };
}

/** Somebody by their number, or undefined. */
export function person(model: PanelsModel, id: number): Person | undefined {
  return id === 0 ? undefined : model.people.value.find((one) => one.id === id);
}
