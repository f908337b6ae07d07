/**
 * Links to a stage: where this server can be reached, for people and as QR codes. In: addresses and ports. Out: links,
 * the secure ones first, and what is printed at the start.
 */
import { renderSVG, renderUnicodeCompact } from "uqr";
import { networkAddresses } from "./certificate.ts";

/** A place at which this server is reached. */
export interface Place {
  /** Such as `https://192.168.1.4:7879`. */
  base: string;
  /** Whether browsers give WebGPU, threads and sensors to its pages. */
  secure: boolean;
  /** Whether other machines reach it. */
  shared: boolean;
}

/** A link with its QR code. */
export interface InviteLink {
  url: string;
  secure: boolean;
  shared: boolean;
  /** SVG text. */
  qr: string;
}

const bracket = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** Where the server is reached: what the configuration says, then the network over https, then this machine. */
export function placesOf(
  host: string,
  open: boolean,
  port: number,
  tlsPort: number | null,
  origins: string[],
): Place[] {
  const places: Place[] = origins.map((base) => ({ base, secure: base.startsWith("https:"), shared: true }));
  if (!open) {
    const name = host === "127.0.0.1" || host === "::1" ? "localhost" : bracket(host);
    places.push({
      base: `http://${name}:${port}`,
      secure: name === "localhost",
      shared: name !== "localhost",
    });
    return places;
  }
  const addresses = networkAddresses();
  if (tlsPort !== null) {
    for (const address of addresses)
      places.push({ base: `https://${bracket(address)}:${tlsPort}`, secure: true, shared: true });
  }
  places.push({ base: `http://localhost:${port}`, secure: true, shared: false });
  for (const address of addresses)
    places.push({ base: `http://${bracket(address)}:${port}`, secure: false, shared: true });
  return places;
}

/** Link to a stage. The key is in the fragment, which no server and no log sees. */
export const stageLink = (base: string, stage: string, key: string): string =>
  `${base}/s/${stage}#key=${key}`;

/** Links with QR codes. */
export function inviteLinks(places: readonly Place[], stage: string, key: string): InviteLink[] {
  return places.map(({ base, secure, shared }) => {
    const url = stageLink(base, stage, key);
    return { url, secure, shared, qr: renderSVG(url, { border: 2 }) };
  });
}

/** What is printed when the server is ready. */
export function announcement(
  places: readonly Place[],
  stage: { id: string; label: string; key: string },
  houseKey: string,
): string {
  const own = places.find((place) => !place.shared) ?? places[0]!;
  const lines = ["", `  ${stage.label}   ${stageLink(own.base, stage.id, stage.key)}`];
  lines.push(`  All stages      ${own.base}/#house=${houseKey}`);
  const shared = places.filter((place) => place.shared && place !== own);
  if (shared.length > 0) {
    lines.push("", "  For others on this network:");
    for (const place of shared) {
      const note = place.secure ? "" : "   (without WebGPU, threads and sensors)";
      lines.push(`    ${stageLink(place.base, stage.id, stage.key)}${note}`);
    }
    const best = shared.find((place) => place.secure) ?? shared[0]!;
    if (best.secure && !best.base.includes("://localhost")) {
      lines.push("  The certificate was made here: a browser warns once, and may be told to go on.");
    }
    const code = renderUnicodeCompact(stageLink(best.base, stage.id, stage.key), { border: 1 });
    lines.push("", ...code.split("\n").map((line) => `  ${line}`));
  }
  lines.push("", "  Ctrl+C stops; everything is kept.", "");
  return lines.join("\n");
}
