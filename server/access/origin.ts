/**
 * Origins: only pages of this server may speak with it. In: a request's headers. Out: yes or no. A request without an
 * Origin comes from no page (a test, a script), carries no browser's cookies or trust, and is left to its key.
 */

/** True when `origin` is this server's own address as the request reached it, or one that the configuration names. */
export function ownOrigin(
  origin: string | undefined | null,
  host: string | undefined | null,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || origin === null || origin === "") return true;
  if (allowed.includes(origin)) return true;
  try {
    const url = new URL(origin);
    return (url.protocol === "http:" || url.protocol === "https:") && host !== undefined && url.host === host;
  } catch {
    // `null`, the origin of sandboxed frames and of files.
    return false;
  }
}
