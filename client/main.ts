/**
 * The page, put together: picture, panels, session, input. In: the address (`/s/<stage>#key=…`). Out: a running client.
 */
import "@fontsource/inter/latin-400.css";
import "@fontsource/inter/latin-500.css";
import "@fontsource/inter/latin-600.css";
import * as pose from "../shared/camera/pose.ts";
import type { Space } from "../shared/space/space.ts";
import { houseKeyFrom, stageIn, whereFrom } from "./floor/address.ts";
import * as cameraIntents from "./floor/camera-intents.ts";
import { createFloor } from "./floor/create-floor.ts";
import { refuseDrops } from "./floor/dropped.ts";
import { exactSteps } from "./floor/exact.ts";
import { createExportDesk } from "./floor/export.ts";
import * as exposing from "./floor/exposing.ts";
import { createEye, sweepOf } from "./floor/eye.ts";
import { fill, words } from "./floor/finder.ts";
import { createFirstPage } from "./floor/first-page.ts";
import { dismiss, type Floor, tell } from "./floor/floor.ts";
import { createFramings } from "./floor/framings.ts";
import { createGhost } from "./floor/ghost.ts";
import { createGovernor } from "./floor/governor.ts";
import { hearSession } from "./floor/hear-session.ts";
import { createHints } from "./floor/hints.ts";
import { createHouse } from "./floor/house.ts";
import { invitation, linkHere } from "./floor/invitation.ts";
import { joinNetwork } from "./floor/join-network.ts";
import { createLoadingRest } from "./floor/loading-rest.ts";
import * as noting from "./floor/noting.ts";
import { createOverlays } from "./floor/overlaying.ts";
import { createPicture } from "./floor/picture.ts";
import { createPointerTools } from "./floor/pointer-tools.ts";
import * as pointing from "./floor/pointing.ts";
import { printOnce } from "./floor/print.ts";
import { createRehearsal } from "./floor/rehearsal.ts";
import { createReviewDesk } from "./floor/review.ts";
import * as roster from "./floor/roster.ts";
import * as seeing from "./floor/seeing.ts";
import * as setIntents from "./floor/set-intents.ts";
import * as settings from "./floor/settings.ts";
import { createSetups } from "./floor/setups.ts";
import { createShelf, items } from "./floor/shelf.ts";
import { SET_JOB, showSet } from "./floor/show-set.ts";
import { createShowing } from "./floor/showing.ts";
import type { Stage } from "./floor/stage.ts";
import { browserStills, createStills, download } from "./floor/stills.ts";
import { openStorage } from "./floor/storage.ts";
import * as strip from "./floor/strip.ts";
import * as takeIntents from "./floor/take-intents.ts";
import { createThumbnails, encodePicture } from "./floor/thumbnails.ts";
import * as visited from "./floor/visited.ts";
import { createWalking, type Walking } from "./floor/walk-it.ts";
import { within } from "./floor/within.ts";
import { frame, write as readOut } from "./frame.ts";
import type { Page } from "./input/focus.ts";
import { createInput } from "./input/input.ts";
import { keyLines } from "./input/keys.ts";
import type { Picture } from "./input/pointer.ts";
import { Light } from "./light/light.ts";
import { perform } from "./panels/actions.ts";
import type { PanelIntent } from "./panels/intent.ts";
import { mountPanels } from "./panels/mount.tsx";
import { createDisplay } from "./session/display.ts";
import { openSession, type PageSession } from "./session/page.ts";
import { openReview } from "./session/review-page.ts";
import { createView } from "./view/view.ts";
import { createViewfinderState, mountViewfinder } from "./viewfinder/viewfinder.ts";

/** Milliseconds between two writings of read-outs. */
const READ_OUTS_EVERY = 100;

/** Milliseconds that the last picture of a stage may take. */
const LEAVE_WITHIN = 1200;
/** Milliseconds after which a new stage has its first picture: the light has settled by then. */
const FIRST_PICTURE = 20_000;
/** Keys that move. */
const FLIES = ["fly forward", "fly back", "fly left", "fly right"] as const;
/** Milliseconds between two looks at who is in which stage, on the first page. */
const REFRESH_EVERY = 5000;

/** What this browser keeps, as far as it does. */
const storage = openStorage(() => localStorage);

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** The page at `/`: the house's stages. */
function startFirstPage(): void {
  const floor = createFloor();
  const { model } = floor;
  element("picture").hidden = true;
  model.page.value = "first";
  refuseDrops(window, (text) => tell(floor, { tone: "refused", text }));
  const desk = createFirstPage({
    model,
    key: houseKeyFrom(location, storage, window.history),
    ask: (path, init) => fetch(path, init),
    storage,
    go: (address) => location.assign(address),
    tell: (text, kept = "") => tell(floor, { tone: "error", text, kept }),
  });
  const emit = (intent: PanelIntent): void => {
    if (!desk.handle(intent)) handle(floor, intent);
  };
  mountPanels(element("panels"), model, emit, keyLines(navigator.platform.startsWith("Mac")));
  // Who comes back to this page by the browser's own button sees what has changed meanwhile.
  addEventListener("pageshow", () => void desk.refresh());
  setInterval(() => {
    if (!document.hidden && model.first.access.value.kind === "house") void desk.refresh();
  }, REFRESH_EVERY);
  Object.assign(window, { holdfast: { floor } });
}

