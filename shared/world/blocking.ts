/**
 * Blocking: edits of what has been decided: places, dressing, marks, cues, lamps, look. Each checks everything before
 * it changes anything, and leaves an edit on the person's stack. Returns the ids of what it created.
 */
import * as bodies from "./bodies.ts";
import type { Command, CommandType } from "./command.ts";
import type { Entity, Pose } from "./entity.ts";
import * as history from "./history.ts";
import { MAX_BODIES, MAX_CUES, MAX_ENTITIES, MAX_FRAMINGS, MAX_MARKS, WORLD_REACH } from "./limits.ts";
import { fround } from "./number.ts";
import { changeable, entityOf, notHeld, refuse } from "./refusal.ts";
import { blank, copyPose, type Edit, extract, insert, touch, type World } from "./world.ts";

type Of<T extends CommandType> = Extract<Command, { type: T }>;
const NOTHING: readonly number[] = [];

/** Refuses unless there is room for `count` more entities like these. */
function room(world: World, count: number, free: number): void {
  if (world.entities.size + count > MAX_ENTITIES) {
    refuse("too many entities", `A stage holds ${MAX_ENTITIES} entities (MAX_ENTITIES). Remove some first.`);
  }
  if (free > 0 && bodies.countFree(world) + free > MAX_BODIES) {
    refuse("too many bodies", `A world moves ${MAX_BODIES} bodies (MAX_BODIES). Remove some first.`);
  }
}

/** Checks that an asset of this kind and variant can stand on this stage. */
function known(world: World, kind: Entity["kind"], asset: string, variant: string): void {
  if (kind === "camera") return;
  if (kind === "mark")
    refuse("wrong kind", "Marks are laid for somebody: select an actor or a vehicle first.");
  if (kind === "actor") {
    if (!world.set.actors.has(asset)) refuse("unknown asset", `There is no actor "${asset}".`);
    return;
  }
  const thing = world.set.things.get(asset);
  if (thing === undefined || thing.kind !== kind) refuse("unknown asset", `There is no ${kind} "${asset}".`);
  if (variant !== "" && !thing.variants?.some((v) => v.id === variant)) {
    refuse("unknown asset", `${thing.label} has no variant "${variant}".`);
  }
}

/** Adds a thing, an actor or a camera. */
export function spawn(
  world: World,
  person: number,
  command: Of<"spawn">,
  ids: readonly number[],
): readonly number[] {
  const { kind, asset, variant, pose } = command;
  known(world, kind, asset, variant);
  const free = (kind === "prop" || kind === "light") && (world.set.things.get(asset)?.mass ?? 0) > 0;
  room(world, 1, free ? 1 : 0);
  const label =
    command.label || world.set.things.get(asset)?.label || world.set.actors.get(asset)?.label || "Camera";
  const entity = blank(world, kind, "", label, asset, pose, ids[0]);
  entity.variant = variant;
  if (entity.camera !== null) entity.camera.letter = nextLetter(world);
  if (kind === "camera" && command.label === "") entity.label = `Camera ${entity.camera!.letter}`;
  const edit = history.begin(world, "spawn");
  insert(world, entity);
  touch(world, entity, person);
  history.made(edit, entity.id);
  history.commit(world, person, edit);
  return [entity.id];
}

/** Whether no camera has a letter. */
export function isLetterFree(world: World, letter: string): boolean {
  for (const { camera } of world.entities.values()) if (camera?.letter === letter) return false;
  return true;
}

/** A, B, C…: the first letter that no camera has. */
export function nextLetter(world: World): string {
  for (let k = 0; k < 26; k++) {
    const letter = String.fromCharCode(65 + k);
    if (isLetterFree(world, letter)) return letter;
  }
  return "Z";
}

