/**
 * Files and links that are dropped on the page. In: the page. Out: words; without this a browser leaves the stage for what
 * was dropped. Fields for words go on taking words.
 */

/** Refuses what is dropped beside the fields, and tells so where it was a file. */
export function refuseDrops(page: EventTarget, tell: (text: string) => void): void {
  const isWords = ({ target, dataTransfer }: DragEvent): boolean =>
    (target as Partial<Element> | null)?.closest?.("input, textarea") != null &&
    !(dataTransfer?.types.includes("Files") ?? false);
  const refuse = (event: Event): void => {
    const drag = event as DragEvent;
    if (isWords(drag)) return;
    drag.preventDefault();
    const { dataTransfer } = drag;
    if (event.type === "dragover") {
      if (dataTransfer !== null) dataTransfer.dropEffect = "none";
    } else if (dataTransfer?.types.includes("Files"))
      tell("Files cannot be put on a stage: the shelf has what may stand there.");
  };
  page.addEventListener("dragover", refuse);
  page.addEventListener("drop", refuse);
}
