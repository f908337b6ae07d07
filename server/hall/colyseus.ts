/**
 * Rooms over Colyseus: the only importer of its server. In: the hall of this process's rooms, and an HTTP server. Out:
 * WebSocket connections whose messages go to the room, and presence as Colyseus state. Joining goes through this
 * file's own route, so that keys, origins and rates are checked before Colyseus hears of anybody.
 */
import type { IncomingMessage, Server } from "node:http";
import {
  type Client,
  ClientState,
  Room as ColyseusRoom,
  getMessageBytes,
  matchMaker,
  Protocol,
  ServerError,
} from "@colyseus/core";
import { WebSocketTransport } from "@colyseus/ws-transport";
import {
  BYTES_AT_ONCE,
  BYTES_PER_SECOND,
  CLOSE,
  GRACE_SECONDS,
  type JoinOptions,
  MAX_MESSAGE_BYTES,
  MESSAGES_AT_ONCE,
  MESSAGES_PER_SECOND,
} from "../../shared/protocol/join.ts";
import { CHANNEL, PROTOCOL } from "../../shared/protocol/messages.ts";
import { Person as PersonState, RoomState } from "../../shared/protocol/room-state.ts";
import { SetError } from "../../shared/world/set.ts";
import { createBucket, take } from "../access/bucket.ts";
import { isToken, sameKey, tokenPrint } from "../access/keys.ts";
import { type Call, peerAddress, Refusal, type Route, readJsonBody, sendJson } from "../door/door.ts";
import type { Library } from "../library/library.ts";
import type { Outlet } from "../room/room.ts";
import { type Guest, type Hall, HallError, type OpenRoom } from "./hall.ts";

/** Name under which Colyseus knows the kind of room. */
const KIND = "stage";
/** Milliseconds between two looks at presence. */
const PRESENCE_EVERY = 50;
/** What those are told who come while a room ends. */
const COME_AGAIN = "The room is closing. Come again in a moment.";
const INBOUND = [CHANNEL.intent, CHANNEL.camera, CHANNEL.report];

/** What the door needs to let people in. */
export interface GateOptions {
  hall: Hall;
  library: Library;
  /** Whether pages of this origin may join. */
  allowOrigin(request: IncomingMessage): boolean;
  /** Takes from the address's allowance of joins. */
  allowJoin(address: string): boolean;
  trustProxy: boolean;
  /** Told of what kept a stage from opening. */
  onError(error: unknown, path: string): void;
}

/** Colyseus behind this server's door. */
export interface Gate {
  /** Answers `/matchmake/…`. */
  route: Route;
  /** Serves WebSockets on an HTTP server too. */
  attach(server: Server): void;
  /** The room of a stage has ended: so do its connections. */
  end(stage: string): void;
  stop(): Promise<void>;
}

/** What a join brings from the route to the room. */
interface Admission {
  print: string;
  name: string;
}

type WebSocketLike = {
  readonly readyState: number;
  bufferedAmount: number;
  pause(): void;
  terminate(): void;
  on(event: "ping" | "pong" | "message", heard: (data: { length: number }) => void): void;
};

/** Milliseconds in which the reason of an end can still reach who has been put out. */
const LAST_WORDS = 250;
/** Milliseconds within which who has joined must say so; until then everything for them waits in memory. */
const HANDSHAKE_WITHIN = 10_000;
/** Pings and pongs of one connection a second, and at once: the server's own come every four seconds. */
const PINGS_PER_SECOND = 5;
const PINGS_AT_ONCE = 50;
/** What `readyState` says of a WebSocket that waits for the other side to end it. */
const CLOSING = 2;

/**
 * The transport, with a guard on each connection from its first byte on: Colyseus counts whole messages of those who
 * have joined, and nothing before that, nor the protocol's own frames.
 */
class GuardedTransport extends WebSocketTransport {
  protected override async onConnection(socket: unknown, request: IncomingMessage): Promise<void> {
    guard(socket as WebSocketLike, request);
    try {
      await super.onConnection(socket as never, request);
    } catch {
      // One request that cannot be read ends itself, and not the process.
      (socket as WebSocketLike).terminate();
    }
    // Who was told that there is no seat is not waited for.
    setTimeout(() => {
      if ((socket as WebSocketLike).readyState === CLOSING) (socket as WebSocketLike).terminate();
    }, LAST_WORDS).unref();
  }