/** Takes entities away, a performer's marks with it, and marks out of their performer's order. */
export function remove(world: World, person: number, command: Of<"remove">): readonly number[] {
  if (world.rolling !== "") refuse("cut first", "A take is rolling. Cut first.");
  const going = new Set<Entity>();
  for (const id of command.ids) {
    const entity = changeable(world, id, person);
    going.add(entity);
    for (const mark of entity.performer?.marks ?? []) going.add(entityOf(world, mark));
  }
  const edit = history.begin(world, "remove");
  for (const entity of going) {
    const owner = entity.mark === null ? undefined : world.entities.get(entity.mark.owner);
    if (owner?.performer && !going.has(owner) && !edit.entities.some((item) => item.id === owner.id)) {
      history.keep(edit, owner);
      touch(world, owner, person);
    }
  }
  for (const entity of going) {
    history.keep(edit, entity);
    const owner = entity.mark === null ? undefined : world.entities.get(entity.mark.owner);
    if (owner?.performer) owner.performer.marks = owner.performer.marks.filter((id) => id !== entity.id);
    extract(world, entity);
  }
  history.commit(world, person, edit);
  return NOTHING;
}

/** Copies entities, moved by an offset. Marks belong to one performer and are not copied. */
export function duplicate(
  world: World,
  person: number,
  command: Of<"duplicate">,
  ids: readonly number[],
): readonly number[] {
  const sources = command.ids.map((id) => entityOf(world, id, "prop", "vehicle", "actor", "light", "camera"));
  for (const source of sources)
    if (source.asset === "" && source.kind !== "camera")
      refuse("wrong kind", `${source.label} is part of the set.`);
  room(world, sources.length, sources.filter((source) => bodies.isFree(world, source)).length);
  const poses = sources.map((source) => {
    const pose = copyPose(world.phase === "one" ? source.pose : source.one);
    for (let c = 0; c < 3; c++) {
      pose.position[c] = fround(pose.position[c]! + command.offset[c]!);
      if (Math.abs(pose.position[c]!) > WORLD_REACH) {
        refuse("out of reach", `A stage reaches ${WORLD_REACH} m from its middle (WORLD_REACH).`);
      }
    }
    return pose;
  });
  const edit = history.begin(world, "duplicate");
  const created: number[] = [];
  for (let k = 0; k < sources.length; k++) {
    const source = sources[k]!;
    const copy = blank(world, source.kind, "", source.label, source.asset, poses[k]!, ids[k]);
    copy.variant = source.variant;
    copy.lamp = source.lamp === null ? null : { ...source.lamp };
    copy.camera = source.camera === null ? null : { ...source.camera, letter: nextLetter(world) };
    insert(world, copy);
    touch(world, copy, person);
    history.made(edit, copy.id);
    created.push(copy.id);
  }
  history.commit(world, person, edit);
  return created;
}

/** Changes each entity alike, as one edit. */
function change(
  world: World,
  person: number,
  label: string,
  entities: readonly Entity[],
  how: (entity: Entity) => void,
) {
  const edit = history.begin(world, label);
  for (const entity of entities) {
    history.keep(edit, entity);
    how(entity);
    touch(world, entity, person);
  }
  history.commit(world, person, edit);
  return NOTHING;
}

/** Puts entities where they belong, at rest. */
export function place(world: World, person: number, command: Of<"place">): readonly number[] {
  const moves = new Map<Entity, Pose>();
  for (const move of command.moves) {
    const entity = changeable(world, move.id, person);
    if (entity.asset === "" && entity.kind === "prop")
      refuse("wrong kind", `${entity.label} is part of the set.`);
    moves.set(entity, move.pose);
  }
  return change(world, person, "place", [...moves.keys()], (entity) => {
    const pose = moves.get(entity)!;
    entity.one = copyPose(pose);
    history.moveTo(world, entity, pose);
  });
}

/** Groups entities. */
export function group(world: World, person: number, command: Of<"group">): readonly number[] {
  const entities = command.ids.map((id) => changeable(world, id, person));
  return change(world, person, "group", entities, (entity) => {
    entity.group = command.group;
  });
}

