/**
 * Roving focus: a list is one stop of Tab, and the arrows move within it. In: key events of a container whose members
 * carry `data-roving`. Out: the focus moves; radios are chosen as they are reached.
 */

/** Handles arrows, Home and End for the container that it is set on as `onKeyDown`. */
export function roving(event: KeyboardEvent): void {
  const box = event.currentTarget as HTMLElement;
  const members = [...box.querySelectorAll<HTMLElement>("[data-roving]")].filter(
    (one) => one.offsetParent !== null,
  );
  const here = members.indexOf(document.activeElement as HTMLElement);
  if (here < 0) return;
  const next = target(event.key, here, members);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  for (const member of members) member.tabIndex = member === next ? 0 : -1;
  next.focus();
  if (next.getAttribute("role") === "radio") next.click();
}

function target(key: string, here: number, members: readonly HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case "ArrowDown":
    case "ArrowRight":
      return members[Math.min(here + 1, members.length - 1)];
    case "ArrowUp":
    case "ArrowLeft":
      return members[Math.max(here - 1, 0)];
    case "Home":
      return members[0];
    case "End":
      return members[members.length - 1];
    default:
      return undefined;
  }
}
