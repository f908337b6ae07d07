/** Answers are read within bounds, and no further. */
import { expect, test } from "vitest";
import { within } from "../../../client/floor/within.ts";

/** An answer of so many parts of 1000 bytes, and how many were asked for. */
function parts(count: number) {
  const given = { parts: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (given.parts === count) controller.close();
        else controller.enqueue(new Uint8Array(1000).fill(given.parts++));
      },
      cancel() {
        given.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { given, response: new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>) };
}

test("what fits is there whole and in order", async () => {
  const { response } = parts(3);
  const bytes = await within(response, 3000, "a.onnx");
  expect([bytes.length, bytes[0], bytes[1000], bytes[2999]]).toEqual([3000, 0, 1, 2]);
  expect(await within(new Response("abc"), 3, "a")).toEqual(Uint8Array.of(97, 98, 99));
  expect(await within(new Response(null), 0, "a")).toHaveLength(0);
});

test("an answer without end is let go as soon as it is too long, and named", async () => {
  const { response, given } = parts(Number.POSITIVE_INFINITY);
  await expect(within(response, 5000, "small/manifest.json")).rejects.toThrow(
    "small/manifest.json is larger than the 5000 bytes that it may have",
  );
  expect(given.cancelled).toBe(true);
  expect(given.parts).toBe(6);
});
