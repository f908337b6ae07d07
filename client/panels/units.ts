/**
 * Figures as film people read and type them. In: metres, millimetres, degrees, hours, frames. Out: text, and back.
 * A parser answers null where the text is no figure, so that a field can keep what it had.
 */

const FOOT = 0.3048;
const MINUS = "\u2212";

/** A number with a true minus sign and at most `digits` decimals, none trailing. */
export function figure(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const text = value.toFixed(digits).replace(/\.?0+$/, digits > 0 ? "" : "$&");
  return text === "-0" ? "0" : text.replace("-", MINUS);
}

/** A number with exactly `digits` decimals and a true minus sign. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return figure(value);
  const text = value.toFixed(digits);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text.replace("-", MINUS);
}

/** A distance in metres, as `4.86 m` or `15′ 11″`; ∞ beyond a kilometre. */
export function distance(metres: number, units: "metres" | "feet"): string {
  if (!(metres < 1000)) return "∞";
  if (units === "metres") return `${fixed(metres, metres < 100 ? 2 : 1)} m`;
  const inches = Math.round((Math.abs(metres) / FOOT) * 12);
  return `${metres < 0 && inches > 0 ? MINUS : ""}${Math.floor(inches / 12)}′ ${inches % 12}″`;
}

/** Width over height of a ratio as it is named: `2.39`, `9:16`. */
export function aspect(ratio: string): number {
  const [width = 1, height = 1] = ratio.split(":").map(Number);
  return width / height;
}

/** A coordinate: as a distance, without the `m`, since three stand in a row. */
export function placed(metres: number, units: "metres" | "feet"): string {
  return units === "metres" ? fixed(metres, 2) : distance(metres, units);
}

/** Near and far limits, `4.31 – 5.57 m`. */
export function limits(near: number, far: number, units: "metres" | "feet"): string {
  const last = distance(far, units);
  return units === "metres" && last !== "∞"
    ? `${near.toFixed(near < 100 ? 2 : 1)} – ${last}`
    : `${distance(near, units)} – ${last}`;
}

/** Reads a distance: `4.86`, `4,86 m`, `486 cm`, `16 ft`, `5'6"`, `∞`. Metres, or null. */
export function parseDistance(text: string, units: "metres" | "feet"): number | null {
  const plain = clean(text);
  if (/^(inf|infinity|∞)$/.test(plain)) return 10000;
  const feet = /^(-?)(\d+(?:\.\d+)?)(?:ft|feet|')\s*(?:(\d+(?:\.\d+)?)(?:in|")?)?$/.exec(plain);
  if (feet) return (feet[1] === "-" ? -1 : 1) * (Number(feet[2]) * FOOT + (Number(feet[3] ?? 0) * FOOT) / 12);
  const inches = /^(-?\d+(?:\.\d+)?)(?:in|")$/.exec(plain);
  if (inches) return (Number(inches[1]) * FOOT) / 12;
  const metric = /^(-?\d*\.?\d+)(mm|cm|m)?$/.exec(plain);
  if (!metric) return null;
  const scale = { mm: 0.001, cm: 0.01, m: 1 }[metric[2] ?? ""] ?? (units === "feet" ? FOOT : 1);
  return Number(metric[1]) * scale;
}

/** Reads a number with an optional unit, such as `T2.8`, `35 mm`, `−3°`, `1.2x`. */
export function parseFigure(text: string): number | null {
  const match = /^[a-z]{0,2}(-?\d*\.?\d+)[a-z°×%:/]*\d*$/.exec(clean(text));
  return match ? Number(match[1]) : null;
}

/** Shutter as `172.8° · 1/50 s` at a camera rate. */
export function shutter(degrees: number, rate: number): string {
  return `${figure(degrees, 1)}° · 1/${figure((360 * rate) / degrees, 1)} s`;
}

/** Reads a shutter: degrees (`172.8`, `180°`) or a time (`1/50`). Degrees, or null. */
export function parseShutter(text: string, rate: number): number | null {
  const time = /^1\/(\d*\.?\d+)s?$/.exec(clean(text));
  const degrees = time ? (360 * rate) / Number(time[1]) : parseFigure(text);
  return degrees === null ? null : Math.min(360, Math.max(1, degrees));
}

/** Hours 0…24 as `18:42`. */
export function clock(hours: number): string {
  const minutes = Math.round(hours * 60) % 1440;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Reads `18:42`, `18.7`, `6:30 pm`. Hours, or null. */
export function parseClock(text: string): number | null {
  const match = /^(\d{1,2})(?::(\d{2})|(\.\d+))?(am|pm)?$/.exec(clean(text));
  if (!match) return null;
  let hours = Number(match[1]) + Number(match[2] ?? 0) / 60 + Number(match[3] ?? 0);
  if (match[4]) hours = (hours % 12) + (match[4] === "pm" ? 12 : 0);
  return hours >= 0 && hours <= 24 ? hours : null;
}

/** Frames as `00:00:11:04`; `base` frames make a second. For lengths, which have no drop frames. */
export function span(frames: number, base: number): string {
  const whole = Math.max(0, Math.floor(frames));
  const seconds = Math.floor(whole / base);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}:${two(whole % base)}`;
}

/** Frames as `29:12` or `1:02:07`: as short as it can be, for the strip. */
export function shortSpan(frames: number, base: number): string {
  const whole = Math.max(0, Math.floor(frames));
  const seconds = Math.floor(whole / base);
  const tail = `${two(seconds % 60)}:${two(whole % base)}`;
  return seconds < 60 ? tail : `${Math.floor(seconds / 60)}:${tail}`;
}

/** Seconds as `4.2 s` or `1:04 min`. */
export function seconds(value: number): string {
  return value < 60
    ? `${figure(value, 1)} s`
    : `${Math.floor(value / 60)}:${two(Math.floor(value % 60))} min`;
}

/** Density of a filter in stops: 0.3 is one. */
export function stopsOfNd(density: number): string {
  const stops = density / 0.3;
  return `${figure(stops, 1)} ${Math.abs(stops - 1) < 0.05 ? "stop" : "stops"}`;
}

/** Exposure against the metered one: `+0.7`, `−1`. */
export function signed(value: number, digits = 1): string {
  const text = figure(value, digits);
  return value > 0 && text !== "0" ? `+${text}` : text;
}

/** How long ago, for people: `just now`, `5 min ago`, `yesterday`. `now` and `then` in ms. */
export function ago(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / 1440);
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** The T-stops of a lens barrel in thirds, as engraved. */
export const T_STOPS: readonly number[] = [
  1, 1.1, 1.3, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.5, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9, 10, 11, 13, 14, 16,
  18, 20, 22, 25, 29, 32, 36, 40, 45,
];

/** A T-stop as engraved: `T2.8`; what lies between two thirds keeps a decimal. */
export function tStop(stop: number): string {
  const near = T_STOPS.find((one) => Math.abs(one / stop - 1) < 0.012);
  return `T${fixed(near ?? stop, (near ?? stop) < 10 ? 1 : 0)}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function clean(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s]+/g, "")
    .replace(/,/g, ".")
    .replace(/[′’]/g, "'")
    .replace(/[″”]/g, '"')
    .replace(/\u2212/g, "-");
}
