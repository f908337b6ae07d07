/**
 * The shelf: everything that may be put into the set, and putting it there: dragged to a place with a ghost of it at the
 * pointer, or before the camera. In: the catalogue, pointing. Out: the shelf's lines; spawns, selected once they are there.
 */
import * as pose from "../../shared/camera/pose.ts";
import * as quat from "../../shared/math/quat.ts";
import type { Kind, Pose } from "../../shared/world/entity.ts";
import type { LoadedSet, Thing } from "../../shared/world/set.ts";
import type { PanelIntent } from "../panels/intent.ts";
import type { ShelfItem } from "../panels/model.ts";
import { type Floor, select, send, tell } from "./floor.ts";
import type { Ghost } from "./ghost.ts";
import type { Pointed } from "./pointing.ts";
import * as seeing from "./seeing.ts";

/** Metres before the camera at which a thing stands that was not put anywhere. */
const BEFORE = 4;
/** A person's and a camera's size where nothing says it, metres. */
const PERSON: readonly [number, number, number] = [0.6, 1.75, 0.6];
const CAMERA: readonly [number, number, number] = [0.3, 0.3, 0.5];
/** Height of a new camera's lens. */
const LENS_HEIGHT = 1.5;

/** Headings of the shelf by what a thing is called; the first that fits. */
const SHELVES: readonly (readonly [string, RegExp])[] = [
  ["Walls and floors", /^kit-(wall|corner|ceiling|cornice|door|floor|flat|radiator|curtains)/],
  ["Pictures and plants", /^kit-(frame|mirror|clock|plant|rug)/],
  [
    "Furniture",
    /^kit-(armchair|bed|bookcase|chair|coffee|counter|cupboard|cushion|desk$|director|fridge|sideboard|sofa|table|tv)|^cafe-/,
  ],
  ["On the table", /^kit-(book|bottle|glass|mug|plate|telephone|tumbler)|^(glass|bottle)$/],
  ["On set", /^kit-(apple|c-stand|cable|case|ladder|monitor|sandbag)/],
];

/** Order of the shelf's headings. */
const ORDER = [
  "Cast",
  "Cameras",
  "Vehicles",
  "Furniture",
  "On the table",
  "Walls and floors",
  "Pictures and plants",
  "Street",
  "On set",
  "Lights",
];

function shelfOf({ id, kind }: Pick<Thing, "id" | "kind">): string {
  if (kind === "vehicle") return "Vehicles";
  if (kind === "light") return "Lights";
  return SHELVES.find(([, fits]) => fits.test(id))?.[0] ?? "Street";
}

const sizeOf = ({ min, max }: Thing["bounds"]): [number, number, number] => [
  max[0] - min[0],
  max[1] - min[1],
  max[2] - min[2],
];

/** Everything that may stand on a stage, shelf by shelf. */
export function items(set: LoadedSet): ShelfItem[] {
  const out: ShelfItem[] = [];
  for (const actor of set.actors.values())
    out.push({
      asset: actor.id,
      label: actor.label,
      kind: "actor",
      shelf: "Cast",
      thumbnail: `/assets/cast/${actor.id}/poster.webp`,
      variants: [],
      size: sizeOf(actor.bounds),
      seats: 0,
    });
  out.push({
    asset: "",
    label: "Camera",
    kind: "camera",
    shelf: "Cameras",
    thumbnail: null,
    variants: [],
    size: CAMERA,
    seats: 0,
  });
  for (const thing of set.things.values())
    out.push({
      asset: thing.id,
      label: thing.label,
      kind: thing.kind,
      shelf: shelfOf(thing),
      thumbnail: `/assets/things/${thing.id}/poster.webp`,
      variants: thing.variants ?? [],
      size: sizeOf(thing.bounds),
      seats: thing.seats?.length ?? 0,
    });
  const place = (item: ShelfItem): number => ORDER.indexOf(item.shelf);
  return out.sort((a, b) => place(a) - place(b) || (a.label < b.label ? -1 : 1));
}

/** Rounds a place to a thing's own grid, metres; 0: as it is. */
export function snapped(position: readonly [number, number, number], grid: number): [number, number, number] {
  const round = (value: number): number => (grid > 0 ? Math.round(value / grid) * grid : value);
  return [round(position[0]), position[1], round(position[2])];
}

