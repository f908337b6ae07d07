/**
 * The house's own routes: health, metrics, stages, blobs, takes, defects. In: calls. Out: answers; every one that tells
 * or changes something asks for a key first.
 */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SetError } from "../../shared/world/set.ts";
import type { StageLine } from "../library/library.ts";
import { takeFile } from "../library/take-file.ts";
import { sha256 } from "../room/press.ts";
import { type Call, Refusal, type Route, readBody, sendJson } from "./door.ts";
import { type House, stageFor } from "./keyed.ts";
import { pictureType } from "./pictures.ts";
import { stageRoutes } from "./stage-routes.ts";
import { createStageSets } from "./stage-sets.ts";

/** Bytes of a client's world that are kept for study. */
const MOST_DEFECT = 8e6;
/** Files of defects in all; somebody looks at them, or clears them away. */
export const MOST_DEFECTS = 300;

/** Bytes of a small picture. */
const MOST_PICTURE = 96 * 1024;

/** The routes, in the order in which they are tried. */
export function createRoutes(house: House): Route[] {
  return [health(house), stageRoutes(house), roomRoutes(house)];
}

/** Milliseconds for which the text of metrics is the same: gathering it takes some of them. */
const METRICS_KEPT = 200;

function health({ meters, hall, healthy, wall }: House): Route {
  let text = Promise.resolve("");
  let gathered = Number.NEGATIVE_INFINITY;
  return async ({ request, response, url }) => {
    if (url.pathname === "/healthz") {
      sendJson(response, healthy() ? 200 : 503, { ok: healthy(), rooms: [...hall.all()].length });
      return true;
    }
    if (url.pathname !== "/metrics") return false;
    if (request.method !== "GET") throw new Refusal(405, "GET is expected.");
    response.setHeader("Content-Type", meters.type);
    if (Math.abs(wall() - gathered) > METRICS_KEPT) {
      gathered = wall();
      text = meters.text();
    }
    response.end(await text);
    return true;
  };
}

function roomRoutes(house: House): Route {
  const { library } = house;
  const sets = createStageSets(house);
  return async (call) => {
    const match =
      /^\/rooms\/([a-z0-9-]{1,64})\/(blobs|takes|pictures|defects|set)(?:\/([A-Za-z0-9_.-]{1,80}))?$/.exec(
        call.url.pathname,
      );
    if (match === null) return false;
    const [, id, kind, name] = match;
    const stage = await stageFor(house, call, id!);
    const { response, request } = call;
    // Whoever joins makes the set's world while the room prepares its welcome.
    if (kind === "set" && name === undefined && request.method === "GET") {
      const squeezed = await sets.of(stage).catch((error: unknown) => {
        if (error instanceof SetError) throw new Refusal(409, `${error.message}.`, error);
        throw error;
      });
      // A page asks twice: for its world, and for its picture.
      const tag = `"${sha256(squeezed).slice(0, 22)}"`;
      response.setHeader("Content-Type", "application/json");
      response.setHeader("Cache-Control", "private, no-cache");
      response.setHeader("Vary", "Accept-Encoding");
      response.setHeader("ETag", tag);
      if (request.headers["if-none-match"] === tag) response.writeHead(304).end();
      else await sendSqueezed(house, call, squeezed);
      return true;
    }
    if (kind === "blobs" && name !== undefined && /^[0-9a-f]{64}$/.test(name)) {
      const squeezed = await library.findBlob(stage.id, name);
      if (squeezed === null) throw new Refusal(404, "There is no such blob.");
      response.setHeader("Content-Type", "application/octet-stream");
      response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
      await sendSqueezed(house, call, squeezed);
      return true;
    }
    if (kind === "takes" && name !== undefined) {
      const file = await takeFile(house, stage, name.replace(/\.take$/, "")).catch((error: unknown) => {
        if (error instanceof SetError) throw new Refusal(409, `${error.message}. The take is kept.`, error);
        throw new Refusal(500, "What is kept of this take is damaged; the log says where.", error);
      });
      if (file === null) throw new Refusal(404, "There is no such take, or it still rolls.");
      response.setHeader("Content-Type", "application/octet-stream");
      response.setHeader("Cache-Control", "private, no-cache");
      // A review plays it in the page: there the browser opens it, as it opens blobs.
      if (call.url.searchParams.has("opened")) await sendSqueezed(house, call, file.bytes);
      else {
        response.setHeader("Content-Disposition", `attachment; filename="${file.name}"`);
        response.end(file.bytes);
      }
      return true;
    }
    if (kind === "pictures") return pictureRoute(house, call, stage, name ?? "");
    if (kind === "defects" && request.method === "POST") {
      if (!house.allowOrigin(call) || !house.allowGuess(call.address)) throw new Refusal(429, "Too many.");
      const tick = Number(call.url.searchParams.get("tick"));
      if (!Number.isSafeInteger(tick) || tick < 0) throw new Refusal(400, "A tick is expected.");
      const bytes = await readBody(request, MOST_DEFECT);
      await mkdir(house.defects, { recursive: true });
      if ((await readdir(house.defects)).length >= MOST_DEFECTS)
        throw new Refusal(409, "Enough defects are kept for study.");
      await writeFile(join(house.defects, `${stage.id}-${tick}-theirs-${house.wall()}.checkpoint`), bytes);
      sendJson(response, 200, {});
      return true;
    }
    return false;
  };
}

/** Brotli bytes, to be opened by whoever asked; here, where they cannot. */
async function sendSqueezed(
  { press }: House,
  { request, response }: Call,
  squeezed: Uint8Array,
): Promise<void> {
  if (/\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""))) {
    response.setHeader("Content-Encoding", "br");
    response.end(squeezed);
  } else response.end(await press.open(squeezed));
}

/** Small pictures of a stage: its own (`stage`) and those of its takes, for strips and the first page. */
async function pictureRoute(house: House, call: Call, stage: StageLine, name: string): Promise<boolean> {
  const { request, response } = call;
  const { library, hall } = house;
  if (name === "") {
    if (request.method !== "GET") throw new Refusal(405, "GET is expected.");
    sendJson(response, 200, { pictures: await library.listPictures(stage.id) });
    return true;
  }
  if (request.method === "PUT") {
    if (!house.allowOrigin(call)) throw new Refusal(403, "Pages of another origin may not.");
    const room = hall.find(stage.id);
    const ofTake = (await room?.hasTake(name)) ?? false;
    if (name !== "stage" && !ofTake) throw new Refusal(404, "There is no such take.");
    const bytes = await readBody(request, MOST_PICTURE);
    if (pictureType(bytes) === "") throw new Refusal(415, "A small JPEG or WebP picture is expected.");
    await library.putPicture(stage.id, name, bytes, house.wall());
    // Whoever shows the take has its picture to show now.
    if (ofTake) await room?.announce(name);
    sendJson(response, 200, {});
    return true;
  }
  const bytes = await library.findPicture(stage.id, name);
  if (bytes === null) throw new Refusal(404, "There is no such picture.");
  // Kept before pictures were looked at so closely: shown by nobody.
  const type = pictureType(bytes);
  if (type === "") throw new Refusal(404, "There is no such picture.");
  response.setHeader("Content-Type", type);
  response.setHeader("Cache-Control", "private, no-cache");
  response.end(bytes);
  return true;
}
