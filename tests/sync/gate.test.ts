/**
 * A storm at the door of a real process, drawn from a seed: people take seats, break off at any moment, ask for seats back
 * that are not theirs, send what they like; meanwhile stages are renamed, copied, put into the bin and taken out again.
 * Whatever is answered is an answer, the log knows of nothing that nobody thought of, and afterwards everybody is let in.
 */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import * as random from "../../shared/math/random.ts";
import { encode } from "../../shared/protocol/form.ts";
import { CHANNEL, intentForm, PROTOCOL } from "../../shared/protocol/messages.ts";
import { startServer, temporaryFolder } from "../fixtures/house.ts";
import { OPCODE, openRaw, type RawSocket } from "../fixtures/raw-socket.ts";
import { until, visit } from "../fixtures/visitor.ts";

const SEED = Number(process.env["SEED"] ?? Date.now() % 1e6);
const STEPS = 400;
const TOKENS = Array.from({ length: 6 }, () => randomBytes(16).toString("hex"));
/** Statuses that a door may answer with, whatever is asked at whatever moment. */
const FINE = [200, 400, 403, 404, 409, 426, 429, 503];

interface Stage {
  id: string;
  key: string;
}

test(`whoever comes and goes at the door leaves the house in order, seed ${SEED}`, async () => {
  const dice = random.create(SEED);
  const folder = temporaryFolder();
  const server = await startServer(folder.path);
  const api = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${server.base}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${server.houseKey}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const stages: Stage[] = [{ id: server.stage, key: server.key }];
  for (let k = 1; k < 4; k++)
    stages.push((await (await api("POST", "stages", { label: `S${k}`, set: "yard" })).json()) as Stage);
  const answers = new Map<number, number>();
  const count = ({ status }: Response): void => void answers.set(status, (answers.get(status) ?? 0) + 1);
  const sockets = new Set<RawSocket>();
  const returns: { room: string; token: string }[] = [];

  const seat = async (stage: Stage, shakes: boolean): Promise<void> => {
    const token = random.pick(dice, TOKENS);
    const got = await fetch(`${server.base}/matchmake/joinById/${stage.id}`, {
      method: "POST",
      body: JSON.stringify({ key: stage.key, token, name: "", protocol: PROTOCOL }),
    });
    count(got);
    if (got.ok) await sit((await got.json()) as Record<string, string>, shakes);
  };
  const sit = async (at: Record<string, string>, shakes: boolean, more = ""): Promise<void> => {
    const socket = await openRaw(
      server.base,
      `/${at["processId"]}/${at["roomId"]}?sessionId=${at["sessionId"]}${more}`,
    );
    sockets.add(socket);
    if (shakes) socket.frame(OPCODE.binary, Uint8Array.of(10));
    returns.push({ room: at["roomId"]!, token: at["sessionId"]! });
  };
  const comeBack = async (): Promise<void> => {
    if (returns.length === 0) return;
    const { room, token } = random.pick(dice, returns);
    const got = await fetch(`${server.base}/matchmake/reconnect/${room}`, {
      method: "POST",
      body: JSON.stringify({ reconnectionToken: token }),
    });
    count(got);
    if (got.ok) await sit((await got.json()) as Record<string, string>, true, `&reconnectionToken=${token}`);
  };
  const speak = (socket: RawSocket): void => {
    const bytes = encode(intentForm, {
      type: "commands",
      first: 1,
      list: [{ type: "freeze", frozen: true }],
    });
    const frame = new Uint8Array([17, 0xa1, CHANNEL.intent.charCodeAt(0), ...bytes]);
    if (socket.open) socket.frame(OPCODE.binary, frame);
  };

  const under: Promise<unknown>[] = [];
  for (let step = 0; step < STEPS; step++) {
    const stage = random.pick(dice, stages);
    const all = [...sockets];
    const what = random.int(dice, 100);
    if (what < 35) under.push(seat(stage, random.chance(dice, 0.8)));
    else if (what < 42) under.push(comeBack());
    else if (what < 60 && all.length > 0) random.pick(dice, all).end();
    else if (what < 64 && all.length > 0) random.pick(dice, all).frame(OPCODE.close);
    else if (what < 68 && all.length > 0) random.pick(dice, all).frame(OPCODE.binary, Uint8Array.of(12));
    else if (what < 78 && all.length > 0) speak(random.pick(dice, all));
    else if (what < 84)
      under.push(api("POST", `stages/${stage.id}/rename`, { label: `L${step}` }).then(count));
    else if (what < 87)
      under.push(api("POST", `stages/${stage.id}/duplicate`, { label: `C${step}` }).then(count));
    else if (what < 94) under.push(api("DELETE", `stages/${stage.id}`).then(count));
    else under.push(api("POST", `stages/${stage.id}/restore`).then(count));
    for (const socket of all) if (!socket.open) sockets.delete(socket);
    if (random.chance(dice, 0.6)) await new Promise((resolve) => setTimeout(resolve, random.int(dice, 60)));
  }
  await Promise.all(under);
  expect([...answers.keys()].filter((status) => !FINE.includes(status))).toEqual([]);
  expect(answers.get(200)).toBeGreaterThan(50);
  for (const socket of sockets) socket.end();

  for (const stage of stages) {
    await api("POST", `stages/${stage.id}/restore`);
    const visitor = visit(`${server.base}/s/${stage.id}#key=${stage.key}`);
    await until("the world is there", () => visitor.state === "live" && visitor.session.world !== null, 30);
    const serial = visitor.session.send([{ type: "freeze", frozen: true }]);
    await until("what is done is kept", () =>
      visitor.notices.some((notice) => notice.type === "acknowledged" && notice.commands >= serial),
    );
    visitor.close();
  }
  expect(server.log()).not.toMatch(/nobody caught|a request failed|room failed|journal|thread of rooms/);
  expect(await server.end("SIGTERM")).toBe(0);
  folder.remove();
}, 120_000);
