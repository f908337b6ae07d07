/**
 * The slate: what a shot is called, and what is written beside a take.
 *
 * In: a slate as plain data. Out: a new slate, or text. US: the scene with a letter for each setup (24, 24A … 24Z, 24AA).
 * UK: one number that runs on through the film, whatever the scene. Cameras A, B, C share slate and take. Nothing here
 * rolls or saves.
 */

/** How setups are counted. */
export type SlateStyle = "us" | "uk";

/** What is on the slate for the next take. Plain data. */
export interface Slate {
  readonly style: SlateStyle;
  /** Scene as the script has it: `24`, `24pt`, `A24`. */
  readonly scene: string;
  /** US: letters of the setup; empty for the first. */
  readonly setup: string;
  /** UK: running number, from 1. */
  readonly number: number;
  /** Number of the next take, from 1. */
  readonly take: number;
  /** Letters that setups leave out, because they read like digits. */
  readonly skip: string;
}

/** What a script supervisor thinks of a take. */
export type TakeStatus = "none" | "ng" | "ok" | "print";

/** Every status, worst known first after `none`. */
export const STATUSES: readonly TakeStatus[] = ["none", "ng", "ok", "print"];

/** What is written beside a take. Plain data. */
export interface TakeNotes {
  readonly description: string;
  readonly notes: string;
  /** Stars, 0 (none given) to 5. */
  readonly rating: number;
  readonly circled: boolean;
  readonly status: TakeStatus;
}

/** A take that nobody has judged. */
export const UNJUDGED: TakeNotes = { description: "", notes: "", rating: 0, circled: false, status: "none" };

/** Letters that are left out unless a production says otherwise. */
export const SKIPPED = "IO";
/** Longest scene name. */
export const MAX_SCENE = 16;
/** Longest setup: beyond `ZZZ` a scene wants a new number. */
export const MAX_SETUP = 3;
/** Highest take number. */
export const MAX_TAKE = 9999;
/** Highest running slate number. */
export const MAX_NUMBER = 99_999;

/** The slate before the first take. @throws RangeError where the scene cannot be written; see {@link sceneFault}. */
export function create(style: SlateStyle = "us", scene = "1", skip = SKIPPED): Slate {
  requireScene(scene);
  if (alphabet(skip).length < 2) throw new RangeError(`slate: no letters left when “${skip}” are skipped`);
  return { style, scene, setup: "", number: 1, take: 1, skip: skip.toUpperCase() };
}

/** What is wrong with a scene's name, in words; `null` where nothing is. For what people type. */
export function sceneFault(scene: string): string | null {
  if (scene.length === 0) return "a scene needs a number or a name";
  if (scene.length > MAX_SCENE) return `a scene's name has at most ${MAX_SCENE} characters`;
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(scene)) {
    return "a scene's name has letters, digits, dots and hyphens only, and begins and ends with a letter or digit";
  }
  return null;
}

function requireScene(scene: string): void {
  const fault = sceneFault(scene);
  if (fault) throw new RangeError(`slate: ${fault}, got “${scene}”`);
}

function alphabet(skip: string): string {
  const left = skip.toUpperCase();
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].filter((letter) => !left.includes(letter)).join("");
}

/**
 * The letters after these: A after none, AA after Z, AB after AA; skipped letters never come.
 * @throws RangeError after the last of {@link MAX_SETUP} letters, or for letters that no setup has.
 */
export function nextLetters(letters: string, skip = SKIPPED): string {
  const all = alphabet(skip);
  const digits = [...letters].map((letter) => all.indexOf(letter));
  if (digits.includes(-1)) throw new RangeError(`slate: “${letters}” is no setup when “${skip}” are skipped`);
  let i = digits.length - 1;
  while (i >= 0 && digits[i] === all.length - 1) digits[i--] = 0;
  if (i >= 0) digits[i]!++;
  else digits.unshift(0);
  if (digits.length > MAX_SETUP) throw new RangeError(`slate: no setup comes after “${letters}”`);
  return digits.map((digit) => all[digit]).join("");
}

/** The slate for another setup: next letter (US) or number (UK), take 1. @throws RangeError where none is left. */
export function nextSetup(slate: Slate): Slate {
  if (slate.style === "uk") {
    if (slate.number >= MAX_NUMBER) throw new RangeError(`slate: no number comes after ${slate.number}`);
    return { ...slate, number: slate.number + 1, take: 1 };
  }
  return { ...slate, setup: nextLetters(slate.setup, slate.skip), take: 1 };
}

/** The slate after a roll: one take more. @throws RangeError after {@link MAX_TAKE}. */
export function nextTake(slate: Slate): Slate {
  if (slate.take >= MAX_TAKE) throw new RangeError(`slate: no take comes after ${slate.take}`);
  return { ...slate, take: slate.take + 1 };
}

