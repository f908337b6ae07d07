/**
 * What the left button does on the picture: select, drag, lay marks, take hold of things and throw them. In: gestures,
 * and what they point at. Out: commands. A drag is one step of undo.
 */
import * as quat from "../../shared/math/quat.ts";
import type { Pose } from "../../shared/world/entity.ts";
import type { Gesture } from "../input/pointer.ts";
import { type Floor, select, send } from "./floor.ts";
import * as holding from "./holding.ts";
import * as operating from "./operator.ts";
import type { Pointed } from "./pointing.ts";
import { plainMark, poseOf } from "./set-intents.ts";

/** What pointing needs: rays into the set. */
export interface Eye {
  /** What lies under a pixel, or null; `without` is left out (what is being dragged). */
  at(x: number, y: number, without: number): Pointed | null;
  /** Point at a distance along a pixel's ray. */
  along(x: number, y: number, metres: number): [number, number, number];
  /** Puts the camera so that an entity fills the frame. */
  frame(id: number): void;
}

/** A thing in the hand or on the pointer. */
interface Hold {
  id: number;
  kind: "drag" | "hand";
  /** From the thing's origin to where it was taken, world axes. */
  offset: [number, number, number];
  rotation: Pose["rotation"];
  /** Metres above nought at which it was taken. */
  height: number;
  /** Metres from the eye, for a hand. */
  distance: number;
  last: { at: [number, number, number]; time: number; velocity: [number, number, number] };
  sent: number;
  moved: boolean;
}

/** Milliseconds between commands of a drag. */
const EVERY = 50;
/** Metres to which Shift snaps. */
const SNAP = 0.1;

/** Tools of the left button. */
export interface PointerTools {
  gesture(gesture: Gesture): void;
  /** Takes what is under the last pointer place into the hand, and lets go again. */
  grab(down: boolean): void;
  /** The entity in the hand, 0 none. */
  readonly holding: number;
}

