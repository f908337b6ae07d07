/** What everybody in a room sees of it beside its world. In: the room. Out: a plain record that may cross threads. */

import type { Presence } from "../../shared/protocol/presence.ts";
import type { Room } from "../room/room.ts";
import { slateNow } from "../room/slating.ts";

/** The presence of a room, as it is now. */
export function presenceOf(room: Room): Presence {
  const { scene, setup, number, take, style } = slateNow(room);
  return {
    people: [...room.people.values()].map((person) => ({
      number: person.number,
      name: person.name,
      colour: person.colour,
      mans: person.mans,
      on: person.on,
      connected: person.outlet !== null,
    })),
    rolling: room.world.rolling === "" ? room.open.take : room.world.rolling,
    label: room.stage.label,
    scene,
    setup,
    number,
    take,
    style,
    ratio: room.ratio,
    rate: room.rate,
    shown: room.shown.take,
    shownBy: room.shown.by,
  };
}
