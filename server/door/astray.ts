/**
 * Who asks for a page that is not there, by hand or by a link that was cut: they are shown the first page, which leads to
 * every stage. In: calls that no other route took. Out: the way there; programs get the door's own answer.
 */
import type { Route } from "./door.ts";

/** Sends browsers that look for a page to the first one. What comes after `#` goes along with them. */
export const astray: Route = ({ request, response, url }) => {
  const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? "");
  if (request.method !== "GET" || !wantsPage || url.pathname === "/") return false;
  response.setHeader("Cache-Control", "no-store");
  response.writeHead(302, { Location: "/" }).end();
  return true;
};
