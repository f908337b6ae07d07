/**
 * What the left button does on the picture: select, drag, lay marks, take hold of things and throw them. In: gestures,
 * and what they point at. Out: commands. A drag is one step of undo.
 */
import * as quat from "../../shared/math/quat.ts";
import { type Entity, type Pose, plainMark } from "../../shared/world/entity.ts";
import type { Gesture } from "../input/pointer.ts";
import { createPulse } from "./drag-pulse.ts";
import { type Floor, select, send, tell } from "./floor.ts";
import type { Handles } from "./handles.ts";
import * as holding from "./holding.ts";
import * as operating from "./operator.ts";
import type { Pointed } from "./pointing.ts";
import { poseOf } from "./set-intents.ts";
import { snapped } from "./shelf.ts";

/** What pointing needs: rays into the set. */
export interface Eye {
  /** What lies under a pixel, or null; `without` is left out (what is being dragged). */
  at(x: number, y: number, without: number): Pointed | null;
  /** Where somebody would stand who is sent to a place pointed at: on the set beneath it. */
  ground(pointed: Pointed): [number, number, number];
  /** Point at a distance along a pixel's ray. */
  along(x: number, y: number, metres: number): [number, number, number];
  /** Puts the camera so that an entity fills the frame. */
  frame(id: number): void;
  /** Shows a ghost of an entity somewhere else, or none. */
  ghost(entity: Entity | null, pose: Pose | null): void;
}

/** A thing in the hand or on the pointer. */
interface Hold {
  id: number;
  /** Slid, in the hand, slid as a copy, turned, or by one of its handles. */
  kind: "drag" | "hand" | "copy" | "turn" | "handle";
  /** From the thing's origin to where it was taken, world axes. */
  offset: [number, number, number];
  rotation: Pose["rotation"];
  /** Metres above nought at which it was taken. */
  height: number;
  /** Pixel at which it was taken. */
  fromX: number;
  /** Metres from the eye, for a hand. */
  distance: number;
  last: { at: [number, number, number]; time: number; velocity: [number, number, number] };
  sent: number;
  moved: boolean;
}

/** Milliseconds between commands of a drag. */
const EVERY = 50;
/** Metres and radians to which Shift snaps. */
const SNAP = 0.1;
const TURN_SNAP = Math.PI / 12;

/** Tools of the left button. */
export interface PointerTools {
  gesture(gesture: Gesture): void;
  /** Takes what is under the last pointer place into the hand, and lets go again. */
  grab(down: boolean): void;
  /** The entity in the hand, 0 none. */
  readonly holding: number;
}

