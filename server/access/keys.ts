/**
 * Keys and tokens: unguessable, compared in constant time. In: text from links and joins. Out: yes or no.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 22 characters of base64url: 128 bits. */
export function drawKey(): string {
  return randomBytes(16).toString("base64url");
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** True when both are the same; takes as long whatever differs, and wherever. */
export function sameKey(given: unknown, right: string): boolean {
  return typeof given === "string" && given.length <= 256 && timingSafeEqual(digest(given), digest(right));
}

/** What is kept of a person's token: enough to know it again, not enough to use it. */
export function tokenPrint(token: string): string {
  return digest(`person ${token}`).toString("hex").slice(0, 32);
}

/** A person's token: 32 hex digits. */
export const isToken = (token: unknown): token is string =>
  typeof token === "string" && /^[0-9a-f]{32}$/.test(token);

/** Id for a link: the label's words and four random characters, such as `corner-street-x3k9`. */
export function drawId(label: string): string {
  const words = label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  const tail = Array.from(randomBytes(5), (byte) => "abcdefghjkmnpqrstuvwxyz23456789"[byte % 31]).join("");
  return words === "" ? tail : `${words}-${tail}`;
}
