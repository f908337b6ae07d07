/**
 * One tooltip for everything that carries `data-tip` (words) and `data-keys` (its key). In: pointer and focus events
 * of the root. Out: a line near what is pointed at, inside an open dialogue where there is one.
 */

/** Milliseconds that a pointer rests before words appear; at once while they already show. */
const REST = 350;

/** Shows tooltips for everything under `root`; answers how to stop. */
export function watchTooltips(root: HTMLElement): () => void {
  const tip = document.createElement("div");
  tip.className = "tooltip";
  tip.setAttribute("aria-hidden", "true");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over: Element | null = null;

  const hide = () => {
    clearTimeout(timer);
    over = null;
    tip.remove();
  };
  const show = (target: HTMLElement) => {
    const words = target.dataset["tip"];
    if (!words || !target.isConnected) return hide();
    tip.replaceChildren(words);
    const keys = target.dataset["keys"];
    if (keys) {
      const cap = document.createElement("kbd");
      cap.textContent = keys;
      tip.append(cap);
    }
    // An open modal lies above everything else in the page, so the tooltip must be inside it.
    (target.closest("dialog") ?? root).append(tip);
    const at = target.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const below = at.bottom + 6 + size.height < innerHeight;
    tip.style.left = `${Math.max(4, Math.min(innerWidth - size.width - 4, at.left + at.width / 2 - size.width / 2))}px`;
    tip.style.top = `${below ? at.bottom + 6 : at.top - 6 - size.height}px`;
  };
  const enter = (event: Event) => {
    const target = (event.target as Element | null)?.closest<HTMLElement>("[data-tip]") ?? null;
    if (target === over) return;
    const showing = tip.isConnected;
    hide();
    if (!target) return;
    over = target;
    if (event.type === "focusin" && !target.matches(":focus-visible")) return;
    timer = setTimeout(() => show(target), showing || event.type === "focusin" ? 0 : REST);
  };
  const keyed = (event: KeyboardEvent) => event.key === "Escape" && hide();

  root.addEventListener("pointerover", enter);
  root.addEventListener("focusin", enter);
  root.addEventListener("pointerdown", hide);
  root.addEventListener("pointerleave", hide);
  root.addEventListener("focusout", hide);
  root.addEventListener("keydown", keyed);
  return () => {
    hide();
    root.removeEventListener("pointerover", enter);
    root.removeEventListener("focusin", enter);
    root.removeEventListener("pointerdown", hide);
    root.removeEventListener("pointerleave", hide);
    root.removeEventListener("focusout", hide);
    root.removeEventListener("keydown", keyed);
  };
}