/** Hides or shows entities; set pieces can be hidden though they are locked. */
export function hide(world: World, person: number, command: Of<"hide">): readonly number[] {
  const entities = command.ids.map((id) => {
    const entity = entityOf(world, id);
    notHeld(entity, person);
    return entity;
  });
  if (!command.hidden) {
    const free = entities.filter((e) => e.hidden && bodies.isFree(world, e)).length;
    room(world, 0, free);
  }
  return change(world, person, "hide", entities, (entity) =>
    history.setHidden(world, entity, command.hidden),
  );
}

/** Locks or unlocks entities. */
export function lock(world: World, person: number, command: Of<"lock">): readonly number[] {
  const entities = command.ids.map((id) => {
    const entity = entityOf(world, id);
    notHeld(entity, person);
    return entity;
  });
  return change(world, person, "lock", entities, (entity) => {
    entity.locked = command.locked;
  });
}

/** Names an entity and chooses its variant. */
export function name(world: World, person: number, command: Of<"name">): readonly number[] {
  const entity = changeable(world, command.id, person);
  if (command.variant !== "") known(world, entity.kind, entity.asset, command.variant);
  return change(world, person, "name", [entity], () => {
    if (command.label !== "") entity.label = command.label;
    entity.variant = command.variant;
  });
}

/** Sets lamps. */
export function setLamp(world: World, person: number, command: Of<"setLamp">): readonly number[] {
  const entities = command.ids.map((id) => changeable(world, id, person, "light"));
  return change(world, person, "lamp", entities, (entity) => {
    entity.lamp = { ...command.lamp };
  });
}

/** Keeps a camera's settings. */
export function setCamera(world: World, person: number, command: Of<"setCamera">): readonly number[] {
  const entity = changeable(world, command.id, person, "camera");
  return change(world, person, "camera", [entity], () => {
    entity.camera = { ...command.camera };
  });
}

/** What a performer waits for at one, and where her eyes rest. */
export function direct(world: World, person: number, command: Of<"direct">): readonly number[] {
  const entity = changeable(world, command.id, person, "actor", "vehicle");
  return change(world, person, "direct", [entity], () => {
    entity.performer!.start = command.start;
    entity.performer!.eyeline = command.eyeline;
    entity.performer!.gaze = command.eyeline;
  });
}

/** Lays the next mark of a performer. */
export function layMark(
  world: World,
  person: number,
  command: Of<"layMark">,
  ids: readonly number[],
): readonly number[] {
  const owner = changeable(world, command.mark.owner, person, "actor", "vehicle");
  const performer = owner.performer!;
  if (performer.marks.length >= MAX_MARKS) {
    refuse("too many marks", `${owner.label} has ${MAX_MARKS} marks (MAX_MARKS) already.`);
  }
  room(world, 1, 0);
  const edit = history.begin(world, "mark");
  history.keep(edit, owner);
  const mark = blank(
    world,
    "mark",
    "",
    `${owner.label} ${performer.marks.length + 1}`,
    "",
    command.pose,
    ids[0],
  );
  mark.mark = { ...command.mark };
  insert(world, mark);
  touch(world, mark, person);
  history.made(edit, mark.id);
  performer.marks.push(mark.id);
  touch(world, owner, person);
  history.commit(world, person, edit);
  return [mark.id];
}

/** Changes a mark; it stays its owner's. */
export function setMark(world: World, person: number, command: Of<"setMark">): readonly number[] {
  const entity = changeable(world, command.id, person, "mark");
  return change(world, person, "mark", [entity], () => {
    entity.mark = { ...command.mark, owner: entity.mark!.owner };
  });
}

