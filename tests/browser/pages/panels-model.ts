/**
 * A rich model for the panels' test page: a street with people, things, takes and cues. In: pictures. Out: the model;
 * panels-states.ts has the states that it can be put into.
 */
import {
  createPanelsModel,
  type EntityLine,
  FIRST_SETTINGS,
  type PanelsModel,
  type Section,
  type TakeCard,
} from "../../../client/panels/model.ts";
import type { Kind } from "../../../shared/world/entity.ts";

let next = 1;
const line = (section: Section, kind: Kind, label: string, more: Partial<EntityLine> = {}): EntityLine => ({
  id: next++,
  section,
  kind,
  label,
  asset: "",
  group: "",
  hidden: false,
  locked: false,
  holder: 0,
  touched: 0,
  state: "",
  pending: false,
  ...more,
});
const several = (count: number, section: Section, kind: Kind, label: string, asset: string) =>
  Array.from({ length: count }, (_, one) => line(section, kind, `${label} ${one + 1}`, { asset }));

/** A model of a street being shot. `pictures` are data URLs for thumbnails. */
export function streetModel(pictures: readonly string[]): PanelsModel {
  next = 1;
  const m = createPanelsModel();
  m.link.value = "joined";
  m.stage.value = "Corner Street";
  m.slate.value = { scene: "24", setup: "24A", take: 4, name: "24A · T4" };
  m.timecode.value = "14:02:37:11";
  m.rate.value = "23.976";
  m.picture.value = { text: "Model 512×288 · 41/s", tone: "good", shown: "network", network: true };
  m.people.value = [
    person(1, "Dana Kerr", "DK", "#e0a458", true, "camera", "A", []),
    person(2, "Oona Pike", "OP", "#6fb7c4", false, "camera", "B", ["Red saloon"]),
    person(3, "Felix Paz", "FP", "#c3a2e0", false, "village", "", []),
  ];
  m.entities.value = [
    line("Cast", "actor", "Ana", { asset: "ana", state: "walking" }),
    line("Cast", "actor", "Jonas", { asset: "jonas", state: "waits for Ana 2" }),
    line("Cast", "actor", "Child", { asset: "child" }),
    line("Vehicles", "vehicle", "Red saloon", { asset: "saloon", holder: 2 }),
    line("Vehicles", "vehicle", "Van", { asset: "van" }),
    ...several(12, "Props", "prop", "Crate", "crate"),
    line("Props", "prop", "Ball", { asset: "ball", touched: 3 }),
    line("Props", "prop", "Glass", { asset: "glass", locked: true }),
    ...several(8, "Props", "prop", "Café chair", "cafe-chair"),
    line("Props", "prop", "Newspaper stand", { asset: "stand", hidden: true }),
    ...several(10, "Lights", "light", "Street lamp", "lamp"),
    line("Lights", "light", "Café practicals", { asset: "string-lamps" }),
    line("Marks", "mark", "Ana 1"),
    line("Marks", "mark", "Ana 2"),
    line("Marks", "mark", "Car start"),
    line("Cameras", "camera", "Camera A"),
    line("Cameras", "camera", "Camera B"),
    line("Place", "prop", "Bakery building"),
  ];
  m.shelf.value = [
    ["crate", "Crate", "prop", "Street"],
    ["bin", "Litter bin", "prop", "Street"],
    ["bench", "Bench", "prop", "Street"],
    ["cone", "Cone", "prop", "Street"],
    ["cafe-chair", "Café chair", "prop", "Furniture"],
    ["table", "Round table", "prop", "Furniture"],
    ["sofa", "Sofa", "prop", "Furniture"],
    ["saloon", "Saloon", "vehicle", "Vehicles"],
    ["van", "Van", "vehicle", "Vehicles"],
    ["ana", "Ana", "actor", "Cast"],
    ["jonas", "Jonas", "actor", "Cast"],
    ["lamp", "Street lamp", "light", "Lights"],
  ].map(([asset, label, kind, shelf], place) => ({
    asset: asset ?? "",
    label: label ?? "",
    kind: kind as Kind,
    shelf: shelf ?? "",
    thumbnail: place % 3 === 0 ? (pictures[place % pictures.length] ?? null) : null,
    variants: [{ id: "plain", label: "Plain", colour: "#888888" }],
    size: [0.6, 0.6, 0.4],
    seats: 0,
  }));
  fillCamera(m);
  m.framings.value = [
    { id: "a", label: "Ana, close", focal: 75, height: 1.62, thumbnail: pictures[1] ?? null },
    { id: "b", label: "Wide from the kerb", focal: 21, height: 1.1, thumbnail: pictures[0] ?? null },
    { id: "c", label: "Over the bonnet", focal: 35, height: 0.9, thumbnail: pictures[2] ?? null },
  ];
  m.look.value = {
    look: {
      time: 18.7,
      north: 0.4,
      latitude: 48.2,
      day: 257,
      cloud: 0.15,
      turbidity: 2.6,
      exposure: 0.3,
      practicals: "dusk",
    },
    sunHeight: 16,
    sunBearing: 215,
    phrase: "golden hour",
    sunrise: 6.6,
    sunset: 19.3,
  };
  const mark = (label: string) => m.entities.value.find((one) => one.label === label)?.id ?? 0;
  m.cues.value = [
    {
      id: 101,
      cue: { label: "Car turns", when: "mark", seconds: 0, on: mark("Car start"), against: 0 },
      fired: 6.2,
      waiters: 1,
    },
    {
      id: 102,
      cue: { label: "Glass falls", when: "contact", seconds: 0, on: mark("Glass"), against: 0 },
      fired: null,
      waiters: 2,
    },
    { id: 103, cue: { label: "Ball", when: "hand", seconds: 0, on: 0, against: 0 }, fired: null, waiters: 0 },
    {
      id: 104,
      cue: { label: "Lights up", when: "time", seconds: 12.5, on: 0, against: 0 },
      fired: null,
      waiters: 0,
    },
  ];
  m.takes.value = takes(pictures);
  m.transport.base.value = 24;
  m.exporting.codecs.value = [
    { id: "h264", label: "H.264, MP4" },
    { id: "vp9", label: "VP9, WebM" },
    { id: "hevc", label: "H.265, MP4", refused: "not in this browser" },
  ];
  m.exporting.rates.value = [
    { id: "23.976", label: "23.976, the project's" },
    { id: "48", label: "48" },
  ];
  m.exporting.sizes.value = [
    { id: "1080", label: "1920 × 804" },
    { id: "uhd", label: "3840 × 1608" },
  ];
  m.exporting.files.value = [
    { id: "otio", label: "OTIO", note: "the cut" },
    { id: "usd", label: "USD", note: "camera and people" },
    { id: "chan", label: ".chan", note: "camera" },
  ];
  m.history.value = [
    history(1, "Moved Crates ×3", 1, false, ""),
    history(2, "Laid Ana 2", 1, false, ""),
    history(2, "Took hold of Red saloon", 2, false, ""),
    history(5, "Changed the sun to 18:42", 3, false, ""),
    history(9, "Deleted Bench 2", 1, true, ""),
    history(14, "Moved Red saloon", 1, false, "Oona Pike has moved it since"),
  ];
  m.invite.value = {
    link: "https://192.168.1.20:8443/r/corner-street#k=Jx4v0cP9TqA2mWbR7sYd",
    secure: true,
    note: "The first time, a phone warns of the certificate, since it was made on this machine: choose “Advanced”, then “Continue”.",
    others: ["http://localhost:8080/r/corner-street#k=Jx4v0cP9TqA2mWbR7sYd"],
  };
  m.ratios.value = ["1.33", "1.66", "1.78", "1.85", "2.00", "2.20", "2.39", "2.76", "9:16", "1:1"].map(
    (id) => ({
      id,
      label: id.includes(":") ? id : `${id} : 1`,
    }),
  );
  m.projectRates.value = ["23.976", "24", "25", "29.97", "30", "48", "50", "60"].map((id) => ({
    id,
    label: id,
  }));
  m.settings.value = { ...FIRST_SETTINGS, rate: "23.976" };
  m.first.stages.value = [
    stage("s1", "Corner Street", "Corner Street", 8, 3, 1, pictures[0]),
    stage("s2", "Kitchen, evening", "Stage", 14, 0, 60 * 5, pictures[1]),
    stage("s3", "Corner Street, night exterior", "Corner Street", 3, 0, 60 * 30, pictures[2]),
  ];
  m.first.sets.value = [
    {
      id: "corner-street",
      label: "Corner Street",
      about: "Two rows of houses, shops, a café, three cars",
      thumbnail: pictures[0] ?? null,
    },
    {
      id: "stage",
      label: "Stage",
      about: "A studio floor and a kit of walls, doors, furniture",
      thumbnail: null,
    },
  ];
  m.first.bin.value = [stage("s9", "Test 4", "Stage", 0, 0, 5, undefined)];
  return m;
}