async function start(): Promise<void> {
  if (stageIn(location) === "") {
    startFirstPage();
    return;
  }
  const where = await whereFrom(location, storage);
  const floor = createFloor();
  const { model } = floor;
  const here = linkHere(location.origin, where);
  const house = createHouse(where.key, (path, init) => fetch(path, init));
  refuseDrops(window, (text) => tell(floor, { tone: "refused", text }));
  model.settings.value = settings.load(storage);
  const canvas = element<HTMLCanvasElement>("canvas");
  let session: PageSession | null = null;
  const world = createDisplay((data) => session?.back(data));
  const view = await createView(canvas, { quality: where.quality, engine: where.engine });
  const endpoint = location.origin;
  const read = async (path: string, most = Infinity): Promise<Uint8Array<ArrayBuffer>> => {
    const response = await fetch(`/assets/${path}`);
    if (!response.ok)
      throw new Error(
        response.status === 404 ? `${path} is not there` : `${path}: the server answered ${response.status}`,
      );
    return within(response, most, path);
  };
  const review = createReviewDesk({
    floor,
    view,
    world,
    open: (take, hear) => openReview({ ...where, endpoint }, take, hear),
    live: () => session?.whole(),
  });
  const showing = createShowing(floor, review);
  const picture = createPicture(floor, view, world);
  const exports = createExportDesk({
    floor,
    open: (take, hear) => openReview({ ...where, endpoint }, take, hear),
    async view(set, progress) {
      // Not on the page: what it draws is only read back. What the picture on screen has read need not be read again.
      const own = document.createElement("canvas");
      own.width = own.height = 16;
      const made = await createView(own, { quality: "high", engine: where.engine });
      await made.loadSet(set, read, { progress, library: view.library });
      return made;
    },
    light: (set) => new Light({ set, read, onField: () => {} }),
    network: () => exactSteps(loop),
    save: (file, name) => download(name, file),
  });
  const setups = createSetups(floor);
  const takes: takeIntents.TakeParts = {
    review,
    showing,
    download: (take) =>
      void house.take(where.stage, take).then(
        ({ name, file }) => download(name, file),
        (why: Error) => tell(floor, { tone: "error", text: why.message, kept: "The take is where it was." }),
      ),
    rename: (name) => storage.setItem("name", name),
    rolled: setups.rolled,
    keepSetup: setups.keep,
  };
  const finder = mountViewfinder(element("viewfinder"), () => seeing.see(floor, "camera"));
  view.hold(floor.holding.hold.offset);
  floor.rehearsal = createRehearsal(floor);
  const overlays = createOverlays(floor, view, picture, finder);
  const loop = joinNetwork(floor, view, where, read, storage);
  const finderState = createViewfinderState();

  let space: Space | null = null;
  let movers: pointing.Movers | null = null;
  const ghost = createGhost(element("picture"), picture.pixel);
  const eye = createEye(
    floor,
    picture,
    ghost,
    () => space,
    () => movers,
  );
  const tools = createPointerTools(floor, eye, overlays.handles, finder.nameAt);
  const shelf = createShelf({
    floor,
    ghost,
    at: (x, y) => eye.at(x, y, 0),
    overPicture: (x, y) => document.elementFromPoint(x, y) === canvas,
  });
  const walking = createWalking(floor, ghost, (x, z, from) => {
    const met = space?.ray([x, from + STEP_UP, z], DOWN, STEP_UP + 3);
    return met == null ? from : from + STEP_UP - met.distance;
  });
  const framings = createFramings({
    floor,
    ratio: picture.ratio,
    shoot: async (shot, width, height) =>
      view.state.drawing ? encodePicture(await view.still(shot, width, height)) : null,
  });
  const stills = createStills({
    floor,
    store: browserStills(where.stage),
    ratio: picture.ratio,
    draw: (width, height) => printOnce(view, picture.cameraShot(), width, height),
    middle: () => space?.ray(floor.operator.at.position, aheadOf(floor.operator.at), 1000)?.distance ?? null,
    download,
    now: () => Date.now(),
  });
  void stills.open();

  const hints = createHints(model, storage);
  /** Through a camera that one does not operate. */
  const watches = (): boolean => floor.operator.camera === 0 && model.seeing.value === "camera";
  const emit = (intent: PanelIntent): void => {
    if (intent.type === "roll") hints.followed("roll");
    if (intent.type === "camera" && intent.change.focal !== undefined) hints.followed("lens");
    if (intent.type === "first page" || intent.type === "load set") {
      // The first page shows how the stage was left; a machine that is slow to draw holds nobody up.
      const drawn = thumbnails.keepStage();
      const late = new Promise((resolve) => setTimeout(resolve, LEAVE_WITHIN));
      void Promise.race([drawn, late]).then(() => location.assign("/"));
      return;
    }
    if (intent.type === "dismiss hints") {
      hints.dismiss();
      return;
    }
    if (walkIntents(walking, intent) || setIntents.handle(floor, intent)) return;
    if (shelf.handle(intent)) return;
    if (intent.type === "thumb") {
      // Who watches and moves a thumb walks.
      if (watches() && (intent.x !== 0 || intent.y !== 0)) emit({ type: "walk" });
      input.thumb(intent.zone, intent.x, intent.y);
      return;
    }
    if (intent.type === "grab") {
      tools.grab(tools.holding === 0);
      return;
    }
    if (cameraIntents.handle(floor, intent)) return;
    if (seeing.handle(floor, intent)) return;
    if (framings.handle(intent) || stills.handle(intent)) return;
    if (takeIntents.handle(floor, takes, intent)) return;
    if (exports.handle(intent)) return;
    if (intent.type === "compare") loop.compare(intent.shown);
    else handle(floor, intent);
  };
  mountPanels(element("panels"), model, emit, keyLines(navigator.platform.startsWith("Mac")));

  const input = createInput({
    page: window as unknown as Page,
    picture: canvas as unknown as Picture,
    mode: () =>
      model.state.value === "rolling" ? "rolling" : model.state.value === "playback" ? "review" : "set",
    act: (action, phase) => {
      if (action === "grab") tools.grab(phase !== "end");
      else if (phase === "end") return;
      else if (phase === "begin" && watches() && FLIES.some((one) => one === action))
        // Keys that do nothing look broken.
        tell(floor, {
          tone: "refused",
          text: `${model.camera.refused.value}.`,
          todo: "V steps off it to walk; the menu over its settings has a camera of your own.",
        });
      else if (walking.on && action === "action") walking.done();
      else if (walking.on && action === "clear") walking.cancel();
      else {
        readOut(stage, floor);
        const why = perform(action, model, emit);
        if (why) tell(floor, { tone: "refused", text: `${why}.` });
      }
    },
    gesture: (gesture) => tools.gesture(gesture),
    radiansPerPixel() {
      if (picture.scale() > 0) return 1 / picture.scale();
      const { gate, lens } = picture.shot;
      return (2 * Math.atan((gate.width * lens.squeeze) / (2 * lens.focal))) / picture.gate.width;
    },
    unsafe: () => model.state.value === "rolling" || model.exporting.job.value !== null,
  });

  const wasHere = (set: string): void => {
    const { stage: id, key } = where;
    visited.note(storage, { id, key, label: floor.presence.label || id, set, at: Date.now() });
  };
  const thumbnails = createThumbnails({
    floor,
    house,
    stage: where.stage,
    key: where.key,
    shoot: async (width) =>
      view.state.drawing
        ? encodePicture(await view.still(picture.cameraShot(), width, Math.round(width / picture.ratio())))
        : null,
    changed: () => strip.writeTakes(floor),
    later: (ms, call) => setTimeout(call, ms),
  });
  session = hearSession(floor, world, view, {
    open: (hear) => openSession({ ...where, endpoint }, hear),
    welcome(set) {
      wasHere(set);
      void thumbnails.refresh();
      void house.invite(where.stage).then(
        (links) => {
          model.invite.value = invitation(links, here, isSecureContext);
        },
        () => {},
      );
    },
    takeLine(line) {
      thumbnails.heard(line);
      review.lineChanged(line);
    },
    shown: showing.heard,
    presence(presence) {
      // Whoever operates a camera that rolls is wanted on set.
      if (presence.rolling !== "" && review.now() !== null && floor.operator.camera !== 0) {
        review.close();
        tell(floor, {
          tone: "told",
          text: "A take rolls: back on set.",
          kept: "The review can be opened again.",
        });
      }
    },
    replaced: review.restored,
    refused: review.stay,
  });

  void showSet(floor, view, () => house.set(where.stage), read).then(async () => {
    const [{ createSpace }, { triangulate }] = await Promise.all([
      import("../shared/space/bvh.ts"),
      import("../shared/space/solids.ts"),
    ]);
    if (floor.set === null) return;
    wasHere(floor.set.sheet.label);
    model.shelf.value = items(floor.set);
    setTimeout(() => void thumbnails.keepFirst(), FIRST_PICTURE);
    // Light remembers what the camera cannot see; it begins with every entity, then hears of edits.
    floor.light = new Light({
      set: floor.set,
      read,
      onField: (field) => view.memory(field, view.key()),
    });
    session?.whole();
    space = createSpace(triangulate([floor.set.colliders.get(floor.set.sheet.collider)!]));
    movers = new pointing.Movers(space);
    // The engine's picture stands: from here on the network may take the line and the processor.
    loop.start();
  });

  let due = 0;
  let linesPrint = -1;
  const stage: Stage = {
    input,
    world,
    picture,
    loop,
    review,
    walking,
    sweep: () => sweepOf(space),
    ground: (point) => space?.ray(point, DOWN, 60)?.distance ?? null,
    ratio: picture.ratio,
    viewfinder() {
      fill(finderState, floor, picture);
      finder.update(finderState);
      overlays.frame();
    },
    every(now) {
      if (now < due) return false;
      due = now + READ_OUTS_EVERY;
      return true;
    },
    write() {
      words(floor);
      const { mirror, set } = floor;
      if (mirror === null || set === null) return;
      const now = performance.now();
      const pending = new Set([...floor.asked.values()].flat());
      const print = roster.printOf(floor.roster, mirror, now, pending);
      if (print !== linesPrint) {
        linesPrint = print;
        model.entities.value = roster.lines(floor.roster, mirror, now, pending);
      }
      floor.rehearsal?.work(now);
      movers?.follow(floor.roster, mirror, set, seeing.through(floor));
      overlays.write(space);
      exposing.follow(floor, view.key());
      framings.write();
      noting.write(floor, framings.thumbnails);
      strip.writePresence(floor);
      strip.writeCameras(floor);
      loop.write();
      showing.tick(now);
      if (!watches() && FLIES.some((action) => input.holds(action))) hints.followed("move");
      const title = `${floor.presence.label || "Holdfast"}${floor.presence.label ? " · Holdfast" : ""}`;
      if (document.title !== title) document.title = title;
      const { quality } = model.settings.value;
      if (governor.choose(quality === "auto" ? null : quality)) view.setQuality(governor.quality);
      setups.look();
    },
  };

  const governor = createGovernor(where.quality, where.scale);
  const resize = (): void => {
    const { clientWidth, clientHeight } = canvas;
    picture.width = clientWidth;
    picture.height = clientHeight;
    const density = Math.min(2, devicePixelRatio || 1) * governor.scale;
    view.resize(clientWidth * density, clientHeight * density);
  };
  let resized = true;
  new ResizeObserver(() => (resized = true)).observe(canvas);

  const rests = createLoadingRest();
  let rested = false;
  let last = performance.now();
  const again = (now: number): void => {
    // First, so that a frame that fails is one frame and not the last.
    requestAnimationFrame(again);
    const passed = (now - last) / 1000;
    last = now;
    // A rest tells nothing of what a frame costs.
    if (!rested && governor.frame(passed)) {
      view.setQuality(governor.quality);
      resized = true;
    }
    rested = rests(now, model.jobs.value[0]?.id === SET_JOB);
    if (rested) return;
    if (resized) resize();
    resized = false;
    frame(stage, floor, now, passed);
  };
  requestAnimationFrame(again);
  model.invite.value = { ...model.invite.value, link: here, secure: isSecureContext };
  const canPoint = () => movers !== null;
  const own = { exact: () => exactSteps(loop), canPoint, handles: overlays.handles };
  Object.assign(window, { holdfast: { floor, view, world, picture, emit, exports, loop, ...own } });
}

const DOWN = [0, -1, 0] as const;
/** Metres that somebody who is walked steps up at most: a kerb, a stair. */
const STEP_UP = 0.5;

/** Unit direction in which a camera looks. */
const aheadOf = (at: pose.Pose): [number, number, number] => pose.forward([0, 0, 0], at);

/** Intents about steering somebody; false where it is about something else. */
function walkIntents(walking: Walking, intent: PanelIntent): boolean {
  if (intent.type !== "walk it") return false;
  walking.toggle(intent.id);
  return true;
}

/** Intents about this screen alone. */
function handle(floor: Floor, intent: PanelIntent): void {
  switch (intent.type) {
    case "settings":
      settings.change(floor, storage, intent.change);
      return;
    case "dismiss toast":
      dismiss(floor, intent.id);
      return;
    case "full screen":
      if (document.fullscreenElement) void document.exitFullscreen();
      else void document.documentElement.requestFullscreen();
      return;
    default:
      tell(floor, { tone: "refused", text: `“${intent.type}” is not there yet.` });
  }
}

start().catch((error) => {
  const note = document.createElement("p");
  note.className = "failure";
  note.textContent = `Holdfast could not begin: ${error instanceof Error ? error.message : error}`;
  document.body.append(note);
});
