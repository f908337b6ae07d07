/**
 * The house over HTTP: stages, sets, invitations, small pictures. In: keys and names. Out: what the server answered;
 * what it refused is thrown as a HouseError in its own words.
 */

import { decodeAsBuilt } from "../../shared/world/as-built.ts";
import type { LoadedSet } from "../../shared/world/set.ts";

/** A stage as the house lists it. */
export interface HouseStage {
  id: string;
  label: string;
  set: string;
  key: string;
  /** ms since 1970. */
  opened: number;
  takes: number;
  people: number;
  /** Name of its newest picture; empty for none. */
  picture: string;
}

/** A set as the house offers it. */
export interface HouseSet {
  id: string;
  label: string;
  about: string;
  /** Path below /assets/; empty for none. */
  poster: string;
}

/** A link under which a stage is reached. */
export interface InviteLink {
  url: string;
  secure: boolean;
  shared: boolean;
}

/** The server refused, or could not be reached: in words for people. */
export class HouseError extends Error {
  /** HTTP status; 0 where the server could not be reached. */
  readonly status: number;
  constructor(status: number, text: string) {
    super(text);
    this.name = "HouseError";
    this.status = status;
  }
}

/** Fetches, as the browser does or a test. */
export type Fetch = (
  path: string,
  init: { method: string; headers: Record<string, string>; body?: BodyInit },
) => Promise<Response>;

/** What the house can be asked. */
export interface House {
  stages(): Promise<{ stages: HouseStage[]; bin: HouseStage[] }>;
  sets(): Promise<HouseSet[]>;
  make(set: string, label: string): Promise<HouseStage>;
  rename(id: string, label: string): Promise<void>;
  duplicate(id: string, label: string): Promise<HouseStage>;
  bin(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /** Links to a stage, best first. */
  invite(stage: string): Promise<InviteLink[]>;
  /** Names of a stage's pictures. */
  pictures(stage: string): Promise<string[]>;
  /** The set that a stage stands on. Throws SetError too, where what came cannot be read. */
  set(stage: string): Promise<LoadedSet>;
  /** A take's file, and what it is called. */
  take(stage: string, take: string): Promise<{ name: string; file: Blob }>;
  keepPicture(stage: string, name: string, picture: Blob): Promise<void>;
}

/** The house, asked with a key: its own, or a stage's for what concerns that stage. */
export function createHouse(key: string, ask: Fetch): House {
  const reach = async (method: string, path: string, body?: BodyInit): Promise<Response> => {
    let response: Response;
    try {
      response = await ask(path, {
        method,
        headers: { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { body }),
      });
    } catch {
      throw new HouseError(0, "The server cannot be reached.");
    }
    if (response.ok) return response;
    const { error } = (await response.json().catch(() => ({}))) as { error?: string };
    throw new HouseError(response.status, error ?? `The server answered ${response.status}.`);
  };
  const call = async (method: string, path: string, body?: BodyInit): Promise<unknown> =>
    (await reach(method, path, body)).json().catch(() => ({}));
  const post = (path: string, body: object) => call("POST", path, JSON.stringify(body));
  return {
    stages: () => call("GET", "/api/stages") as Promise<{ stages: HouseStage[]; bin: HouseStage[] }>,
    sets: async () => ((await call("GET", "/api/sets")) as { sets: HouseSet[] }).sets,
    make: (set, label) => post("/api/stages", { set, label }) as Promise<HouseStage>,
    rename: async (id, label) => void (await post(`/api/stages/${id}/rename`, { label })),
    duplicate: (id, label) => post(`/api/stages/${id}/duplicate`, { label }) as Promise<HouseStage>,
    bin: async (id) => void (await call("DELETE", `/api/stages/${id}`)),
    restore: async (id) => void (await post(`/api/stages/${id}/restore`, {})),
    invite: async (stage) =>
      ((await call("GET", `/api/invite?stage=${stage}`)) as { links: InviteLink[] }).links,
    pictures: async (stage) =>
      ((await call("GET", `/rooms/${stage}/pictures`)) as { pictures: string[] }).pictures,
    async set(stage) {
      const response = await reach("GET", `/rooms/${stage}/set`);
      return decodeAsBuilt("what came", new Uint8Array(await response.arrayBuffer()));
    },
    async take(stage, take) {
      const response = await reach("GET", `/rooms/${stage}/takes/${take}.take`);
      const disposition = response.headers.get("content-disposition") ?? "";
      const name = /filename="(\w[\w.-]{0,120}\.take)"/.exec(disposition)?.[1] ?? "take.take";
      return { name, file: await response.blob() };
    },
    keepPicture: async (stage, name, picture) =>
      void (await call("PUT", `/rooms/${stage}/pictures/${name}`, picture)),
  };
}

/** Address of a stage's picture. */
export const pictureOf = (stage: string, key: string, name: string, version = 0): string =>
  `/rooms/${stage}/pictures/${name}?key=${encodeURIComponent(key)}${version === 0 ? "" : `&v=${version}`}`;

/** Address of a stage. */
export const stageAddress = (id: string, key: string): string => `/s/${id}#key=${key}`;
