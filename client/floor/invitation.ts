/**
 * The invitation: which of a stage's links is the best to hand on, and what is to be said about it. In: the links as the
 * house has them, and the address of this page. Out: the invite as the panels show it.
 */
import type { Invite } from "../panels/model.ts";
import { type InviteLink, stageAddress } from "./house.ts";

const LOCAL = /^https?:\/\/(localhost|127\.|\[::1\])/;
/** Addresses for whose certificate no authority vouches: the house made it itself. */
const OWN_CERTIFICATE = /^https:\/\/(\d+\.\d+\.\d+\.\d+|\[[0-9a-f:]+\])/i;

/** The address of a stage as this page reached it, with its key and nothing of who sits here. */
export const linkHere = (origin: string, { stage, key }: { stage: string; key: string }): string =>
  origin + stageAddress(stage, key);

/** The invite. `here`: this page's address with its key; `secure`: whether this page is. */
export function invitation(links: readonly InviteLink[], here: string, secure: boolean): Invite {
  const own: InviteLink = { url: here, secure, shared: !LOCAL.test(here) };
  const all = [own, ...links.filter((link) => link.url !== here)];
  const value = (link: InviteLink): number => (link.shared ? 2 : 0) + (link.secure ? 1 : 0);
  // The first of the best: where this page is as good as any, it is the one.
  const best = all.reduce((first, link) => (value(link) > value(first) ? link : first));
  return {
    link: best.url,
    secure: best.secure,
    note: noteOn(best),
    others: all.filter((link) => link !== best).map(({ url }) => url),
  };
}

function noteOn({ url, shared }: InviteLink): string {
  if (!shared)
    return "Only this machine reaches this link. To let others in, start Holdfast with HOST=0.0.0.0, or behind an address of its own.";
  if (OWN_CERTIFICATE.test(url))
    return "The first time a browser warns of the certificate, since it was made on this machine: choose “Advanced”, then go on.";
  return "";
}