/** Puts a performer's marks in order; those left out are removed. */
export function orderMarks(world: World, person: number, command: Of<"orderMarks">): readonly number[] {
  const owner = changeable(world, command.owner, person, "actor", "vehicle");
  const had = owner.performer!.marks;
  const wanted = new Set(command.marks);
  if (wanted.size !== command.marks.length || command.marks.some((id) => !had.includes(id))) {
    refuse("wrong kind", `These are not ${owner.label}'s marks.`);
  }
  const edit = history.begin(world, "order marks");
  history.keep(edit, owner);
  for (const id of had) {
    const mark = wanted.has(id) ? undefined : world.entities.get(id);
    if (mark === undefined) continue;
    history.keep(edit, mark);
    extract(world, mark);
  }
  owner.performer!.marks = [...command.marks];
  touch(world, owner, person);
  history.commit(world, person, edit);
  return NOTHING;
}

/** Makes a cue or changes one. */
export function setCue(
  world: World,
  person: number,
  command: Of<"setCue">,
  ids: readonly number[],
): readonly number[] {
  const id = command.id === 0 ? (ids[0] ?? world.nextId) : command.id;
  const known = world.cues.get(id);
  if (command.id !== 0 && known === undefined) refuse("unknown entity", `There is no cue ${id} any more.`);
  if (known === undefined && world.cues.size >= MAX_CUES) {
    refuse("too many cues", `A stage holds ${MAX_CUES} cues (MAX_CUES).`);
  }
  const edit = history.begin(world, "cue");
  history.keepCue(edit, id, known?.cue ?? null);
  world.nextId = Math.max(world.nextId, id + 1);
  world.cues.set(id, { id, cue: { ...command.cue }, fired: -1 });
  world.noted = true;
  watchFor(world, command.cue.on);
  history.commit(world, person, edit);
  return known === undefined ? [id] : NOTHING;
}

/** Lets the engine tell of contacts of a body that a cue listens to. */
function watchFor(world: World, id: number): void {
  const body = world.entities.get(id)?.body;
  if (body) world.physics.watch(body, true);
}

/** Takes a cue away. */
export function removeCue(world: World, person: number, command: Of<"removeCue">): readonly number[] {
  const known = world.cues.get(command.id);
  if (known === undefined) refuse("unknown entity", `There is no cue ${command.id} any more.`);
  const edit: Edit = history.begin(world, "cue");
  history.keepCue(edit, command.id, known.cue);
  world.cues.delete(command.id);
  world.noted = true;
  history.commit(world, person, edit);
  return NOTHING;
}

/** Keeps a framing or changes one. */
export function setFraming(world: World, person: number, command: Of<"setFraming">): readonly number[] {
  const id = command.id === 0 ? world.nextId : command.id;
  const known = world.framings.get(id);
  if (command.id !== 0 && known === undefined)
    refuse("unknown entity", `There is no framing ${id} any more.`);
  if (known === undefined && world.framings.size >= MAX_FRAMINGS)
    refuse("too many framings", `A stage keeps ${MAX_FRAMINGS} framings (MAX_FRAMINGS). Remove some first.`);
  const edit = history.begin(world, "framing");
  history.keepFraming(edit, id, known ?? null);
  world.nextId = Math.max(world.nextId, id + 1);
  world.framings.set(id, command.framing);
  world.noted = true;
  history.commit(world, person, edit);
  return known === undefined ? [id] : NOTHING;
}

/** Takes a framing away. */
export function removeFraming(world: World, person: number, command: Of<"removeFraming">): readonly number[] {
  const known = world.framings.get(command.id);
  if (known === undefined) refuse("unknown entity", `There is no framing ${command.id} any more.`);
  const edit = history.begin(world, "framing");
  history.keepFraming(edit, command.id, known);
  world.framings.delete(command.id);
  world.noted = true;
  history.commit(world, person, edit);
  return NOTHING;
}

/** Changes sun, sky and exposure. */
export function look(world: World, person: number, command: Of<"look">): readonly number[] {
  const edit = history.begin(world, "look");
  edit.look = world.look;
  world.look = { ...command.look };
  history.commit(world, person, edit);
  return NOTHING;
}