/** What putting things takes. */
export interface ShelfParts {
  floor: Floor;
  ghost: Ghost;
  /** What lies under a place on the page, CSS pixels. */
  at(x: number, y: number): Pointed | null;
  /** Whether a place on the page is the picture, and no panel. */
  overPicture(x: number, y: number): boolean;
}

/** The shelf at work. */
export interface ShelfDesk {
  handle(intent: PanelIntent): boolean;
}

type Wanted = { asset: string; kind: Kind; variant: string };

/** Puts the shelf to work. */
export function createShelf({ floor, ghost, at, overPicture }: ShelfParts): ShelfDesk {
  /** Towards the shown camera, upright; kit pieces stay on their grid's axes. */
  const facing = ({ asset, kind }: Wanted, position: readonly number[]): Pose["rotation"] => {
    const rotation: Pose["rotation"] = [0, 0, 0, 1];
    const eye = seeing.shown(floor).at.position;
    const heading = Math.atan2(eye[0] - position[0]!, eye[2] - position[2]!);
    const grid = floor.set?.things.get(asset)?.snap ?? 0;
    const quarter = Math.PI / 2;
    if (kind === "camera") quat.copy(rotation, seeing.shown(floor).rotation);
    else quat.fromHeading(rotation, grid > 0 ? Math.round(heading / quarter) * quarter : heading);
    return rotation;
  };

  const poseAt = (wanted: Wanted, point: readonly [number, number, number]): Pose => {
    const position = snapped(point, floor.set?.things.get(wanted.asset)?.snap ?? 0);
    if (wanted.kind === "camera") position[1] += LENS_HEIGHT;
    return { position, rotation: facing(wanted, position) };
  };

  const boxOf = ({ asset, kind }: Wanted) => {
    const { set } = floor;
    const bounds = set?.things.get(asset)?.bounds ?? set?.actors.get(asset)?.bounds;
    if (bounds !== undefined) return bounds;
    const [x, y, z] = kind === "camera" ? CAMERA : PERSON;
    const low = kind === "camera" ? -y / 2 : 0;
    return {
      min: [-x / 2, low, -z / 2] as [number, number, number],
      max: [x / 2, low + y, z / 2] as [number, number, number],
    };
  };

  const labelOf = ({ asset, kind }: Wanted): string =>
    floor.set?.things.get(asset)?.label ??
    floor.set?.actors.get(asset)?.label ??
    (kind === "camera" ? "Camera" : asset);

  const spawn = (wanted: Wanted, pose: Pose): void => {
    const { kind, asset, variant } = wanted;
    send(floor, [{ type: "spawn", kind, asset, variant, label: "", pose }], [], (created) =>
      select(floor, created, false),
    );
  };

  /** Before the camera: on what lies in the middle of the gate, unless that is far. */
  const before = (): [number, number, number] => {
    const { free } = floor.model.view;
    const { x, y, width, height } = free.value;
    const middle = at(x + width / 2, y + height * 0.62);
    if (middle !== null && middle.hit.distance < BEFORE * 3) return middle.point;
    const eye = seeing.shown(floor).at;
    const ahead: [number, number, number] = [0, 0, 0];
    pose.forward(ahead, eye);
    const level = Math.hypot(ahead[0], ahead[2]) || 1;
    return [eye.position[0] + (ahead[0] / level) * BEFORE, 0, eye.position[2] + (ahead[2] / level) * BEFORE];
  };

  return {
    handle(intent) {
      if (intent.type === "add") {
        spawn(intent, poseAt(intent, before()));
        return true;
      }
      if (intent.type !== "drag in") return false;
      const { x, y, phase } = intent;
      const pointed = phase === "cancel" || !overPicture(x, y) ? null : at(x, y);
      if (pointed === null) {
        ghost.hide();
        if (phase === "drop" && overPicture(x, y))
          tell(floor, { tone: "refused", text: "There is nothing under that place to stand on." });
        return true;
      }
      const pose = poseAt(intent, pointed.point);
      if (phase === "move")
        ghost.show({ box: { ...boxOf(intent), ...pose }, label: labelOf(intent), path: [] });
      else {
        ghost.hide();
        spawn(intent, pose);
      }
      return true;
    },
  };
}