/** Makes the tools. */
export function createPointerTools(floor: Floor, eye: Eye): PointerTools {
  let hold: Hold | null = null;
  let lastX = 0;
  let lastY = 0;

  const begin = (x: number, y: number, kind: Hold["kind"]): void => {
    const pointed = eye.at(x, y, 0);
    const id = pointed?.hit.entity ?? 0;
    const entity = floor.roster.entities.get(id);
    const pose = poseOf(floor, id);
    if (!pointed || !entity || !pose || entity.locked) return;
    const offset: [number, number, number] = [0, 0, 0];
    for (let k = 0; k < 3; k++) offset[k] = pose.position[k]! - pointed.point[k]!;
    hold = {
      id,
      kind,
      offset,
      rotation: pose.rotation,
      height: pose.position[1],
      distance: pointed.hit.distance,
      last: { at: pointed.point, time: performance.now(), velocity: [0, 0, 0] },
      sent: 0,
      moved: false,
    };
    if (kind === "hand") {
      const grip: [number, number, number] = [-offset[0], -offset[1], -offset[2]];
      quat.unrotate(grip, pose.rotation, grip);
      const hand: Pose = { position: pointed.point, rotation: pose.rotation };
      holding.grab(floor.holding, id, send(floor, [{ type: "grab", id, grip, hand }], [id]), hand);
    } else holding.grab(floor.holding, id, 0, pose);
  };

  const moveTo = (x: number, y: number, shift: boolean, last: boolean): void => {
    if (hold === null) return;
    const now = performance.now();
    const due = last || now - hold.sent >= EVERY;
    if (due) hold.sent = now;
    hold.moved = true;
    if (hold.kind === "hand") carry(hold, x, y, now, due);
    else drag(hold, x, y, shift, due);
  };

  /** Slides along what lies beneath; a camera slides at its height. The picture follows at once, commands when due. */
  const drag = (held: Hold, x: number, y: number, shift: boolean, due: boolean): void => {
    const pointed = eye.at(x, y, held.id);
    if (pointed === null) return;
    const camera = floor.roster.entities.get(held.id)?.kind === "camera";
    const position: [number, number, number] = [
      pointed.point[0] + held.offset[0],
      camera ? held.height : pointed.point[1],
      pointed.point[2] + held.offset[2],
    ];
    if (shift) {
      position[0] = Math.round(position[0] / SNAP) * SNAP;
      position[2] = Math.round(position[2] / SNAP) * SNAP;
    }
    holding.aim(floor.holding, position, held.rotation);
    if (camera && held.id === floor.operator.camera) {
      operating.jump(floor.operator, { ...floor.operator.at, position: [...position] });
    }
    if (!due) return;
    const pose: Pose = { position, rotation: held.rotation };
    const serial = send(floor, [{ type: "place", moves: [{ id: held.id, pose }] }], [held.id]);
    if (serial > 0) holding.carry(floor.holding, serial, pose);
  };

  const carry = (held: Hold, x: number, y: number, now: number, due: boolean): void => {
    const at = eye.along(x, y, held.distance);
    holding.aim(floor.holding, at, held.rotation);
    if (!due) return;
    const seconds = Math.max(0.008, (now - held.last.time) / 1000);
    for (let k = 0; k < 3; k++) {
      const speed = (at[k]! - held.last.at[k]!) / seconds;
      held.last.velocity[k] = held.last.velocity[k]! * 0.4 + speed * 0.6;
    }
    held.last.at = at;
    held.last.time = now;
    const hand: Pose = { position: at, rotation: held.rotation };
    const serial = send(floor, [{ type: "carry", id: held.id, hand }]);
    if (serial > 0) holding.carry(floor.holding, serial, hand);
  };

  const letGo = (x: number, y: number, shift: boolean): void => {
    if (hold === null) return;
    const held = hold;
    if (held.moved || held.kind === "hand") moveTo(x, y, shift, true);
    if (held.kind === "hand") {
      const velocity = held.last.velocity.map((v) => Math.max(-30, Math.min(30, v))) as [
        number,
        number,
        number,
      ];
      const serial = send(floor, [{ type: "release", id: held.id, velocity }], [held.id]);
      holding.release(floor.holding, serial, velocity);
    } else holding.settle(floor.holding);
    hold = null;
  };

  const click = (gesture: Readonly<Gesture>): void => {
    const pointed = eye.at(gesture.x, gesture.y, 0);
    const subject = floor.roster.entities.get(floor.selection[0] ?? 0);
    if (floor.model.tool.value === "marks" && subject?.performer != null) {
      if (pointed === null) return;
      const pose: Pose = { position: pointed.point, rotation: [0, 0, 0, 1] };
      const seat = floor.set?.things.get(floor.roster.entities.get(pointed.hit.entity)?.asset ?? "")?.seats;
      const mark = plainMark(subject.id);
      // A click on something to sit on means sitting down there.
      if (seat && seat.length > 0 && subject.kind === "actor") {
        mark.deed = "sit";
        mark.target = pointed.hit.entity;
      }
      send(floor, [{ type: "layMark", mark, pose }], [subject.id]);
      return;
    }
    const id = pointed?.hit.entity ?? 0;
    const isPlace =
      floor.roster.entities.get(id)?.asset === "" && floor.roster.entities.get(id)?.kind === "prop";
    select(floor, id === 0 || (isPlace && !gesture.alt) ? [] : [id], gesture.shift);
  };

  return {
    get holding() {
      return hold?.id ?? 0;
    },
    gesture(gesture) {
      lastX = gesture.x;
      lastY = gesture.y;
      switch (gesture.type) {
        case "press":
          return;
        case "hover":
          if (hold?.kind === "hand") moveTo(gesture.x, gesture.y, false, false);
          return;
        case "drag":
          if (hold === null && floor.model.tool.value === "select") {
            begin(gesture.fromX, gesture.fromY, inPerformance(floor) ? "hand" : "drag");
          }
          moveTo(gesture.x, gesture.y, gesture.shift, false);
          return;
        case "release":
        case "cancel":
          letGo(gesture.x, gesture.y, gesture.shift);
          return;
        case "click":
          letGo(gesture.x, gesture.y, gesture.shift);
          click(gesture);
          return;
        case "double": {
          const id = eye.at(gesture.x, gesture.y, 0)?.hit.entity ?? 0;
          if (id !== 0) eye.frame(id);
          return;
        }
      }
    },
    grab(down) {
      if (down && hold === null) begin(lastX, lastY, "hand");
      else if (!down && hold?.kind === "hand") letGo(lastX, lastY, false);
    },
  };
}

/** During a performance a hand takes hold; at one a drag changes the blocking. */
function inPerformance(floor: Floor): boolean {
  return floor.mirror?.phase === "performance";
}
