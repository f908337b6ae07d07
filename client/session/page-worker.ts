/**
 * The session in its worker: owns socket, world and physics, so that a slow picture never holds the world up. In:
 * ToSession. Out: FromSession.
 */
import havokUrl from "@babylonjs/havok/lib/esm/HavokPhysics.wasm?url";
import { compileHavok, createHavok } from "../../shared/physics/havok.ts";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { decodeAsBuilt } from "../../shared/world/as-built.ts";
import type { Look } from "../../shared/world/command.ts";
import { bytesOf } from "./bytes-of.ts";
import { createColyseusLink } from "./colyseus-link.ts";
import { createFloatPool } from "./float-pool.ts";
import { createLedger } from "./ledger.ts";
import type { FromSession, ToSession } from "./page-protocol.ts";
import { createSession, type Session } from "./session.ts";
import { workerTimer } from "./worker-timer.ts";

/** Milliseconds that one slice of catching up may take. */
const BUDGET = 8;

let session: Session | null = null;
/** Ids that the page has. */
let lastIds: Uint32Array | null = null;
/** The look that the page has. */
let lastLook: Look | null = null;
const pool = createFloatPool();
const ledger = createLedger();
const tell = (message: FromSession, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

function open(message: Extract<ToSession, { type: "open" }>): void {
  const { endpoint, stage, key, token, name } = message;
  const code = bytesOf(havokUrl, "", "the physics engine").then(compileHavok);
  session = createSession(
    {
      timer: workerTimer,
      link: createColyseusLink(workerTimer),
      where: async () => ({ endpoint, room: stage, door: { key, token, name, protocol: PROTOCOL } }),
      physics: async () => createHavok(await code),
      set: async () =>
        decodeAsBuilt("what came", await bytesOf(`${endpoint}/rooms/${stage}/set`, key, "the set")),
      fetchBlob: (hash) =>
        bytesOf(`${endpoint}/rooms/${stage}/blobs/${hash}`, key, `world ${hash.slice(0, 8)}…`),
      budget: BUDGET,
    },
    {
      state: (state) => tell({ type: "state", state }),
      welcome: (welcome) => tell({ type: "welcome", welcome }),
      stepped: (mirror, applied, clock) => {
        const data = pool.fill(mirror);
        const ids = mirror.ids === lastIds ? null : mirror.ids;
        lastIds = mirror.ids;
        const look = mirror.look === lastLook ? null : mirror.look;
        lastLook = mirror.look;
        tell({ type: "mirror", mirror: { ...mirror, ids, look, data }, applied, clock }, [data.buffer]);
        const changed = session?.world == null ? null : ledger(session.world);
        if (changed !== null) tell({ type: "ledger", ledger: changed });
      },
      commands: (changes) => tell({ type: "commands", changes }),
      notice: (notice) => tell({ type: "notice", notice }),
      presence: (presence) => tell({ type: "presence", presence }),
      camera: (batch) => tell({ type: "camera", batch }),
      statistics: (statistics) => tell({ type: "statistics", statistics }),
      defect: (text) => tell({ type: "defect", text }),
    },
  );
}

self.onmessage = (event: MessageEvent<ToSession>): void => {
  const message = event.data;
  if (message.type === "open") {
    open(message);
    return;
  }
  if (session === null) return;
  switch (message.type) {
    case "send":
      session.send(message.commands);
      return;
    case "ask":
      session.ask(message.request);
      return;
    case "wish":
      session.wish(message.wish);
      return;
    case "camera":
      session.camera(message.camera, message.take, message.samples);
      return;
    case "whole":
      session.whole();
      return;
    case "back":
      pool.back(message.data);
      return;
    case "close":
      session.close();
      return;
  }
};