function person(
  id: number,
  name: string,
  initials: string,
  colour: string,
  self: boolean,
  on: "camera" | "village" | "foot",
  camera: string,
  holds: readonly string[],
) {
  return { id, name, initials, colour, self, on, camera, holds, away: false };
}

function history(minutes: number, what: string, who: number, undone: boolean, refused: string) {
  return {
    id: minutes * 10 + who,
    who,
    what,
    when: Date.now() - minutes * 60_000,
    undone,
    above: 0,
    refused,
  };
}

function stage(
  id: string,
  label: string,
  set: string,
  takes: number,
  people: number,
  minutes: number,
  thumbnail: string | undefined,
) {
  return {
    id,
    label,
    set,
    takes,
    people,
    changed: Date.now() - minutes * 60_000,
    thumbnail: thumbnail ?? null,
  };
}

function fillCamera(m: PanelsModel): void {
  const c = m.camera;
  const choice = (label: string) => ({ id: label, label });
  m.cameras.value = [
    { id: 41, letter: "A", operator: 1, lens: "35 mm T2.0" },
    { id: 42, letter: "B", operator: 2, lens: "75 mm T2.8" },
    { id: 43, letter: "C", operator: 0, lens: "21 mm T4.0" },
  ];
  c.id.value = 41;
  c.letter.value = "A";
  c.operator.value = 1;
  c.body.value = "ALEXA 35";
  c.bodies.value = ["ALEXA 35", "ALEXA Mini LF", "VENICE 2", "V-RAPTOR"].map(choice);
  c.filmback.value = "4.6K OG";
  c.filmbacks.value = [
    { id: "4.6K OG", label: "4.6K OG", note: "27.99 × 19.22" },
    { id: "4.6K 16:9", label: "4.6K 16:9", note: "27.99 × 15.75" },
  ];
  c.lensSet.value = "Signature Prime";
  c.lensSets.value = ["Signature Prime", "Master Prime", "Cooke S4/i", "24–70"].map(choice);
  c.focals.value = [12, 15, 18, 21, 25, 29, 35, 40, 47, 58, 75, 95, 125, 150];
  c.focal.value = 35;
  c.angles.value = [43.59, 30.71];
  c.tStop.value = 2;
  c.widest.value = 1.8;
  c.focus.value = 4.86;
  c.near.value = 4.31;
  c.far.value = 5.57;
  c.subject.value = "Ana, eyes";
  c.stops.value = [
    { id: 1, label: "Car", distance: 2.1 },
    { id: 2, label: "Ana 2", distance: 7.4 },
  ];
  c.shutter.value = 172.8;
  c.cameraRate.value = 24;
  c.rig.value = "Hand-held, light";
  c.rigs.value = ["Tripod", "Hand-held, light", "Hand-held, heavy", "Dolly", "Crane", "Free"].map(choice);
  c.smoothing.value = 0.35;
  c.height.value = 1.55;
  c.tilt.value = -0.4;
  c.roll.value = 0.2;
  c.nd.value = 0.6;
}

