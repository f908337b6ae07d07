/**
 * The house's own routes: health, metrics, stages, blobs, takes, defects. In: calls. Out: answers; every one that tells
 * or changes something asks for a key first.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawId, drawKey, sameKey } from "../access/keys.ts";
import { type AssetReader, listSets } from "../library/assets.ts";
import type { Library, StageLine } from "../library/library.ts";
import { takeFile } from "../library/take-file.ts";
import { takeMilestone } from "../room/checkpoints.ts";
import { cleanName } from "../room/people.ts";
import type { Press } from "../room/press.ts";
import type { Rooms } from "../room/rooms.ts";
import type { Stages } from "../room/stages.ts";
import { type Call, Refusal, type Route, readBody, readJsonBody, sendJson } from "./door.ts";
import { inviteLinks, type Place } from "./invite.ts";
import type { Meters } from "./meters.ts";

/** What the routes need. */
export interface House {
  library: Library;
  rooms: Rooms;
  stages: Stages;
  press: Press;
  read: AssetReader;
  meters: Meters;
  /** Key that lists and makes stages. */
  key: string;
  /** Folder for defects. */
  defects: string;
  places: () => readonly Place[];
  /** Whether pages of a call's origin may change anything. */
  allowOrigin: (call: Call) => boolean;
  /** Takes from an address's allowance of wrong keys. */
  allowGuess: (address: string) => boolean;
  wall: () => number;
  /** False once the server is stopping. */
  healthy: () => boolean;
}

/** Bytes of a client's world that are kept for study. */
const MOST_DEFECT = 8e6;
/** Stages in one house. */
const MOST_STAGES = 10_000;

/** The routes, in the order in which they are tried. */
export function createRoutes(house: House): Route[] {
  return [health(house), stageRoutes(house), roomRoutes(house)];
}

function health({ meters, rooms, healthy }: House): Route {
  return async ({ request, response, url }) => {
    if (url.pathname === "/healthz") {
      sendJson(response, healthy() ? 200 : 503, { ok: healthy(), rooms: [...rooms.all()].length });
      return true;
    }
    if (url.pathname !== "/metrics") return false;
    if (request.method !== "GET") throw new Refusal(405, "GET is expected.");
    response.setHeader("Content-Type", meters.type);
    response.end(await meters.text());
    return true;
  };
}

/** The key that a call brings: in its header, or in the address. */
function keyOf({ request, url }: Call): string {
  const header = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  return header ?? url.searchParams.get("key") ?? "";
}

function wrongKey(house: House, call: Call): never {
  if (!house.allowGuess(call.address)) throw new Refusal(429, "Too many wrong keys from this address.");
  throw new Refusal(403, "This key does not open that.");
}

/** The stage that a call may use: with its own key, or with the house's. */
async function stageFor(house: House, call: Call, id: string): Promise<StageLine> {
  const stage = await house.library.findStage(id);
  const key = keyOf(call);
  const own = sameKey(key, stage?.key ?? "no such stage");
  const whole = sameKey(key, house.key);
  if (stage === null || !(own || whole)) return wrongKey(house, call);
  return stage;
}

function needHouse(house: House, call: Call): void {
  if (!sameKey(keyOf(call), house.key)) wrongKey(house, call);
}

async function labelFrom(call: Call): Promise<{ label: string; set: unknown }> {
  const body = await readJsonBody(call.request);
  const label = typeof body["label"] === "string" ? cleanName(body["label"]) : "";
  if (label === "") throw new Refusal(400, "A label of 1 to 40 characters is expected.");
  return { label, set: body["set"] };
}