/** The slate with the number that its next take has, given all takes so far. */
export function numbered(slate: Slate, takes: readonly Slated[]): Slate {
  const own = takes.filter((take) =>
    slate.style === "uk"
      ? take.slate === slate.number
      : take.scene === slate.scene && take.setup === slate.setup,
  );
  return { ...slate, take: own.length === 0 ? 1 : highest(own) + 1 };
}

/** What a slate needs to know of a take that is there already. */
export interface Slated {
  readonly scene: string;
  readonly setup: string;
  readonly number: number;
  /** Running slate number; 0 where it was slated the US way. */
  readonly slate: number;
}

/**
 * The slate for going on in a scene, given all takes so far (`number` is the take's, `slate` the running one): the scene's
 * last setup and its next take; a scene without takes begins anew. UK numbers run on. Nothing is ever given out twice.
 * @throws RangeError where the scene cannot be written.
 */
export function resume(slate: Slate, scene: string, takes: readonly Slated[]): Slate {
  requireScene(scene);
  if (slate.style === "uk") {
    const last = takes.reduce((most, take) => Math.max(most, take.slate), 0);
    const own = takes.filter((take) => take.slate === last && take.scene === scene);
    if (last === 0 || own.length === 0) return { ...slate, scene, number: last + 1, take: 1 };
    return { ...slate, scene, number: last, take: highest(own) + 1 };
  }
  const own = takes.filter((take) => take.scene === scene);
  const setup = own.reduce((latest, take) => (isLater(take.setup, latest) ? take.setup : latest), "");
  const inSetup = own.filter((take) => take.setup === setup);
  return { ...slate, scene, setup, take: inSetup.length === 0 ? 1 : highest(inSetup) + 1 };
}

function highest(takes: readonly Slated[]): number {
  return takes.reduce((most, take) => Math.max(most, take.number), 0);
}

function isLater(a: string, b: string): boolean {
  return a.length !== b.length ? a.length > b.length : a > b;
}

/** What is chalked on the board: `24A`, or `137` in the UK. A scene that ends in a letter is set apart: `24pt-A`. */
export function board(slate: Pick<Slate, "style" | "scene" | "setup" | "number">): string {
  if (slate.style === "uk") return String(slate.number);
  const apart = slate.setup !== "" && /[A-Za-z]$/.test(slate.scene) ? "-" : "";
  return slate.scene + apart + slate.setup;
}

/** What was chalked on the board of a take. */
export function boardOf({ scene, setup, slate }: Slated): string {
  return board({ style: slate > 0 ? "uk" : "us", scene, setup, number: slate });
}

/** What people see: `24A · T3`. */
export function label(slate: Slate): string {
  return `${board(slate)} · T${slate.take}`;
}

/** Name of a take, for lists and files: `24A_T3`. With a camera, `A_24A_T3`. */
export function takeName(slate: Slate, camera = ""): string {
  const prefix = camera === "" ? "" : `${camera}_`;
  return `${prefix}${board(slate)}_T${slate.take}`;
}

/** A take's name taken apart. */
export interface TakeName {
  /** Camera letter; empty where the name has none. */
  readonly camera: string;
  /** What stood on the board. */
  readonly board: string;
  readonly take: number;
}

/** Takes a name made by {@link takeName} apart; `null` where it is none. */
export function parseTakeName(name: string): TakeName | null {
  const found = /^(?:([A-Z]{1,4})_)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)_T([1-9]\d{0,3})$/.exec(name);
  return found ? { camera: found[1] ?? "", board: found[2]!, take: Number(found[3]) } : null;
}

/** Letter of the camera with this place, from 0: A, B, C … Z, AA. No letter is left out: cameras are called, not read. */
export function cameraLetter(index: number): string {
  if (!(Number.isInteger(index) && index >= 0 && index < 702)) {
    throw new RangeError(`slate: no camera letter for place ${index}`);
  }
  const letter = (n: number) => String.fromCharCode(65 + n);
  return index < 26 ? letter(index) : letter(Math.floor(index / 26) - 1) + letter(index % 26);
}

/** What is wrong with notes from outside, in words that name the field; `null` where nothing is. */
export function notesFault(notes: TakeNotes): string | null {
  if (!(Number.isInteger(notes.rating) && notes.rating >= 0 && notes.rating <= 5)) {
    return `rating: a whole number from 0 to 5, got ${notes.rating}`;
  }
  if (!STATUSES.includes(notes.status)) return `status: unknown “${notes.status}”`;
  if (notes.description.length > 200) return "description: at most 200 characters";
  if (notes.notes.length > 4000) return "notes: at most 4000 characters";
  return null;
}
