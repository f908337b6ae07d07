import { expect, test } from "vitest";
import { createPacker, unpack } from "../../../../server/hall/parcel.ts";
import * as random from "../../../../shared/math/random.ts";

interface Sent {
  channel: string;
  bytes: number[];
  connections: number[];
}
const opened = (parcel: ArrayBuffer): Sent[] =>
  [...unpack(parcel)].length === 0
    ? []
    : Array.from(unpack(parcel), ({ channel, bytes, connections }) => ({
        channel,
        bytes: [...bytes],
        connections: [...connections],
      }));

test("an empty parcel holds nothing", () => {
  const packer = createPacker();
  expect(packer.empty).toBe(true);
  expect(opened(packer.take())).toEqual([]);
});

test("bytes for many are in it once, and only as long as they are the same message", () => {
  const packer = createPacker();
  const all = Uint8Array.of(1, 2, 3);
  const same = Uint8Array.of(1, 2, 3);
  for (const connection of [7, 8, 4_000_000_000]) packer.add("t", all, connection);
  packer.add("n", all, 7);
  packer.add("n", same, 8);
  packer.add("", new Uint8Array(0), 9);
  const parcel = packer.take();
  expect(opened(parcel)).toEqual([
    { channel: "t", bytes: [1, 2, 3], connections: [7, 8, 4_000_000_000] },
    { channel: "n", bytes: [1, 2, 3], connections: [7] },
    { channel: "n", bytes: [1, 2, 3], connections: [8] },
    { channel: "", bytes: [], connections: [9] },
  ]);
  // What was taken is nobody's to be added to.
  packer.add("n", same, 10);
  expect(opened(packer.take())).toEqual([{ channel: "n", bytes: [1, 2, 3], connections: [10] }]);
});

test.each([1, 2, 3])("whatever goes in comes out, in order, parcel after parcel (seed %i)", (seed) => {
  const dice = random.create(seed);
  const whole = (most: number): number => Math.floor(random.between(dice, 0, most));
  const packer = createPacker();
  for (let parcel = 0; parcel < 20; parcel++) {
    const sent: Sent[] = [];
    for (let k = whole(60); k > 0; k--) {
      const bytes = Uint8Array.from({ length: whole(3000) }, () => whole(256));
      const channel = "tnc"[whole(3)]!;
      const connections = Array.from({ length: 1 + whole(6) }, () => whole(1e6));
      for (const connection of connections) packer.add(channel, bytes, connection);
      sent.push({ channel, bytes: [...bytes], connections });
    }
    expect(opened(packer.take())).toEqual(sent);
    expect(packer.empty).toBe(true);
  }
});
