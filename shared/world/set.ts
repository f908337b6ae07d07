/**
 * A set as a world needs it: manifest, things, actors and colliders, checked and complete before anything steps.
 * Pictures are not its business. Files come through an injected `read`, so that the same code serves Node and browser.
 */
import * as z from "zod/mini";
import type { Collider } from "../physics/physics.ts";

const number = z.number().check(z.refine((v) => Number.isFinite(v)));
const vector = z.tuple([number, number, number]);
const quaternion = z.tuple([number, number, number, number]);
const name = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));
const blob = z.string().check(z.regex(/^[0-9a-f]{32}$/));
const bounds = z.object({ min: vector, max: vector });

const shape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("box"), position: vector, rotation: quaternion, size: vector }),
  z.object({ type: z.literal("sphere"), position: vector, radius: number }),
  z.object({ type: z.enum(["capsule", "cylinder"]), from: vector, to: vector, radius: number }),
  z.object({ type: z.literal("hull"), points: z.array(vector).check(z.minLength(4), z.maxLength(64)) }),
]);
const colliderSchema = z.object({ format: z.literal(1), shapes: z.array(shape).check(z.minLength(1)) });

const thingSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label: z.string(),
  kind: z.enum(["prop", "vehicle", "light"]),
  visual: z.string(),
  collider: blob,
  mass: number,
  friction: number,
  restitution: number,
  colour: z.string(),
  bounds,
  snap: z.optional(number),
  /** Shapes of the collider, by number, that are glass: light passes them. */
  panes: z.optional(z.array(number)),
  variants: z.optional(z.array(z.object({ id: name, label: z.string(), colour: z.string() }))),
  seats: z.optional(z.array(z.object({ position: vector, heading: number }))),
  grips: z.optional(z.array(z.object({ position: vector }))),
  vehicle: z.optional(
    z.object({
      wheelbase: number,
      track: number,
      wheelRadius: number,
      turningCircle: number,
      topSpeed: number,
      acceleration: number,
      braking: number,
      wheels: z.array(z.object({ node: z.string(), position: vector, steers: z.boolean() })),
    }),
  ),
  light: z.optional(
    z.object({
      type: z.enum(["point", "spot"]),
      position: vector,
      direction: z.optional(vector),
      colour: vector,
      candela: number,
      angle: z.optional(number),
      range: number,
    }),
  ),
});
/** A prop, vehicle or lamp, as its `thing.json` says. */
export type Thing = z.infer<typeof thingSchema>;

const actorSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label: z.string(),
  visual: z.string(),
  colour: z.string(),
  bounds,
  height: number,
  eyes: number,
  capsule: z.object({ radius: number, height: number }),
  bones: z.record(z.string(), z.string()),
  clips: z.array(
    z.looseObject({
      name: z.string(),
      seconds: number,
      loop: z.boolean(),
      stride: z.optional(number),
      turn: z.optional(number),
    }),
  ),
});
/** An actor, as its `actor.json` says. */
export type ActorSheet = z.infer<typeof actorSchema>;

const setSchema = z.looseObject({
  format: z.literal(1),
  id: name,
  label: z.string(),
  visual: z.string(),
  collider: blob,
  bounds,
  parts: z.array(z.looseObject({ id: name, label: z.string(), node: z.string(), collider: blob })),
  opening: z.array(
    z.looseObject({
      id: name,
      label: z.string(),
      kind: z.enum(["prop", "vehicle", "actor", "light", "mark"]),
      thing: z.optional(name),
      actor: z.optional(name),
      variant: z.optional(z.string()),
      position: vector,
      rotation: z.optional(quaternion),
      heading: z.optional(number),
      on: z.optional(z.boolean()),
      owner: z.optional(name),
      speed: z.optional(number),
      path: z.optional(z.array(number).check(z.maxLength(1024))),
    }),
  ),
  cameras: z
    .array(
      z.looseObject({
        id: name,
        label: z.string(),
        position: vector,
        heading: number,
        tilt: number,
        lens: number,
      }),
    )
    .check(z.minLength(1)),
  look: z.object({
    time: number,
    north: number,
    latitude: number,
    longitude: number,
    date: z.string(),
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
  constructor(file: string, what: string) {
    super(`${file}: ${what}`);
    this.name = "SetError";
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

/** Loads a set through `read`, which is given paths below assets/. Throws SetError or what `read` throws. */
export async function loadSet(id: string, read: (path: string) => Promise<Uint8Array>): Promise<LoadedSet> {
  const file = `sets/${id}/set.json`;
  const [sheet, catalogue] = await Promise.all([read(file), read("catalogue.json")]);
  return assembleSet(
    parseSetSheet(file, parse(file, sheet)),
    parseCatalogue("catalogue.json", parse("catalogue.json", catalogue)),
  );
}

function parse(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new SetError(file, `not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