/** Makes the tools. `nameAt`: whose name is written over a point of the picture, 0 nobody's. */
export function createPointerTools(
  floor: Floor,
  eye: Eye,
  handles: Handles,
  nameAt: (x: number, y: number) => number,
): PointerTools {
  let hold: Hold | null = null;
  let lastX = 0;
  let lastY = 0;
  const pulse = createPulse();
  /** Where the hand has come since the last command is told when the next one is due, though it rests by then. */
  let after: ReturnType<typeof setTimeout> | undefined;

  /** Tells the room where a thing is moved to, now and while the hand rests there; answers the serial. */
  const place = (id: number, pose: Pose): number => {
    const say = (): number => send(floor, [{ type: "place", moves: [{ id, pose }] }], [id]);
    pulse.keep(say);
    return say();
  };

  const begin = (x: number, y: number, kind: Hold["kind"]): void => {
    const pointed = eye.at(x, y, 0);
    const id = pointed?.hit.entity ?? 0;
    const entity = floor.roster.entities.get(id);
    const pose = poseOf(floor, id);
    if (!pointed || !entity || !pose) return;
    // A part of the place is no thing to be moved.
    if (entity.asset === "" && entity.kind === "prop") return;
    if (entity.locked) {
      if (kind !== "turn")
        tell(floor, { tone: "refused", text: `${entity.label} is locked.`, todo: "Unlock it first." });
      return;
    }
    const offset: [number, number, number] = [0, 0, 0];
    for (let k = 0; k < 3; k++) offset[k] = pose.position[k]! - pointed.point[k]!;
    hold = {
      id,
      kind,
      offset,
      rotation: pose.rotation,
      height: pose.position[1],
      fromX: x,
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
    } else if (kind === "drag") holding.grab(floor.holding, id, 0, pose);
  };

  const moveTo = (x: number, y: number, shift: boolean, last: boolean): void => {
    if (hold === null) return;
    const now = performance.now();
    const wait = hold.sent + EVERY - now;
    const due = last || wait <= 0;
    clearTimeout(after);
    if (due) hold.sent = now;
    else after = setTimeout(() => moveTo(x, y, shift, false), wait);
    hold.moved = true;
    if (hold.kind === "hand") carry(hold, x, y, now, due);
    else if (hold.kind === "turn") turn(hold, x, shift, due);
    else if (hold.kind === "handle") byHandle(hold, x, y, shift, due);
    else if (hold.kind === "copy") copyTo(hold, x, y, shift, last);
    else drag(hold, x, y, shift, due);
  };

  /** Where a slid thing comes to stand, or null where there is nothing beneath. */
  const under = (held: Hold, x: number, y: number, shift: boolean): [number, number, number] | null => {
    const pointed = eye.at(x, y, held.id);
    if (pointed === null) return null;
    const entity = floor.roster.entities.get(held.id);
    const position: [number, number, number] = [
      pointed.point[0] + held.offset[0],
      entity?.kind === "camera" ? held.height : pointed.point[1],
      pointed.point[2] + held.offset[2],
    ];
    if (!shift) return position;
    const grid = Math.max(SNAP, floor.set?.things.get(entity?.asset ?? "")?.snap ?? 0);
    return snapped(position, grid);
  };

  /** Alt-drag: a ghost of the copy goes along, and the copy is made where it is let go. */
  const copyTo = (held: Hold, x: number, y: number, shift: boolean, last: boolean): void => {
    const to = under(held, x, y, shift);
    const entity = floor.roster.entities.get(held.id);
    const pose = poseOf(floor, held.id);
    if (to === null || entity === undefined || pose === null) return;
    if (!last) {
      eye.ghost(entity, { position: to, rotation: held.rotation });
      return;
    }
    const offset: [number, number, number] = [0, 0, 0];
    for (let k = 0; k < 3; k++) offset[k] = to[k]! - pose.position[k]!;
    send(floor, [{ type: "duplicate", ids: [held.id], offset }], [held.id], (created) =>
      select(floor, created, false),
    );
  };

  /** R and a drag sideways: half a degree a pixel, Shift in steps. */
  const turn = (held: Hold, x: number, shift: boolean, due: boolean): void => {
    if (!due) return;
    const pose = poseOf(floor, held.id);
    if (pose === null) return;
    const by = ((x - held.fromX) * 0.5 * Math.PI) / 180;
    let heading = 2 * Math.atan2(held.rotation[1], held.rotation[3]) + by;
    if (shift) heading = Math.round(heading / TURN_SNAP) * TURN_SNAP;
    const rotation: Pose["rotation"] = [0, 0, 0, 1];
    quat.fromHeading(rotation, heading);
    place(held.id, { ...pose, rotation });
  };

  /** Takes a handle of what is selected, where one lies under the pointer. */
  const beginHandle = (x: number, y: number): boolean => {
    const id = handles.take(x, y);
    const pose = poseOf(floor, id);
    if (pose === null) return false;
    const last: Hold["last"] = { at: [0, 0, 0], time: 0, velocity: [0, 0, 0] };
    const { position, rotation } = pose;
    const offset: Hold["offset"] = [0, 0, 0];
    hold = {
      id,
      kind: "handle",
      offset,
      rotation,
      height: position[1],
      fromX: x,
      distance: 0,
      last,
      sent: 0,
      moved: false,
    };
    holding.grab(floor.holding, id, 0, pose);
    return true;
  };

  const byHandle = (held: Hold, x: number, y: number, shift: boolean, due: boolean): void => {
    const pose = handles.to(x, y, shift);
    if (pose === null) return;
    holding.aim(floor.holding, pose.position, pose.rotation);
    if (!due) return;
    const serial = place(held.id, pose);
    if (serial > 0) holding.carry(floor.holding, serial, pose);
  };

  /** Slides along what lies beneath; a camera slides at its height. The picture follows at once, commands when due. */
  const drag = (held: Hold, x: number, y: number, shift: boolean, due: boolean): void => {
    const position = under(held, x, y, shift);
    if (position === null) return;
    const camera = floor.roster.entities.get(held.id)?.kind === "camera";
    holding.aim(floor.holding, position, held.rotation);
    if (camera && held.id === floor.operator.camera) {
      operating.jump(floor.operator, { ...floor.operator.at, position: [...position] });
    }
    if (!due) return;
    const pose: Pose = { position, rotation: held.rotation };
    const serial = place(held.id, pose);
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
    clearTimeout(after);
    pulse.end();
    if (held.kind === "hand") {
      const velocity = held.last.velocity.map((v) => Math.max(-30, Math.min(30, v))) as [
        number,
        number,
        number,
      ];
      const serial = send(floor, [{ type: "release", id: held.id, velocity }], [held.id]);
      holding.release(floor.holding, serial, velocity);
    } else if (held.kind === "drag" || held.kind === "handle") holding.settle(floor.holding);
    handles.letGo();
    eye.ghost(null, null);
    hold = null;
  };

  /** What a drag does, by the tool and what is held down with it. */
  const take = (gesture: Readonly<Gesture>): void => {
    const tool = floor.model.tool.value;
    if (tool === "select" && !gesture.alt && beginHandle(gesture.fromX, gesture.fromY)) return;
    if (tool === "turn") begin(gesture.fromX, gesture.fromY, "turn");
    else if (tool === "select" && gesture.alt) begin(gesture.fromX, gesture.fromY, "copy");
    else if (tool === "select") begin(gesture.fromX, gesture.fromY, inPerformance(floor) ? "hand" : "drag");
  };

  const click = (gesture: Readonly<Gesture>): void => {
    const pointed = eye.at(gesture.x, gesture.y, 0);
    const subject = floor.roster.entities.get(floor.selection[0] ?? 0);
    if (floor.model.tool.value === "marks" && subject?.performer != null) {
      if (pointed === null) return;
      const pose: Pose = { position: eye.ground(pointed), rotation: [0, 0, 0, 1] };
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
    // A name stands for whom it names, whatever lies beneath it.
    const id = nameAt(gesture.x, gesture.y) || (pointed?.hit.entity ?? 0);
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
          else handles.over(gesture.x, gesture.y);
          return;
        case "drag":
          // A take on this screen is looked at, and not touched.
          if (hold === null && floor.model.transport.take.value === "") take(gesture);
          moveTo(gesture.x, gesture.y, gesture.shift, false);
          return;
        case "release":
          letGo(gesture.x, gesture.y, gesture.shift);
          return;
        case "cancel":
          if (hold?.kind === "copy") {
            clearTimeout(after);
            eye.ghost(null, null);
            hold = null;
          }
          letGo(gesture.x, gesture.y, gesture.shift);
          return;
        case "click":
          letGo(gesture.x, gesture.y, gesture.shift);
          click(gesture);
          return;
        case "double": {
          const { x, y } = gesture;
          const id = nameAt(x, y) || (eye.at(x, y, 0)?.hit.entity ?? 0);
          if (id !== 0) eye.frame(id);
          return;
        }
      }
    },
    grab(down) {
      if (floor.model.transport.take.value !== "") return;
      if (down && hold === null) begin(lastX, lastY, "hand");
      else if (!down && hold?.kind === "hand") letGo(lastX, lastY, false);
    },
  };
}

/** During a performance a hand takes hold; at one a drag changes the blocking. */
function inPerformance(floor: Floor): boolean {
  return floor.mirror?.phase === "performance";
}
