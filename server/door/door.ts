/**
 * The HTTP door: each request goes through the routes in order until one answers. In: Node's requests. Out: answers
 * with the common headers; an error in a route answers 500 and is logged, and the server goes on.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createBuckets } from "../access/bucket.ts";
import { setCommonHeaders } from "./headers.ts";

/** One request on its way. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  /** Address that the request came from. */
  address: string;
}

/** Answers a call, or leaves it to the next route with false. */
export type Route = (call: Call) => boolean | Promise<boolean>;

/** Refusal of a request, with its HTTP status and a text for people; a `cause` is for the log. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, text: string, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause });
    this.status = status;
  }
}

/** What the door needs from its house. */
export interface DoorOptions {
  routes: readonly Route[];
  dev: boolean;
  trustProxy: boolean;
  clock: () => number;
  /** Told of every answer, for metrics, and of errors. */
  onAnswer?: (call: Call, milliseconds: number) => void;
  onError: (error: unknown, path: string) => void;
}

/** Requests a second from one address, and how many may come at once (a page loads some hundred files). */
const REQUESTS_PER_SECOND = 200;
const REQUESTS_AT_ONCE = 2000;

/** Address of the peer; behind a trusted proxy the last one that the proxy added. */
export function peerAddress(request: IncomingMessage, trustProxy: boolean): string {
  if (trustProxy) {
    const forwarded = String(request.headers["x-forwarded-for"] ?? "");
    const last = forwarded.split(",").at(-1)?.trim();
    if (last) return last;
  }
  return request.socket.remoteAddress ?? "unknown";
}

/** Makes the listener for an HTTP server. */
export function createDoor(options: DoorOptions): RequestListener {
  const allow = createBuckets(REQUESTS_PER_SECOND, REQUESTS_AT_ONCE, options.clock);
  return async (request, response) => {
    const began = options.clock();
    const address = peerAddress(request, options.trustProxy);
    let call: Call | null = null;
    try {
      setCommonHeaders(request, response, options.dev);
      if (!allow(address)) throw new Refusal(429, "Too many requests from this address.");
      let url: URL;
      try {
        url = new URL(request.url ?? "/", "http://house");
      } catch {
        throw new Refusal(400, "This is no address.");
      }
      call = { request, response, url, address };
      for (const route of options.routes) if (await route(call)) return;
      throw new Refusal(404, "Nothing here.");
    } catch (error) {
      const path = call?.url.pathname ?? "";
      if (!(error instanceof Refusal)) options.onError(error, path);
      else if (error.cause !== undefined) options.onError(error.cause, path);
      if (response.headersSent) response.destroy();
      else {
        const status = error instanceof Refusal ? error.status : 500;
        const text =
          error instanceof Refusal ? error.message : "Something went wrong on the server; it is in the log.";
        sendJson(response, status, { error: text });
      }
    } finally {
      if (call !== null) options.onAnswer?.(call, options.clock() - began);
    }
  };
}

/** A path below `prefix`, decoded. Throws Refusal 400 where it cannot be read. */
export function pathBelow(url: URL, prefix: string): string {
  try {
    return decodeURIComponent(url.pathname.slice(prefix.length));
  } catch {
    throw new Refusal(400, "This is no address.");
  }
}

/** Answers with JSON that nobody keeps. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const bytes = Buffer.from(JSON.stringify(value));
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Length", bytes.length);
  response.writeHead(status);
  response.end(bytes);
}

/** Reads a request's body of at most `limit` bytes. Throws Refusal 413. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limit)
    throw new Refusal(413, `At most ${limit} bytes.`);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    length += (part as Buffer).length;
    if (length > limit) throw new Refusal(413, `At most ${limit} bytes.`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Reads a JSON object of at most `limit` bytes. Throws Refusal 400 or 413. */
export async function readJsonBody(
  request: IncomingMessage,
  limit = 16_384,
): Promise<Record<string, unknown>> {
  const text = (await readBody(request, limit)).toString("utf8");
  try {
    const value: unknown = text === "" ? {} : JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(400, "A JSON object is expected.");
}
