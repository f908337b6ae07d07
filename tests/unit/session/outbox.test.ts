import { expect, test } from "vitest";
import * as outbox from "../../../client/session/outbox.ts";
import { decode, FormError } from "../../../shared/protocol/form.ts";
import { cameraBatchForm, intentForm } from "../../../shared/protocol/messages.ts";
import type { Command } from "../../../shared/world/command.ts";

function room() {
  const heard: string[] = [];
  const line = {
    heard,
    open: true,
    post: (channel: "i" | "c", bytes: Uint8Array): boolean => {
      if (!line.open) return false;
      if (channel === "c") {
        heard.push(`batch ${decode(cameraBatchForm, bytes).serial}`);
        return true;
      }
      const intent = decode(intentForm, bytes);
      if (intent.type === "commands") {
        heard.push(intent.list.map((c, k) => `${intent.first + k} ${c.type}`).join(", "));
      } else heard.push("serial" in intent ? `${intent.serial} ${intent.type}` : intent.type);
      return true;
    },
  };
  return line;
}
const action: Command = { type: "action" };
const undo: Command = { type: "undo" };

test("commands go together, requests between them keep their place", () => {
  const box = outbox.create(1, 1);
  const line = room();
  outbox.command(box, action);
  outbox.command(box, undo);
  outbox.request(box, { type: "one" });
  outbox.command(box, undo);
  outbox.flush(box, line.post);
  outbox.flush(box, line.post);
  expect(line.heard).toEqual(["1 action, 2 undo", "3 one", "4 undo"]);
});

test("what was not acknowledged is sent again after a break, with the same serials", () => {
  const box = outbox.create(7, 3);
  const line = room();
  for (let k = 0; k < 4; k++) outbox.command(box, undo);
  outbox.batch(box, 5, "take", new Uint8Array([1]));
  outbox.batch(box, 5, "take", new Uint8Array([2]));
  outbox.flush(box, line.post);
  outbox.acknowledge(box, 8, 3);
  line.open = false;
  outbox.command(box, action);
  outbox.flush(box, line.post);
  line.open = true;
  line.heard.length = 0;
  outbox.resume(box, 9, 4, true);
  outbox.flush(box, line.post);
  expect(line.heard).toEqual(["9 undo, 10 undo, 11 action", "batch 4"]);
});

test("a room that counts anew gets its own numbers, and acknowledges in them", () => {
  const box = outbox.create(100, 50);
  const line = room();
  outbox.command(box, undo);
  outbox.command(box, action);
  outbox.flush(box, line.post);
  line.heard.length = 0;
  outbox.resume(box, 1, 1, false);
  outbox.flush(box, line.post);
  expect(line.heard).toEqual(["1 undo, 2 action"]);
  outbox.acknowledge(box, 1, 0);
  expect(box.items.map((i) => i.serial)).toEqual([101]);
});

test("a value out of range takes no serial", () => {
  const box = outbox.create(1, 1);
  expect(() =>
    outbox.command(box, { type: "push", id: 1, point: [Number.NaN, 0, 0], impulse: [0, 0, 0] }),
  ).toThrow(FormError);
  expect(box.next).toBe(1);
  expect(outbox.command(box, undo)).toBe(1);
});

test("more than a tick may hold goes in several messages", () => {
  const box = outbox.create(1, 1);
  const line = room();
  for (let k = 0; k < 150; k++) outbox.command(box, undo);
  outbox.flush(box, line.post);
  expect(line.heard.map((m) => m.split(", ").length)).toEqual([64, 64, 22]);
});

test("after a break one says who and where one is, but not an old opinion", () => {
  const box = outbox.create(1, 1);
  const line = room();
  const opinion = { take: "a", rating: 5, circled: true, status: "ok", description: "", notes: "" } as const;
  outbox.wish(box, { type: "hello", name: "Ana" }, 0, line.post);
  outbox.wish(box, { type: "rate", ...opinion }, 0, line.post);
  outbox.wish(box, { type: "man", camera: 3, on: "camera" }, 0, line.post);
  outbox.wish(box, { type: "rate", ...opinion, take: "b" }, 59_000, line.post);
  line.open = false;
  outbox.wish(box, { type: "rate", ...opinion, take: "c" }, 59_500, line.post);
  line.open = true;
  line.heard.length = 0;
  outbox.repeatWishes(box, 60_000, line.post);
  expect(line.heard).toEqual(["hello", "man", "rate", "rate"]);
});

test("the next setup letter is asked for once", () => {
  const box = outbox.create(1, 1);
  const line = room();
  outbox.wish(box, { type: "slate", scene: "24", style: "us", nextSetup: true }, 0, line.post);
  outbox.repeatWishes(box, 100, line.post);
  expect(line.heard).toEqual(["slate"]);
});
