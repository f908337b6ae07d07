/**
 * A set as a world needs it: manifest, things, actors and colliders, checked and complete before anything steps.
 * Pictures are not its business. Files come through an injected `read`, so that the same code serves Node and browser.
 */
import * as z from "zod/mini";
import type { Collider } from "../physics/physics.ts";
import { MAX_BODIES, MAX_ENTITIES, MAX_MARKS, MAX_PATH_POINTS, MAX_SPEED, WORLD_REACH } from "./limits.ts";

/** A number from `min` to `max`: NaN and what is endless never gets into a world. */
const between = (min: number, max: number) => z.number().check(z.gte(min), z.lte(max));
const coordinate = between(-WORLD_REACH, WORLD_REACH);
/** A length that there must be. */
const length = between(1e-4, WORLD_REACH);
const angle = between(-100, 100);
const vector = z.tuple([coordinate, coordinate, coordinate]);
const part = between(-1.01, 1.01);
const quaternion = z
  .tuple([part, part, part, part])
  .check(
    z.refine(
      (q) => Math.abs(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3] - 1) < 0.01,
      "is no rotation",
    ),
  );
const name = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));
const label = z.string().check(z.maxLength(64));
const colour = z.string().check(z.regex(/^#[0-9a-fA-F]{6}$/, "is no colour such as #b8231c"));
const blob = z.string().check(z.regex(/^[0-9a-f]{32}$/));
/** A file beside its manifest, never elsewhere. */
const beside = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "is no name of a file beside the manifest"));
const bounds = z
  .object({ min: vector, max: vector })
  .check(
    z.refine(({ min, max }) => min.every((low, k) => low <= max[k]!), "have their ends the wrong way round"),
  );
/** Metres of a set's longer side: where one can walk on it is kept square by square. */
const WIDEST_SET = 1000;
/** Most shapes of a collider, and entries of an opening. */
const MOST_SHAPES = 10_000;

const limb = z
  .object({ type: z.enum(["capsule", "cylinder"]), from: vector, to: vector, radius: length })
  .check(z.refine(({ from, to }) => from.some((v, k) => Math.abs(v - to[k]!) > 1e-5), "has no length"));
const shape = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("box"),
    position: vector,
    rotation: quaternion,
    size: z.tuple([length, length, length]),
  }),
  z.object({ type: z.literal("sphere"), position: vector, radius: length }),
  limb,
  z.object({ type: z.literal("hull"), points: z.array(vector).check(z.minLength(4), z.maxLength(64)) }),
]);
const colliderSchema = z.object({
  format: z.literal(1),
  shapes: z.array(shape).check(z.minLength(1), z.maxLength(MOST_SHAPES)),
});

const thingSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label,
  kind: z.enum(["prop", "vehicle", "light"]),
  visual: beside,
  collider: blob,
  mass: between(0, 1e6),
  friction: between(0, 10),
  restitution: between(0, 1),
  colour,
  bounds,
  snap: z.optional(between(0, 100)),
  /** Shapes of the collider, by number, that are glass: light passes them. */
  panes: z.optional(z.array(between(0, MOST_SHAPES))),
  variants: z.optional(z.array(z.object({ id: name.check(z.maxLength(32)), label, colour }))),
  seats: z.optional(z.array(z.object({ position: vector, heading: angle }))),
  grips: z.optional(z.array(z.object({ position: vector }))),
  vehicle: z.optional(
    z.object({
      wheelbase: between(0.1, 100),
      track: between(0.1, 100),
      wheelRadius: between(0.01, 20),
      turningCircle: between(0.5, 1000),
      topSpeed: between(0.1, MAX_SPEED),
      acceleration: between(0.01, 1000),
      braking: between(0.01, 1000),
      wheels: z.array(z.object({ node: z.string(), position: vector, steers: z.boolean() })),
    }),
  ),
  light: z.optional(
    z.object({
      type: z.enum(["point", "spot"]),
      position: vector,
      direction: z.optional(vector),
      colour: z.tuple([between(0, 1e3), between(0, 1e3), between(0, 1e3)]),
      candela: between(0, 1e8),
      angle: z.optional(between(0, 6.3)),
      range: between(0.01, 1e4),
    }),
  ),
});
/** A prop, vehicle or lamp, as its `thing.json` says. */
export type Thing = z.infer<typeof thingSchema>;

const actorSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label,
  visual: beside,
  colour,
  bounds,
  height: between(0.1, 20),
  eyes: between(0, 20),
  capsule: z
    .object({ radius: between(0.01, 10), height: between(0.1, 20) })
    .check(z.refine(({ radius, height }) => height > 2 * radius, "is wider than high")),
  bones: z.record(z.string(), z.string()),
  clips: z.array(
    z.looseObject({
      name: z.string().check(z.maxLength(32)),
      seconds: between(0.001, 3600),
      loop: z.boolean(),
      stride: z.optional(between(0.01, 100)),
      turn: z.optional(angle),
    }),
  ),
});
/** An actor, as its `actor.json` says. */
export type ActorSheet = z.infer<typeof actorSchema>;

const setSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label,
  visual: beside,
  collider: blob,
  bounds: bounds.check(
    z.refine(
      ({ min, max }) => Math.max(max[0] - min[0], max[2] - min[2]) <= WIDEST_SET,
      `are wider than ${WIDEST_SET} m`,
    ),
  ),
  parts: z.array(z.looseObject({ id: name, label, node: z.string(), collider: blob })),
  opening: z.array(
    z.looseObject({
      id: name,
      label,
      kind: z.enum(["prop", "vehicle", "actor", "light", "mark"]),
      thing: z.optional(name),
      actor: z.optional(name),
      variant: z.optional(z.string().check(z.maxLength(32))),
      position: vector,
      rotation: z.optional(quaternion),
      heading: z.optional(angle),
      on: z.optional(z.boolean()),
      owner: z.optional(name),
      speed: z.optional(between(0, MAX_SPEED)),
      path: z.optional(z.array(coordinate).check(z.maxLength(2 * MAX_PATH_POINTS))),
    }),
  ),
  cameras: z
    .array(
      z.looseObject({
        id: name,
        label,
        position: vector,
        heading: angle,
        tilt: angle,
        lens: between(1, 2000),
      }),
    )
    .check(z.minLength(1)),
  look: z.object({
    time: between(0, 24),
    north: between(-7, 7),
    latitude: between(-90, 90),
    longitude: between(-180, 180),
    date: z
      .string()
      .check(z.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "is no date such as 2026-06-21")),
    /** Luminance that the set is exposed for, cd/m²: a studio. Without it a meter reads the sky. */
    key: z.optional(z.number().check(z.gte(0.001), z.lte(1e6))),
    /** When its lamps burn; without it by dusk. */
    practicals: z.optional(z.enum(["off", "on", "dusk"])),
  }),
});
/** A set's manifest, as its `set.json` says. */
export type SetSheet = z.infer<typeof setSchema>;

/** A set with all that a world needs of it. */
export interface LoadedSet {
  sheet: SetSheet;
  /** All things and actors that may stand on a stage, not only those of the opening, by id. */
  things: ReadonlyMap<string, Thing>;
  actors: ReadonlyMap<string, ActorSheet>;
  /** By the hash that names the file. */
  colliders: ReadonlyMap<string, Collider>;
}

/** The list of what can stand on a stage: `assets/catalogue.json`, made by the build. */
const catalogueSchema = z.object({
  format: z.literal(1),
  sets: z.array(z.object({ id: name, label: z.string() })),
  things: z.array(thingSchema),
  actors: z.array(actorSchema),
  colliders: z.record(blob, colliderSchema),
});
/** Every thing, actor and collider in one file. */
export type Catalogue = z.infer<typeof catalogueSchema>;

/** A set could not be loaded; the message says which file and field, and the world was not begun. */
export class SetError extends Error {
  readonly file: string;
  readonly what: string;
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.name = "SetError";
    this.file = file;
    this.what = what;
  }
}

