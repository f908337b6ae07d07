import { expect, test } from "vitest";
import { catalogueFor, decodeAsBuilt, encodeAsBuilt } from "../../../shared/world/as-built.ts";
import { SetError } from "../../../shared/world/set.ts";
import { yard } from "../../fixtures/yard.ts";

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

test("a set comes back whole from its bytes, and the same set has the same ones", () => {
  const bytes = encodeAsBuilt(yard());
  const back = decodeAsBuilt("the set", bytes);
  expect(back).toEqual(yard());
  expect(encodeAsBuilt(back)).toEqual(bytes);
});

test("a part of the catalogue has the colliders of what it names, and the set's own", () => {
  const set = yard();
  const part = catalogueFor(set, new Set(["ball"]));
  expect(part.things.map(({ id }) => id)).toEqual(["ball"]);
  expect(part.actors).toEqual([]);
  expect(Object.keys(part.colliders).sort()).toEqual(
    [
      set.sheet.collider,
      ...set.sheet.parts.map(({ collider }) => collider),
      set.things.get("ball")!.collider,
    ].sort(),
  );
});

test.each([
  ["no JSON", () => new Uint8Array([1, 2, 3])],
  ["nothing", () => bytesOf(null)],
  ["another format", () => bytesOf({ format: 2 })],
  ["no sheet", () => bytesOf({ format: 1, catalogue: {} })],
  [
    "an opening of things that are not there",
    () => {
      const json = JSON.parse(new TextDecoder().decode(encodeAsBuilt(yard())));
      json.catalogue.things = [];
      return bytesOf(json);
    },
  ],
])("%s is refused in words", (_, bytes) => {
  expect(() => decodeAsBuilt("the set", bytes())).toThrow(SetError);
});