function stageRoutes(house: House): Route {
  const { library, rooms, wall } = house;
  const shown = (stage: StageLine) => {
    const people = [...(rooms.find(stage.id)?.people.values() ?? [])].filter((p) => p.outlet !== null).length;
    return { ...stage, people };
  };
  return async (call) => {
    const { pathname } = call.url;
    const { method } = call.request;
    if (!pathname.startsWith("/api/")) return false;
    if (method !== "GET" && !house.allowOrigin(call))
      throw new Refusal(403, "Pages of another origin may not.");
    const done = (value: unknown): boolean => {
      sendJson(call.response, 200, value);
      return true;
    };
    if (pathname === "/api/sets" && method === "GET") return done({ sets: await listSets(house.read) });
    if (pathname === "/api/invite" && method === "GET") {
      const stage = await stageFor(house, call, call.url.searchParams.get("stage") ?? "");
      return done({ links: inviteLinks(house.places(), stage.id, stage.key) });
    }
    if (pathname === "/api/stages") {
      needHouse(house, call);
      if (method === "GET") return done({ stages: (await library.listStages()).map(shown) });
      if (method !== "POST") throw new Refusal(405, "GET or POST is expected.");
      const { label, set } = await labelFrom(call);
      const sets = await listSets(house.read);
      if (!sets.some(({ id }) => id === set)) throw new Refusal(400, "There is no such set.");
      if ((await library.listStages()).length >= MOST_STAGES)
        throw new Refusal(409, "The house is full of stages.");
      const now = wall();
      const stage = { id: drawId(label), label, set: String(set), key: drawKey(), created: now, opened: now };
      await library.createStage(stage);
      return done(shown(stage));
    }
    const match = /^\/api\/stages\/([a-z0-9-]{1,64})(?:\/(rename|duplicate))?$/.exec(pathname);
    if (match === null) return false;
    const [, id, verb] = match;
    if (verb === undefined) {
      needHouse(house, call);
      if (method !== "DELETE") throw new Refusal(405, "DELETE is expected.");
      await stageFor(house, call, id!);
      await rooms.close(id!, "The stage was put into the bin.");
      await library.binStage(id!, wall());
      return done({});
    }
    const stage = await stageFor(house, call, id!);
    if (method !== "POST") throw new Refusal(405, "POST is expected.");
    const { label } = await labelFrom(call);
    const room = rooms.find(stage.id);
    if (verb === "rename") {
      await library.renameStage(stage.id, label);
      if (room !== undefined) {
        room.stage.label = label;
        room.onPresence();
      }
      return done(shown({ ...stage, label }));
    }
    if (room !== undefined) {
      if (room.world.rolling !== "") throw new Refusal(409, "A take is rolling. Cut first.");
      await room.pressing;
      await takeMilestone(room);
    }
    const now = wall();
    const copy = { id: drawId(label), label, set: stage.set, key: drawKey(), created: now, opened: now };
    await library.duplicateStage(stage.id, copy);
    return done(shown(copy));
  };
}

function roomRoutes(house: House): Route {
  const { library, rooms } = house;
  return async (call) => {
    const match = /^\/rooms\/([a-z0-9-]{1,64})\/(blobs|takes|defects)(?:\/([A-Za-z0-9_.-]{1,80}))?$/.exec(
      call.url.pathname,
    );
    if (match === null) return false;
    const [, id, kind, name] = match;
    const stage = await stageFor(house, call, id!);
    const { response, request } = call;
    if (kind === "blobs" && name !== undefined && /^[0-9a-f]{64}$/.test(name)) {
      const squeezed = rooms.find(stage.id)?.squeezed.get(name) ?? (await library.findBlob(stage.id, name));
      if (squeezed === null || squeezed === undefined) throw new Refusal(404, "There is no such blob.");
      response.setHeader("Content-Type", "application/octet-stream");
      response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
      if (/\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""))) {
        response.setHeader("Content-Encoding", "br");
        response.end(squeezed);
      } else response.end(await house.press.open(squeezed));
      return true;
    }
    if (kind === "takes" && name !== undefined) {
      const file = await takeFile(house, stage, name.replace(/\.take$/, ""));
      if (file === null) throw new Refusal(404, "There is no such take, or it still rolls.");
      response.setHeader("Content-Type", "application/octet-stream");
      response.setHeader("Cache-Control", "private, no-cache");
      // A review plays it in the page: there the browser opens it, as it opens blobs.
      const opened = call.url.searchParams.has("opened");
      if (opened && !/\bbr\b/.test(String(request.headers["accept-encoding"] ?? ""))) {
        response.end(await house.press.open(file.bytes));
        return true;
      }
      if (opened) response.setHeader("Content-Encoding", "br");
      else response.setHeader("Content-Disposition", `attachment; filename="${file.name}"`);
      response.end(file.bytes);
      return true;
    }
    if (kind === "defects" && request.method === "POST") {
      if (!house.allowOrigin(call) || !house.allowGuess(call.address)) throw new Refusal(429, "Too many.");
      const tick = Number(call.url.searchParams.get("tick"));
      if (!Number.isSafeInteger(tick) || tick < 0) throw new Refusal(400, "A tick is expected.");
      const bytes = await readBody(request, MOST_DEFECT);
      await mkdir(house.defects, { recursive: true });
      await writeFile(join(house.defects, `${stage.id}-${tick}-theirs-${house.wall()}.checkpoint`), bytes);
      sendJson(response, 200, {});
      return true;
    }
    return false;
  };
}
