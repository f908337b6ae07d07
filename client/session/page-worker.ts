/**
 * The session in its worker: owns socket, world and physics, so that a slow picture never holds the world up. In:
 * ToSession. Out: FromSession.
 */
import havokUrl from "@babylonjs/havok/lib/esm/HavokPhysics.wasm?url";
import { compileHavok, createHavok } from "../../shared/physics/havok.ts";
import { PROTOCOL } from "../../shared/protocol/messages.ts";
import { MIRROR_STRIDE } from "../../shared/world/mirror.ts";
import { createColyseusLink } from "./colyseus-link.ts";
import type { FromSession, ToSession } from "./page-protocol.ts";
import { createSession, type Session } from "./session.ts";
import { machineTimer } from "./timer.ts";

/** Milliseconds that one slice of catching up may take. */
const BUDGET = 8;

let session: Session | null = null;
const tell = (message: FromSession, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer });

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.replace(/\?.*/, "")}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

function open(message: Extract<ToSession, { type: "open" }>): void {
  const { endpoint, stage, key, token, name } = message;
  const code = bytesOf(havokUrl).then(compileHavok);
  session = createSession(
    {
      timer: machineTimer,
      link: createColyseusLink(machineTimer),
      where: async () => ({ endpoint, room: stage, door: { key, token, name, protocol: PROTOCOL } }),
      physics: async () => createHavok(await code),
      read: (path) => bytesOf(`${endpoint}/assets/${path}`),
      fetchBlob: (hash) => bytesOf(`${endpoint}/rooms/${stage}/blobs/${hash}?key=${encodeURIComponent(key)}`),
      budget: BUDGET,
    },
    {
      state: (state) => tell({ type: "state", state }),
      welcome: (welcome) => tell({ type: "welcome", welcome }),
      stepped: (mirror) => {
        const data = mirror.data.slice(0, mirror.ids.length * MIRROR_STRIDE);
        tell({ type: "mirror", mirror: { ...mirror, data } }, [data.buffer]);
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
    case "close":
      session.close();
      return;
  }
};