/** Checks a parsed JSON against one of the schemas. Throws SetError. */
function check<T>(file: string, schema: z.ZodMiniType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SetError(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not of the right form"}`);
}

/** Checks a `thing.json`. Throws SetError. */
export const parseThing = (file: string, json: unknown): Thing => check(file, thingSchema, json);
/** Checks an `actor.json`. Throws SetError. */
export const parseActor = (file: string, json: unknown): ActorSheet => check(file, actorSchema, json);
/** Checks a `set.json`. Throws SetError. */
export const parseSetSheet = (file: string, json: unknown): SetSheet => check(file, setSchema, json);
/** Checks a collider file. Throws SetError. */
export const parseCollider = (file: string, json: unknown): Collider => check(file, colliderSchema, json);
/** Checks a catalogue. Throws SetError. */
export const parseCatalogue = (file: string, json: unknown): Catalogue => check(file, catalogueSchema, json);

/**
 * Puts a set and a catalogue together and makes sure that nothing named is missing. Throws SetError.
 */
export function assembleSet(sheet: SetSheet, catalogue: Catalogue): LoadedSet {
  const things = new Map(catalogue.things.map((thing) => [thing.id, thing]));
  const actors = new Map(catalogue.actors.map((actor) => [actor.id, actor]));
  const colliders = new Map<string, Collider>(Object.entries(catalogue.colliders));
  const file = `sets/${sheet.id}/set.json`;
  const need = (hash: string, who: string) => {
    if (!colliders.has(hash))
      throw new SetError(file, `${who} names the collider ${hash}, which is not there`);
  };
  need(sheet.collider, "the set");
  for (const part of sheet.parts) need(part.collider, part.id);
  for (const thing of things.values()) need(thing.collider, thing.id);
  requireRoom(file, sheet, things);
  for (const entry of sheet.opening) {
    if (entry.thing !== undefined && !things.has(entry.thing)) {
      throw new SetError(file, `${entry.id} names the thing "${entry.thing}", which is not there`);
    }
    if (entry.actor !== undefined && !actors.has(entry.actor)) {
      throw new SetError(file, `${entry.id} names the actor "${entry.actor}", which is not there`);
    }
  }
  return { sheet, things, actors, colliders };
}

/** Makes sure that a world can hold a set's opening. Throws SetError. */
function requireRoom(file: string, { parts, opening }: SetSheet, things: ReadonlyMap<string, Thing>): void {
  const entities = parts.length + opening.length + 1;
  if (entities > MAX_ENTITIES)
    throw new SetError(file, `opens with ${entities} things; a world holds ${MAX_ENTITIES}`);
  const names = new Set<string>();
  const marks = new Map<string, number>();
  let free = 0;
  for (const { id } of [...parts, ...opening]) {
    if (names.has(id)) throw new SetError(file, `has two things that are called "${id}"`);
    names.add(id);
  }
  for (const { kind, thing, owner } of opening) {
    if (kind !== "actor" && (things.get(thing ?? "")?.mass ?? 0) > 0) free++;
    if (kind === "mark") marks.set(owner ?? "", (marks.get(owner ?? "") ?? 0) + 1);
  }
  if (free > MAX_BODIES)
    throw new SetError(file, `opens with ${free} things that move; a world moves ${MAX_BODIES}`);
  for (const [owner, count] of marks)
    if (count > MAX_MARKS)
      throw new SetError(file, `gives ${owner} ${count} marks; there are at most ${MAX_MARKS}`);
}

/** Loads a set through `read`, which is given paths below assets/. Throws SetError or what `read` throws. */
export async function loadSet(id: string, read: (path: string) => Promise<Uint8Array>): Promise<LoadedSet> {
  const file = `sets/${id}/set.json`;
  const [sheet, catalogue] = await Promise.all([read(file), read("catalogue.json")]);
  return assembleSet(
    parseSetSheet(file, parseJson(file, sheet)),
    parseCatalogue("catalogue.json", parseJson("catalogue.json", catalogue)),
  );
}

/** Reads a file of JSON. Throws SetError. */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new SetError(file, `not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
