/**
 * Fuzzy search for the command palette and the lists. In: what was typed and texts. Out: a score, higher is better,
 * or −1 where the letters do not occur in order. Word starts and runs of letters count most.
 */

/** Score of `text` for `query`; 0 for an empty query, −1 for no match. */
export function score(query: string, text: string): number {
  const wanted = query.trim().toLowerCase();
  if (wanted === "") return 0;
  const held = text.toLowerCase();
  let total = 0;
  for (const word of wanted.split(/\s+/)) {
    const part = scoreWord(word, held);
    if (part < 0) return -1;
    total += part;
  }
  return total - held.length * 0.02;
}

function scoreWord(word: string, held: string): number {
  const whole = held.indexOf(word);
  if (whole >= 0) return word.length * 4 + (startsWord(held, whole) ? 12 : 0) + (whole === 0 ? 4 : 0);
  let total = 0;
  let at = 0;
  let run = 0;
  for (const letter of word) {
    const found = held.indexOf(letter, at);
    if (found < 0) return -1;
    run = found === at ? run + 1 : 0;
    total += (startsWord(held, found) ? 3 : 0) + Math.min(run, 3) - Math.min(found - at, 6) * 0.25;
    at = found + 1;
  }
  return Math.max(0, total);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? " ");
}

/** How much less it counts that a query is found with the help of words beside the name. */
const ASIDE = 24;
const UNFOUND = Number.NEGATIVE_INFINITY;

/**
 * The items that match, best first; equal ones keep their order. An empty query keeps all. `aside` are words that an
 * item is found by as well, after all whose own name fits.
 */
export function rank<T>(
  query: string,
  items: readonly T[],
  text: (item: T) => string,
  aside?: (item: T) => string,
): T[] {
  const scoreOf = (item: T): number => {
    const own = score(query, text(item));
    const whole = aside === undefined ? -1 : score(query, `${text(item)} ${aside(item)}`);
    return Math.max(own < 0 ? UNFOUND : own, whole < 0 ? UNFOUND : whole - ASIDE);
  };
  return items
    .map((item, place) => ({ item, place, score: scoreOf(item) }))
    .filter((one) => one.score > UNFOUND)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map((one) => one.item);
}
