import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Channel, type Connection, JoinError, type LinkEvents } from "../../client/session/link.ts";
import type { Presence } from "../../shared/protocol/presence.ts";
import { colyseusStand } from "./link-colyseus.ts";
import { memoryStand, type Stand } from "./link-stand.ts";

/** Everything that a link says, in order. */
function listener() {
  const said: string[] = [];
  const seen: { presence: Presence | null; events: LinkEvents } = {
    presence: null,
    events: {
      message: (channel: Channel, bytes: Uint8Array) => said.push(`${channel} ${[...bytes.slice(0, 4)]}`),
      presence: (presence) => {
        seen.presence = presence;
      },
      drop: () => said.push("drop"),
      reconnect: () => said.push("reconnect"),
      leave: (reason, text) => said.push(`leave ${reason} ${text}`.trim()),
    },
  };
  return Object.assign(seen, { said });
}

async function until(what: () => boolean, ms = 8000): Promise<void> {
  const from = Date.now();
  while (!what()) {
    if (Date.now() - from > ms) throw new Error("waited in vain");
    await new Promise((done) => setTimeout(done, 5));
  }
}

describe.each([
  ["memory", async () => memoryStand()],
  ["colyseus", colyseusStand],
] as const)("the Link port: %s", (_name, make) => {
  let stand: Stand;
  let ear: ReturnType<typeof listener>;
  let connection: Connection;

  beforeAll(async () => {
    stand = await make();
  });
  afterAll(async () => {
    await stand.dispose();
  });
  beforeEach(async () => {
    ear = listener();
    stand.heard.length = 0;
    connection = await stand.link.join(stand.options("right"), ear.events);
    await until(() => ear.said.length >= 3);
  });

  test("the room's first words are heard, in order", () => {
    expect(ear.said).toEqual(["n 0", "n 1", "n 2"]);
    expect(connection.open).toBe(true);
    connection.leave();
  });

  test("bytes go both ways unchanged and in order, and the sender's buffer may be used again", async () => {
    const bytes = new Uint8Array(40_000);
    for (let k = 0; k < 20; k++) {
      bytes.fill(k);
      expect(connection.send("i", bytes)).toBe(true);
    }
    connection.send("c", new Uint8Array([9]));
    connection.send("h", new Uint8Array(0));
    await until(() => ear.said.length >= 23 && stand.heard.length >= 22);
    expect(ear.said.slice(3)).toEqual(Array.from({ length: 20 }, (_, k) => `n ${[k, k, k, k]}`));
    expect(stand.heard.map(([channel, b]) => [channel, b[0], b.length])).toEqual([
      ...Array.from({ length: 20 }, (_, k) => ["i", k, 40_000]),
      ["c", 9, 1],
      ["h", undefined, 0],
    ]);
    stand.say("t", new Uint8Array([5]));
    stand.say("c", new Uint8Array([6]));
    await until(() => ear.said.includes("c 6"));
    expect(ear.said).toContain("t 5");
    connection.leave();
  });

  test("who is refused hears why", async () => {
    const refused = await stand.link.join(stand.options("wrong"), ear.events).catch((e) => e);
    expect(refused).toBeInstanceOf(JoinError);
    expect(refused.reason).toBe("refused");
    if (stand.nowhere !== undefined) {
      const lost = await stand.link.join(stand.nowhere, ear.events).catch((e) => e);
      expect(lost.reason).toBe("unreachable");
    }
    connection.leave();
  });

  test("a broken connection is had back; what is sent meanwhile is refused, not kept", async () => {
    const dropped = stand.dropped;
    stand.cut();
    await until(() => ear.said.includes("drop"));
    expect(connection.open).toBe(false);
    expect(connection.send("i", new Uint8Array([1]))).toBe(false);
    await until(() => ear.said.includes("n 100"));
    expect(stand.dropped).toBe(dropped + 1);
    expect(ear.said.slice(3)).toEqual(["drop", "reconnect", "n 100"]);
    expect(connection.open).toBe(true);
    connection.send("i", new Uint8Array([50]));
    await until(() => ear.said.includes("n 50"));
    expect(stand.heard.map(([, b]) => b[0])).toEqual([50]);
    connection.leave();
  });

  test("it can be broken twice, and from this side", async () => {
    for (let k = 1; k <= 2; k++) {
      connection.renew();
      await until(() => ear.said.filter((word) => word === "n 100").length === k);
    }
    expect(ear.said.filter((word) => word === "drop").length).toBe(2);
    connection.leave();
  });

  test("a round trip can be measured", async () => {
    let ms = -1;
    connection.ping((answer) => {
      ms = answer;
    });
    await until(() => ms >= 0);
    expect(ms).toBeLessThan(1000);
    connection.leave();
  });

  test("presence is heard", async () => {
    await stand.presence("Ana");
    await until(() => (ear.presence?.people.length ?? 0) > 0);
    expect(ear.presence?.people).toMatchObject([{ number: 7, name: "Ana", on: "village", connected: true }]);
    connection.leave();
  });

  test("after leaving nothing follows", async () => {
    const left = stand.left;
    connection.leave();
    await until(() => stand.left > left && ear.said.at(-1) === "leave left");
    expect(connection.send("i", new Uint8Array([1]))).toBe(false);
    stand.say("n", new Uint8Array([8]));
    await new Promise((done) => setTimeout(done, 50));
    expect(ear.said.at(-1)).toBe("leave left");
  });

  test("one can leave while the connection is broken", async () => {
    stand.cut();
    await until(() => ear.said.includes("drop"));
    connection.leave();
    expect(ear.said.at(-1)).toBe("leave left");
    await new Promise((done) => setTimeout(done, 400));
    expect(ear.said.at(-1)).toBe("leave left");
  });

  test.each(["closed", "put out"] as const)("a room says that it has %s, and why", async (reason) => {
    stand.close(reason);
    await until(() => ear.said.some((word) => word.startsWith("leave")));
    expect(ear.said.at(-1)).toBe(`leave ${reason} words`);
    expect(connection.open).toBe(false);
  });
});