  /** Ends what is left of connections: whoever hears nothing more is not waited for. */
  end(): void {
    for (const socket of this.wss.clients) socket.terminate();
  }
}

/** Ends a connection that brings more than any client does, whatever it is. */
function guard(socket: WebSocketLike, request: IncomingMessage): void {
  const now = performance.now();
  const bytes = createBucket(BYTES_PER_SECOND * 2, BYTES_AT_ONCE * 2, now);
  const pings = createBucket(PINGS_PER_SECOND, PINGS_AT_ONCE, now);
  // More than a room allows, which says why, and less than Colyseus does, which then waits for the other side.
  const messages = createBucket(MESSAGES_PER_SECOND * 1.5, MESSAGES_AT_ONCE * 1.5, now);
  request.socket.on("data", (data: { length: number }) => {
    if (!take(bytes, data.length, performance.now())) socket.terminate();
  });
  for (const [event, bucket] of [
    ["ping", pings],
    ["pong", pings],
    ["message", messages],
  ] as const) {
    socket.on(event, () => {
      if (!take(bucket, 1, performance.now())) socket.terminate();
    });
  }
}

/** The last bytes that were sent, in Colyseus's frame. */
const framed: { bytes: Uint8Array; frame: Uint8Array } = {
  bytes: new Uint8Array(0),
  frame: new Uint8Array(0),
};

/** A Colyseus connection as the room's outlet. */
class ClientOutlet implements Outlet {
  private readonly client: Client;
  /** Bytes that Colyseus keeps until the other side has answered the handshake. */
  private kept = 0;
  constructor(client: Client) {
    this.client = client;
  }
  private get joined(): boolean {
    return (this.client as { state?: ClientState }).state === ClientState.JOINED;
  }
  send(channel: string, bytes: Uint8Array): void {
    // What goes to everybody is put into its frame once.
    if (bytes !== framed.bytes) {
      framed.bytes = bytes;
      framed.frame = getMessageBytes.raw(Protocol.ROOM_DATA_BYTES, channel, undefined, bytes);
    }
    if (!this.joined) this.kept += framed.frame.length;
    this.client.enqueueRaw(framed.frame);
  }
  backlog(): number {
    return this.joined ? (this.client.ref as unknown as WebSocketLike).bufferedAmount : this.kept;
  }
  close(code: number, text: string): void {
    const socket = this.client.ref as unknown as WebSocketLike;
    this.client.leave(code, text);
    if (code !== CLOSE.flooding && code !== CLOSE.malformed) return;
    // What it has sent already is not read any more, nor its answer waited for.
    socket.pause();
    setTimeout(() => socket.terminate(), LAST_WORDS).unref();
  }
}

/** Set while the server runs; Colyseus makes its rooms itself, so that they cannot be handed what they need. */
let house: Hall | null = null;

class StageRoom extends ColyseusRoom<{ state: RoomState }> {
  override autoDispose = true;
  override patchRate = PRESENCE_EVERY;
  override maxMessagesPerSecond = MESSAGES_AT_ONCE * 2;
  private room: OpenRoom | null = null;
  private guests = new Map<string, Guest>();
  private changed = true;

  override onCreate(options: { stage: string }): void {
    const room = house?.find(options.stage);
    if (room === undefined) throw new ServerError(CLOSE.closing, COME_AGAIN);
    this.roomId = options.stage;
    this.room = room;
    this.state = new RoomState();
    this.seatReservationTimeout = 10;
    room.onPresence = () => {
      this.changed = true;
    };
    for (const channel of INBOUND) {
      this.onMessageBytes(channel, (client: Client, bytes: Uint8Array) => this.hear(client, channel, bytes));
      // The same letter with something else than bytes.
      this.onMessage(channel, (client: Client) => this.hear(client, "", new Uint8Array(0)));
    }
    this.onMessage("*", (client: Client) => this.hear(client, "", new Uint8Array(0)));
    this.clock.setInterval(() => this.present(), PRESENCE_EVERY);
  }

