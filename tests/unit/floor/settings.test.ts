import { expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { invitation, linkHere } from "../../../client/floor/invitation.ts";
import * as settings from "../../../client/floor/settings.ts";
import { offerFor } from "../../../client/floor/setups.ts";
import { FIRST_SETTINGS } from "../../../client/panels/model.ts";
import type { Wish } from "../../../client/session/outbox.ts";
import type { TakeLine } from "../../../shared/protocol/messages.ts";
import { memoryStorage } from "../../fixtures/browser-storage.ts";

function floorWith(wishes: Wish[]) {
  const floor = createFloor();
  floor.room = {
    person: 1,
    send: () => 1,
    ask: () => 1,
    wish: (wish) => void wishes.push(wish),
    camera: () => {},
  };
  return floor;
}

it("keeps this screen's settings in this browser, and asks the room for the stage's", () => {
  const wishes: Wish[] = [];
  const floor = floorWith(wishes);
  const storage = memoryStorage();
  settings.change(floor, storage, { thirds: true, units: "feet", preRoll: 5 });
  expect(wishes).toEqual([]);
  settings.change(floor, storage, { ratio: "1.85" });
  settings.change(floor, storage, { rate: "25" });
  settings.change(floor, storage, { slateStyle: "uk" });
  expect(wishes).toEqual([
    { type: "project", ratio: "1.85", rate: "24" },
    { type: "project", ratio: "1.85", rate: "25" },
    { type: "slate", scene: "1", style: "uk", nextSetup: false },
  ]);
  const again = settings.load(storage);
  expect(again).toMatchObject({ thirds: true, units: "feet", preRoll: 5 });
  // The stage's come with the stage.
  expect(again).toMatchObject({ ratio: FIRST_SETTINGS.ratio, rate: "24", slateStyle: "us" });
});

it("follows what somebody else has made of the project", () => {
  const floor = floorWith([]);
  settings.follow(floor, { ...floor.presence, ratio: "1.78", rate: "23.976", style: "uk" });
  expect(floor.model.settings.value).toMatchObject({ ratio: "1.78", rate: "23.976", slateStyle: "uk" });
  expect(floor.model.rate.value).toBe("23.976");
  settings.follow(floor, { ...floor.presence, ratio: "nonsense", rate: "24" });
  expect(floor.model.settings.value.ratio).toBe("1.78");
});

it("reads damaged settings as at first", () => {
  expect(settings.load(memoryStorage({ settings: "{" }))).toEqual(FIRST_SETTINGS);
  const wild = JSON.stringify({ preRoll: 1e9, guides: ["no"], units: "ells", cross: "yes", thirds: true });
  expect(settings.load(memoryStorage({ settings: wild }))).toEqual({ ...FIRST_SETTINGS, thirds: true });
});

it("hands on the best link there is, and says what is to be said of it", () => {
  const local = { url: "http://localhost:7878/s/a#key=k", secure: true, shared: false };
  const tls = { url: "https://192.168.1.4:7879/s/a#key=k", secure: true, shared: true };
  const plain = { url: "http://192.168.1.4:7878/s/a#key=k", secure: false, shared: true };
  const alone = invitation([local], local.url, true);
  expect(alone).toMatchObject({ link: local.url, others: [] });
  expect(alone.note).toMatch(/HOST=0\.0\.0\.0/);
  const open = invitation([tls, local, plain], local.url, true);
  expect(open).toMatchObject({ link: tls.url, secure: true, others: [local.url, plain.url] });
  expect(open.note).toMatch(/certificate/);
  const proxied = invitation([local], "https://set.example.org/s/a#key=k", true);
  expect(proxied).toMatchObject({ link: "https://set.example.org/s/a#key=k", note: "" });
});

it("hands on an address with the key, once, whatever this page was opened with", () => {
  const here = linkHere("https://set.example.org", { stage: "a-1", key: "k_-9" });
  expect(here).toBe("https://set.example.org/s/a-1#key=k_-9");
  expect(new URLSearchParams(new URL(invitation([], here, true).link).hash.slice(1)).get("key")).toBe("k_-9");
});

it("offers another setup where the lens or the starting place differs, and only then", () => {
  const camera = { camera: 5, letter: "A", focal: 35, person: 1 };
  const last = { id: "t1", to: 99, cameras: [camera] } as unknown as TakeLine;
  const start = { take: "t1", focal: 35, position: [0, 1.6, 0] as const };
  const at = (focal: number, x = 0) => ({ focal, position: [x, 1.6, 0] as const });
  expect(offerFor(last, 5, at(35), start)).toBe("");
  expect(offerFor(last, 5, at(35, 0.3), start)).toBe("");
  expect(offerFor(last, 5, at(50), start)).toBe("The lens has changed");
  expect(offerFor(last, 5, at(35, 2), start)).toBe("The camera starts elsewhere");
  // Another page's take: only the lens is known of it.
  expect(offerFor(last, 5, at(35, 2), null)).toBe("");
  expect(offerFor(last, 6, at(50), start)).toBe("");
  expect(offerFor(null, 5, at(50), start)).toBe("");
});