function takes(pictures: readonly string[]): TakeCard[] {
  const rows: [string, number, number, number, number, boolean, TakeCard["status"]][] = [
    ["24A", 3, 704, 35, 4, true, "print"],
    ["24A", 2, 746, 35, 2, false, "ng"],
    ["24A", 1, 308, 29, 1, false, "none"],
    ["24", 5, 1152, 21, 5, true, "print"],
    ["24", 4, 1139, 21, 3, false, "ok"],
    ["24", 3, 1106, 21, 2, false, "none"],
    ["23C", 2, 438, 75, 4, true, "ok"],
    ["23C", 1, 430, 75, 2, false, "none"],
  ];
  return rows.map(([setup, number, frames, focal, rating, circled, status], place) => ({
    id: `${setup}_T${number}`,
    setup,
    number,
    cameras: place < 2 ? "AB" : "A",
    focal,
    frames,
    rating,
    circled,
    status,
    description: place === 0 ? "The car comes late; Ana looks up before it" : "",
    notes: place === 0 ? "Best of the three. Try it with the ball earlier." : "",
    thumbnail: pictures[place % pictures.length] ?? null,
    opened: Date.now() - place * 600_000,
    flags: place === 0 ? [{ frame: 264, label: "look up" }] : [],
    rolling: false,
    kept: true,
  }));
}