  private hear(client: Client, channel: string, bytes: Uint8Array): void {
    this.guests.get(client.sessionId)?.hear(channel, bytes);
  }

  override async onJoin(client: Client): Promise<void> {
    await this.seat(client, client.auth as Admission);
    this.present();
  }

  private async seat(client: Client, { print, name }: Admission): Promise<void> {
    let guest: Guest | "full" | "closed" = "closed";
    try {
      guest = (await this.room?.join(print, name, new ClientOutlet(client))) ?? "closed";
    } catch (error) {
      if (!(error instanceof HallError)) throw error;
    }
    if (guest === "full") throw new ServerError(CLOSE.full, "The room is full.");
    if (guest === "closed") throw new ServerError(CLOSE.closing, COME_AGAIN);
    this.guests.set(client.sessionId, guest);
    this.expectHandshake(client);
  }

  private expectHandshake(client: Client): void {
    const socket = client.ref as unknown as WebSocketLike;
    const timer = setTimeout(() => {
      if ((client as { state?: ClientState }).state === ClientState.JOINING) socket.terminate();
    }, HANDSHAKE_WITHIN);
    timer.unref();
  }

  override onDrop(client: Client): void {
    const guest = this.guests.get(client.sessionId);
    // Who was put out, or has joined anew elsewhere, does not come back by this connection.
    if (guest === undefined || guest.over) return;
    guest.end(false);
    this.allowReconnection(client, GRACE_SECONDS).catch(() => {});
  }

  override async onReconnect(client: Client): Promise<void> {
    await this.seat(client, client.auth as Admission);
  }

  override onLeave(client: Client, code?: number): void {
    const guest = this.guests.get(client.sessionId);
    this.guests.delete(client.sessionId);
    // 4000: they meant to leave. Otherwise the minute runs in the room.
    guest?.end(code === 4000);
  }

  /** Brings the presence that people see up to what the room has. */
  private present(): void {
    if (this.room === null || !this.changed) return;
    this.changed = false;
    const { state } = this;
    const { people, ...rest } = this.room.presence;
    const here = new Set(people.map(({ number }) => String(number)));
    for (const key of [...state.people.keys()]) if (!here.has(key)) state.people.delete(key);
    for (const person of people) {
      const key = String(person.number);
      let shown = state.people.get(key);
      if (shown === undefined) {
        shown = new PersonState();
        state.people.set(key, shown);
      }
      Object.assign(shown, person);
    }
    Object.assign(state, rest);
  }

  override onDispose(): void {
    if (this.room !== null) this.room.onPresence = () => {};
    this.room = null;
  }
}

/** Checks a join's options. Throws Refusal. */
function checkOptions(body: Record<string, unknown>): JoinOptions {
  const { key, token, name, protocol } = body;
  if (protocol !== PROTOCOL) {
    throw new Refusal(
      CLOSE.outdated,
      `This page has version ${String(protocol)}, the server ${PROTOCOL}: reload it.`,
    );
  }
  if (!isToken(token)) throw new Refusal(CLOSE.malformed, "A token of 32 hex digits is missing.");
  if (name !== undefined && typeof name !== "string")
    throw new Refusal(CLOSE.malformed, "The name is no text.");
  return { key: String(key ?? ""), token, name: (name ?? "") as string, protocol };
}

/** HTTP statuses for codes of CLOSE; 400 for the others. */
const STATUS = new Map<number, number>([
  [CLOSE.denied, 403],
  [CLOSE.outdated, 426],
  [CLOSE.failed, 500],
  [CLOSE.closing, 503],
]);

