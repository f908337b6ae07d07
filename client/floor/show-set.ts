/**
 * The stage's set and its picture, loaded with progress. In: the floor, the view, what brings the set that the stage stands
 * on, a reader of files. Out: the set on the floor; what could not be read is told of by name, and stands there as a box.
 */
import type { LoadedSet } from "../../shared/world/set.ts";
import type { View } from "../view/view.ts";
import { type Floor, tell } from "./floor.ts";

/** The job of a set being loaded. */
export const SET_JOB = "set";
/** Names told of at once. */
const MOST_NAMED = 3;

/** What is told of pictures that could not be read: each with its file, and why. */
export function lostPictures(lost: readonly string[]): { text: string; kept: string; todo: string } {
  const named = lost.slice(0, MOST_NAMED).join("; ");
  const more = lost.length - MOST_NAMED;
  const rest = more > 0 ? `; and ${more} more` : "";
  const text =
    lost.length === 1
      ? `A model could not be read: ${named}.`
      : `${lost.length} models could not be read: ${named}${rest}.`;
  return { text, kept: "Boxes stand in their places.", todo: "Reload the page once the files are mended." };
}

/** What a file of the assets is of, as people call it: `things/kit-sofa/kit-sofa.glb` is "Sofa, two seats". */
export function nameOfFile(set: Pick<LoadedSet, "sheet" | "things" | "actors">, path: string): string {
  const [folder, id = ""] = path.split("/");
  if (folder === "sets") return set.sheet.label;
  return set.things.get(id)?.label ?? set.actors.get(id)?.label ?? id;
}

/** Loads the picture of the stage's set, once the room has welcomed. */
export async function showSet(
  floor: Floor,
  view: Pick<View, "loadSet">,
  set: () => Promise<LoadedSet>,
  read: (path: string) => Promise<Uint8Array>,
): Promise<void> {
  await floor.welcomed;
  const job = { id: SET_JOB, label: "Loading the set", doing: "", done: 0, cancellable: false };
  floor.model.jobs.value = [job];
  let lost: string[] | null = [];
  try {
    floor.set = await set();
    await view.loadSet(floor.set, read, {
      progress: (done, all, what) => {
        floor.model.jobs.value = [{ ...job, done: done / all, doing: nameOfFile(floor.set!, what) }];
      },
      failed: (what) => {
        if (lost !== null) lost.push(what);
        // Of what is brought onto the stage later.
        else tell(floor, { tone: "error", ...lostPictures([what]) });
      },
    });
  } catch (error) {
    tell(floor, {
      tone: "error",
      text: `The set could not be loaded: ${error instanceof Error ? error.message : error}`,
      kept: "The world goes on; its picture is boxes.",
      todo: "Reload the page.",
    });
  }
  if (lost.length > 0) tell(floor, { tone: "error", ...lostPictures(lost) });
  lost = null;
  floor.model.jobs.value = [];
}
