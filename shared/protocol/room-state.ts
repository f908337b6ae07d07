/**
 * Presence: who is here, what they man, what is on. It is Colyseus state, written by the room alone, never saved and
 * never part of the world. The only file that imports @colyseus/schema.
 */
import { type SchemaType, schema, t } from "@colyseus/schema";

/** Somebody in the room. */
export const Person = schema(
  {
    number: t.uint16().default(0),
    name: t.string().default(""),
    /** `#rrggbb`, one of PEOPLE_COLOURS. */
    colour: t.string().default(""),
    /** Camera entity that they man; 0 for none. */
    mans: t.uint32().default(0),
    /** `camera`, `village` or `foot`. */
    on: t.string().default("village"),
    /** False while the connection is lost and the 60 s run. */
    connected: t.boolean().default(true),
  },
  "Person",
);
export type Person = SchemaType<typeof Person>;

/** The room's presence. */
export const RoomState = schema(
  {
    /** By person number, as text. */
    people: t.map(Person),
    /** Take that rolls; empty when none does. */
    rolling: t.string().default(""),
    /** Label of the stage. */
    label: t.string().default(""),
    /** Slate for the next roll. */
    scene: t.string().default("1"),
    setup: t.string().default(""),
    /** Running slate number (UK). */
    number: t.uint32().default(1),
    take: t.uint16().default(1),
    style: t.string().default("us"),
    /** Delivery ratio and rate of the project, by their names. */
    ratio: t.string().default("2.39"),
    rate: t.string().default("24"),
    /** Review that everybody follows: take, by whom; empty when none. */
    shown: t.string().default(""),
    shownBy: t.uint16().default(0),
  },
  "RoomState",
);
export type RoomState = SchemaType<typeof RoomState>;

/**
 * Colours for people, told apart on grey by eye and by the common kinds of colour blindness. Amber comes last: it is
 * near the one of what is degraded.
 */
export const PEOPLE_COLOURS = [
  "#58c9b9",
  "#d987d2",
  "#8fd16f",
  "#5fb3e6",
  "#e8766b",
  "#7f8df2",
  "#d9d06a",
  "#c79a7b",
  "#a9b7c6",
  "#e6a23c",
] as const;
