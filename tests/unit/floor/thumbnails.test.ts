import { expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { createThumbnails } from "../../../client/floor/thumbnails.ts";
import type { TakeLine } from "../../../shared/protocol/messages.ts";

const line = (id: string, to: number, person = 1): TakeLine => ({
  id,
  scene: "1",
  setup: "",
  number: 1,
  slate: 0,
  cameras: [{ camera: 5, letter: "A", focal: 35, person }],
  opened: 0,
  from: 10,
  action: 0,
  to,
  rating: 0,
  circled: false,
  status: "none",
  description: "",
  notes: "",
  flags: [],
});

function shelf() {
  const floor = createFloor();
  floor.room = { person: 1 } as NonNullable<typeof floor.room>;
  const kept: string[] = ["old"];
  const waiting: (() => void)[] = [];
  let asked = 0;
  let changed = 0;
  const thumbnails = createThumbnails({
    floor,
    house: {
      pictures: async () => {
        asked++;
        return [...kept];
      },
      keepPicture: async (_, name) => void kept.push(name),
    },
    stage: "yard",
    key: "k",
    shoot: async () => new Blob(["x"]),
    changed: () => changed++,
    later: (_, call) => waiting.push(call),
  });
  const settled = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    for (const call of waiting.splice(0)) call();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { floor, kept, thumbnails, settled, asked: () => asked, changed: () => changed };
}

it("the operator of the first camera makes the take's picture at the cut, and everybody shows it", async () => {
  const { floor, kept, thumbnails, settled, changed } = shelf();
  await thumbnails.refresh();
  expect([...floor.thumbnails.keys()]).toEqual(["old"]);
  thumbnails.heard(line("t1", 0));
  thumbnails.heard(line("t1", 99));
  await settled();
  expect(kept).toEqual(["old", "t1"]);
  expect(floor.thumbnails.get("t1")).toBe("/rooms/yard/pictures/t1?key=k");
  expect(changed()).toBe(2);
});

it("others make none, nor does anybody of takes that were cut before they came", async () => {
  const { kept, thumbnails, settled, asked } = shelf();
  thumbnails.heard(line("t1", 0, 2));
  thumbnails.heard(line("t1", 99, 2));
  thumbnails.heard(line("t0", 50));
  await settled();
  expect(kept).toEqual(["old"]);
  // Asked once for both.
  expect(asked()).toBe(1);
});
