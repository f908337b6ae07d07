/**
 * The first page's routes: stages made, renamed, duplicated, binned and brought back; sets; invitations. In: calls with
 * the house's key, or with a stage's own where it concerns that stage alone. Out: JSON.
 */
import { cleanName } from "../../shared/protocol/words.ts";
import { drawId, drawKey } from "../access/keys.ts";
import { listSets } from "../library/assets.ts";
import type { ShelvedStage, StageLine } from "../library/library.ts";
import { type Call, Refusal, type Route, readJsonBody, sendJson } from "./door.ts";
import { inviteLinks } from "./invite.ts";
import { type House, needHouse, stageFor } from "./keyed.ts";

/** Stages in one house, those in the bin too. */
const MOST_STAGES = 10_000;

async function labelFrom(call: Call): Promise<{ label: string; set: unknown }> {
  const body = await readJsonBody(call.request);
  const label = typeof body["label"] === "string" ? cleanName(body["label"]) : "";
  if (label === "") throw new Refusal(400, "A label of 1 to 40 characters is expected.");
  return { label, set: body["set"] };
}

/** People who are connected to a stage's room. */
function peopleIn({ hall }: House, id: string): number {
  return (hall.find(id)?.presence.people ?? []).filter((person) => person.connected).length;
}

/** The routes below `/api/`. */
export function stageRoutes(house: House): Route {
  const { library, hall, wall } = house;
  const shown = (stage: StageLine | ShelvedStage) => ({
    takes: 0,
    picture: "",
    ...stage,
    people: peopleIn(house, stage.id),
  });
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
      if (method === "GET") {
        const all = await library.listHouse();
        return done({
          stages: all.filter(({ binned }) => binned === null).map(shown),
          bin: all.filter(({ binned }) => binned !== null).map(shown),
        });
      }
      if (method !== "POST") throw new Refusal(405, "GET or POST is expected.");
      const { label, set } = await labelFrom(call);
      const sets = await listSets(house.read);
      if (!sets.some(({ id }) => id === set)) throw new Refusal(400, "There is no such set.");
      if ((await library.listHouse()).length >= MOST_STAGES)
        throw new Refusal(409, "The house is full of stages.");
      const now = wall();
      const stage = { id: drawId(label), label, set: String(set), key: drawKey(), created: now, opened: now };
      await library.createStage(stage);
      return done(shown(stage));
    }
    const match = /^\/api\/stages\/([a-z0-9-]{1,64})(?:\/(rename|duplicate|restore))?$/.exec(pathname);
    if (match === null) return false;
    const [, id, verb] = match;
    if (verb === undefined) {
      needHouse(house, call);
      if (method !== "DELETE") throw new Refusal(405, "DELETE is expected.");
      await stageFor(house, call, id!);
      if (peopleIn(house, id!) > 0) throw new Refusal(409, "Somebody is in it: it stays.");
      // First into the bin, so that nobody opens it again while its room is being closed.
      await library.binStage(id!, wall());
      await hall.settled(id!);
      if (peopleIn(house, id!) > 0) {
        await library.unbinStage(id!);
        throw new Refusal(409, "Somebody is in it: it stays.");
      }
      await hall.close(id!, "The stage was put into the bin.");
      return done({});
    }
    if (verb === "restore") {
      needHouse(house, call);
      if (method !== "POST") throw new Refusal(405, "POST is expected.");
      const binned = (await library.listHouse()).find((one) => one.id === id && one.binned !== null);
      if (binned === undefined) throw new Refusal(404, "There is no such stage in the bin.");
      await library.unbinStage(binned.id);
      return done(shown({ ...binned, binned: null }));
    }
    const stage = await stageFor(house, call, id!);
    if (method !== "POST") throw new Refusal(405, "POST is expected.");
    const { label } = await labelFrom(call);
    if (verb === "rename") {
      await library.renameStage(stage.id, label);
      // A room that is just being opened may have read the old name.
      await (await hall.settled(stage.id))?.rename(label);
      return done(shown({ ...stage, label }));
    }
    const room = await hall.settled(stage.id);
    if ((await room?.keep()) === "rolling") throw new Refusal(409, "A take is rolling. Cut first.");
    const now = wall();
    const copy = { id: drawId(label), label, set: stage.set, key: drawKey(), created: now, opened: now };
    await library.duplicateStage(stage.id, copy);
    return done(shown(copy));
  };
}
