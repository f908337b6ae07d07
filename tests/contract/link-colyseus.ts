/**
 * A Colyseus room, on a real socket, that plays the host of the Link contract. In: nothing. Out: a Stand on a free port.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Client, matchMaker, Room, Server, ServerError } from "@colyseus/core";
import { WebSocketTransport } from "@colyseus/ws-transport";
import { createColyseusLink } from "../../client/session/colyseus-link.ts";
import { machineTimer } from "../../client/session/timer.ts";
import { CLOSE, MAX_MESSAGE_BYTES } from "../../shared/protocol/join.ts";
import { RoomState } from "../../shared/protocol/room-state.ts";
import type { Stand } from "./link-stand.ts";

let stand: Omit<Stand, "link" | "options" | "dispose">;
const clients = new Set<Client>();

class Host extends Room {
  override autoDispose = false;
  override state = new RoomState();

  override onCreate(): void {
    for (const channel of ["i", "c", "h"] as const) {
      this.onMessageBytes(channel, (client: Client, bytes: Uint8Array) => {
        stand.heard.push([channel, bytes.slice()]);
        if (channel === "i") client.sendBytes("n", bytes);
      });
    }
  }
  override onAuth(_client: Client, options: { key?: string }): boolean {
    if (options.key !== "right") throw new ServerError(CLOSE.denied, "wrong key");
    return true;
  }
  override onJoin(client: Client): void {
    clients.add(client);
    stand.joined++;
    for (let k = 0; k < 3; k++) client.sendBytes("n", new Uint8Array([k]));
  }
  override async onDrop(client: Client): Promise<void> {
    clients.delete(client);
    stand.dropped++;
    await this.allowReconnection(client, 5);
  }
  override onReconnect(client: Client): void {
    clients.add(client);
    client.sendBytes("n", new Uint8Array([100]));
  }
  override onLeave(client: Client): void {
    clients.delete(client);
    stand.left++;
  }
}

/** Starts a server with one room. */
export async function colyseusStand(): Promise<Stand> {
  const http = createServer();
  const server = new Server({
    transport: new WebSocketTransport({ server: http, maxPayload: MAX_MESSAGE_BYTES }),
    greet: false,
  });
  server.define("host", Host);
  await server.listen(0, "127.0.0.1");
  const { port } = http.address() as AddressInfo;
  const { roomId } = await matchMaker.createRoom("host", {});
  const room = matchMaker.getLocalRoomById(roomId)!;
  stand = {
    heard: [],
    joined: 0,
    dropped: 0,
    left: 0,
    cut() {
      // What a lost network does: no closing handshake.
      for (const client of clients) (client.ref as unknown as { terminate(): void }).terminate();
    },
    say(channel, bytes) {
      for (const client of clients) client.sendBytes(channel, bytes);
    },
    async presence(name) {
      const people = (room.state as RoomState).people;
      const { Person } = await import("../../shared/protocol/room-state.ts");
      const person = new Person();
      person.number = 7;
      person.name = name;
      people.set("7", person);
    },
    close(reason) {
      const code = reason === "closed" ? CLOSE.closing : CLOSE.flooding;
      for (const client of clients) client.leave(code, "words");
    },
  };
  return Object.assign(stand, {
    link: createColyseusLink(machineTimer, { tries: 20, pause: 200 }),
    options: (key: string) => ({ endpoint: `http://127.0.0.1:${port}`, room: roomId, door: { key } }),
    nowhere: { endpoint: "http://127.0.0.1:9", room: roomId, door: { key: "right" } },
    dispose: () => server.gracefullyShutdown(false),
  });
}
