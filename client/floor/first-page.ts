/**
 * The first page: the house's stages for who has its key, and otherwise the stages that this browser has been in. In:
 * keys, the house over HTTP, this browser's storage. Out: the first page's signals; stages made, renamed, duplicated,
 * binned, brought back, opened.
 */

import type { PanelIntent } from "../panels/intent.ts";
import type { PanelsModel, SetCard, StageCard } from "../panels/model.ts";
import { HOUSE_SLOT } from "./address.ts";
import {
  createHouse,
  type Fetch,
  type House,
  HouseError,
  type HouseStage,
  pictureOf,
  stageAddress,
} from "./house.ts";
import * as visited from "./visited.ts";

/** What the page is made of. */
export interface FirstPageParts {
  model: PanelsModel;
  /** The house's key; empty for none. */
  key: string;
  ask: Fetch;
  storage: Storage;
  /** Leaves for an address of this server. */
  go(address: string): void;
  tell(text: string, kept?: string): void;
}

/** The page at work. */
export interface FirstPageDesk {
  handle(intent: PanelIntent): boolean;
  /** Asks the house again. */
  refresh(): Promise<void>;
}

/** Puts the first page to work. */
export function createFirstPage(parts: FirstPageParts): FirstPageDesk {
  const { model, storage, go, tell } = parts;
  const { first } = model;
  let key = parts.key;
  let house: House = createHouse(key, parts.ask);
  /** Keys of the stages that are shown. */
  const keys = new Map<string, string>();
  let sets = new Map<string, SetCard>();

  const cardOf = (stage: HouseStage): StageCard => ({
    id: stage.id,
    label: stage.label,
    set: sets.get(stage.set)?.label ?? stage.set,
    takes: stage.takes,
    people: stage.people,
    changed: stage.opened,
    // A stage in which nothing was shot yet looks like its set.
    thumbnail:
      stage.picture === ""
        ? (sets.get(stage.set)?.thumbnail ?? null)
        : pictureOf(stage.id, stage.key, stage.picture, stage.takes),
  });

  const showVisited = (text: string): void => {
    keys.clear();
    first.stages.value = visited.list(storage).map(({ id, key: own, label, set, at }) => {
      keys.set(id, own);
      return { id, label, set, takes: -1, people: 0, changed: at, thumbnail: pictureOf(id, own, "stage") };
    });
    first.bin.value = [];
    first.sets.value = [];
    first.access.value = { kind: "visited", text };
  };

  const refresh = async (): Promise<void> => {
    if (key === "") {
      showVisited("");
      return;
    }
    try {
      const offered = (await house.sets()).map(({ id, label, about, poster }) => ({
        id,
        label,
        about,
        thumbnail: poster === "" ? null : `/assets/${poster}`,
      }));
      sets = new Map(offered.map((set) => [set.id, set]));
      const { stages, bin } = await house.stages();
      keys.clear();
      for (const stage of [...stages, ...bin]) keys.set(stage.id, stage.key);
      first.sets.value = offered;
      first.stages.value = stages.map(cardOf);
      first.bin.value = bin.map(cardOf);
      first.access.value = { kind: "house", text: "" };
      // Only a key that opens the house is kept: a link with a wrong one takes nothing away.
      if (storage.getItem(HOUSE_SLOT) !== key) storage.setItem(HOUSE_SLOT, key);
    } catch (fault) {
      const text = fault instanceof Error ? fault.message : String(fault);
      if (!(fault instanceof HouseError) || fault.status !== 403) {
        first.access.value = { kind: "unreachable", text };
        return;
      }
      const kept = storage.getItem(HOUSE_SLOT) ?? "";
      if (kept !== "" && kept !== key) {
        key = kept;
        house = createHouse(key, parts.ask);
        tell("The link that you came by does not open this house.", "The key that this browser had does.");
        return refresh();
      }
      key = "";
      storage.removeItem(HOUSE_SLOT);
      showVisited("The link that you came by does not open this house’s list any more.");
    }
  };

  /** Does something, shows how the house is afterwards, and tells what went wrong. */
  const attempt = (what: string, work: () => Promise<unknown>): void => {
    void work()
      .catch((fault: unknown) => {
        tell(`${what}: ${fault instanceof Error ? fault.message : fault}`, "Nothing was changed.");
      })
      .then(refresh);
  };

  const labelOf = (id: string): string =>
    [...first.stages.value, ...first.bin.value].find((stage) => stage.id === id)?.label ?? id;

  return {
    refresh,
    handle(intent) {
      switch (intent.type) {
        case "open stage":
          go(stageAddress(intent.id, keys.get(intent.id) ?? ""));
          return true;
        case "new stage":
          attempt(`“${intent.label}” could not be made`, async () => {
            const made = await house.make(intent.set, intent.label);
            go(stageAddress(made.id, made.key));
          });
          return true;
        case "rename stage":
          attempt("It could not be renamed", () => house.rename(intent.id, intent.label));
          return true;
        case "duplicate stage":
          attempt("It could not be duplicated", () =>
            house.duplicate(intent.id, copyLabel(labelOf(intent.id), first.stages.value)),
          );
          return true;
        case "bin stage":
          attempt("It could not be put into the bin", () => house.bin(intent.id));
          return true;
        case "restore stage":
          attempt("It could not be brought back", () => house.restore(intent.id));
          return true;
        case "forget stage":
          visited.forget(storage, intent.id);
          showVisited(first.access.value.text);
          return true;
        case "refresh stages":
          void refresh();
          return true;
        default:
          return false;
      }
    },
  };
}

/** Longest label of a stage. */
const MAX_LABEL = 40;

/** `Night exterior 2`, `Night exterior 3`: the first that no stage has. */
export function copyLabel(label: string, stages: readonly { label: string }[]): string {
  const taken = new Set(stages.map((stage) => stage.label));
  const stem = label.replace(/ \d+$/, "").slice(0, MAX_LABEL - 4);
  for (let k = 2; ; k++) if (!taken.has(`${stem} ${k}`)) return `${stem} ${k}`;
}
