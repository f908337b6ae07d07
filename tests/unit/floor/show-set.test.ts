import { expect, test } from "vitest";
import type { Floor } from "../../../client/floor/floor.ts";
import { lostPictures, showSet } from "../../../client/floor/show-set.ts";
import type { View } from "../../../client/view/view.ts";
import { SetError } from "../../../shared/world/set.ts";
import { yard } from "../../fixtures/yard.ts";

const read = (): Promise<never> => Promise.reject(new Error("nothing is read here"));
const set = async () => yard();

/** As much of a floor as telling takes. */
function createLittleFloor() {
  const model = {
    jobs: { value: [] as unknown[] },
    toasts: { value: [] as { text: string; tone: string }[] },
  };
  return { welcomed: Promise.resolve(), set: null, toasts: 0, model };
}

test("models that could not be read are told of once, by file; those that come later one by one", async () => {
  const floor = createLittleFloor();
  let later: (what: string) => void = () => {};
  const view: Pick<View, "loadSet"> = {
    async loadSet(_set, _read, { failed } = {}) {
      for (const name of ["a", "b", "c", "d", "e"]) failed?.(`things/${name}/${name}.glb: cut short`);
      later = failed!;
    },
  };
  await showSet(floor as unknown as Floor, view, set, read);
  expect(floor.set).not.toBeNull();
  expect(floor.model.toasts.value).toMatchObject([
    {
      tone: "error",
      text: expect.stringMatching(/^5 models could not be read: things\/a\/a\.glb: cut .*; and 2 more\.$/),
    },
  ]);
  later("things/f/f.glb: cut short");
  expect(floor.model.toasts.value.at(-1)!.text).toBe("A model could not be read: things/f/f.glb: cut short.");
  expect(floor.model.jobs.value).toEqual([]);
  expect(lostPictures(["a", "b", "c"]).text).toBe("3 models could not be read: a; b; c.");
});

test("a set that cannot be loaded is told of by file and field", async () => {
  const floor = createLittleFloor();
  const view: Pick<View, "loadSet"> = { loadSet: async () => {} };
  const spoilt = (): Promise<never> =>
    Promise.reject(new SetError("sets/yard/set.json", "cameras: is too small"));
  await showSet(floor as unknown as Floor, view, spoilt, read);
  expect(floor.model.toasts.value).toMatchObject([
    { text: expect.stringMatching(/^The set could not be loaded: sets\/yard\/set\.json: cameras/) },
  ]);
});

test("what is being read is called as people call it", async () => {
  const floor = createLittleFloor();
  const said: string[] = [];
  const view: Pick<View, "loadSet"> = {
    async loadSet(_set, _read, { progress } = {}) {
      for (const path of [
        "sets/yard/yard.glb",
        "things/crate/crate.glb",
        "cast/ana/ana.glb",
        "things/odd/odd.glb",
      ]) {
        progress?.(1, 2, path);
        said.push((floor.model.jobs.value[0] as { doing: string }).doing);
      }
    },
  };
  await showSet(floor as unknown as Floor, view, set, read);
  expect(said).toEqual(["Yard", "Crate", "Ana", "odd"]);
});