/** Colyseus over these rooms. */
export function createGate(options: GateOptions): Gate {
  const { hall, library, allowOrigin, allowJoin, trustProxy, onError } = options;
  house = hall;
  const transport = new GuardedTransport({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES + 1024,
    pingInterval: 4000,
    pingMaxRetries: 3,
  });
  const ready = matchMaker
    .setup()
    .then(() => matchMaker.accept())
    .then(() => matchMaker.defineRoomType(KIND, StageRoom));

  /** Colyseus rooms being made, so that two who come at once share one. */
  const making = new Map<string, Promise<unknown>>();

  async function admit(call: Call, stage: string): Promise<unknown> {
    const body = checkOptions(await readJsonBody(call.request, 4096));
    const line = await library.findStage(stage);
    // As long as a comparison takes, whether the stage is there or not.
    const right = sameKey(body.key, line?.key ?? "no such stage");
    if (line === null || !right) throw new Refusal(CLOSE.denied, "This link does not open a stage.");
    const room = await hall.enter(stage).catch((error: unknown) => {
      if (error instanceof HallError) throw new Refusal(CLOSE.closing, COME_AGAIN);
      const text =
        error instanceof SetError
          ? `This stage's set cannot be opened: ${error.message}. The stage was left as it is.`
          : "What is kept of this stage cannot be read, and was left as it is; the server's log says where.";
      throw new Refusal(CLOSE.failed, text, error);
    });
    if (room === null) throw new Refusal(CLOSE.denied, "This link does not open a stage.");
    if (matchMaker.getLocalRoomById(stage) === undefined) {
      let work = making.get(stage);
      if (work === undefined) {
        work = matchMaker
          .createRoom(KIND, { stage })
          .catch(() => {
            throw new Refusal(CLOSE.closing, COME_AGAIN);
          })
          .finally(() => making.delete(stage));
        making.set(stage, work);
      }
      await work;
    }
    const listing = (await matchMaker.query({ roomId: stage }))[0];
    if (listing === undefined) throw new Refusal(CLOSE.closing, COME_AGAIN);
    const admission: Admission = { print: tokenPrint(body.token), name: body.name };
    return matchMaker.reserveSeatFor(listing, {}, admission).catch(() => {
      // The room ended while the seat was being kept.
      throw new Refusal(CLOSE.closing, COME_AGAIN);
    });
  }

  const route: Route = async (call) => {
    const match = /^\/matchmake\/(\w+)\/([A-Za-z0-9_-]{1,64})$/.exec(call.url.pathname);
    if (match === null) return false;
    const [, method, id] = match;
    if (call.request.method !== "POST") throw new Refusal(405, "POST is expected.");
    if (!allowOrigin(call.request)) throw new Refusal(403, "Pages of another origin may not join.");
    if (!allowJoin(call.address)) throw new Refusal(429, "Too many joins from this address. Wait a moment.");
    await ready;
    try {
      if (method === "joinById") sendJson(call.response, 200, await admit(call, id!));
      else if (method === "reconnect") {
        const { reconnectionToken } = await readJsonBody(call.request, 4096);
        sendJson(call.response, 200, await matchMaker.reconnect(id!, { reconnectionToken }));
      } else throw new Refusal(404, "Rooms are joined by their id.");
    } catch (error) {
      if (error instanceof Refusal && error.status >= 1000) {
        if (error.cause !== undefined) onError(error.cause, call.url.pathname);
        sendJson(call.response, STATUS.get(error.status) ?? 400, {
          code: error.status,
          error: error.message,
        });
      } else if (error instanceof ServerError) {
        sendJson(call.response, 400, { code: error.code, error: error.message });
      } else throw error;
    }
    return true;
  };

  return {
    route,
    attach(server) {
      const filter = (request: IncomingMessage): boolean => {
        // Read as it stands: an address that no parser takes must not get as far as one that throws.
        const ours = /^\/[\w-]+\/[\w-]+(\?[\x21-\x7e]*)?$/.test(request.url ?? "");
        if (ours && allowOrigin(request) && allowJoin(peerAddress(request, trustProxy))) return true;
        request.socket.destroy();
        return false;
      };
      transport.attachToServer(server, { filter });
    },
    end(stage) {
      const room = matchMaker.getLocalRoomById(stage);
      room?.disconnect(CLOSE.closing).catch(() => {});
    },
    async stop() {
      await matchMaker.gracefullyShutdown().catch(() => {});
      transport.shutdown();
      setTimeout(() => transport.end(), LAST_WORDS).unref();
      house = null;
    },
  };
}
