/**
 * One port for https, which also knows what to say to those who come by plain http: a server that is asked in the clear
 * would otherwise answer nothing at all. In: the https server. Out: a server to listen with, which looks at the first byte
 * of each connection and hands it on.
 */
import { createServer as createPlain, type Server } from "node:http";
import { createServer, type Server as NetServer, type Socket } from "node:net";

/** First byte of TLS: a record of a handshake. */
const HANDSHAKE = 0x16;
/** Milliseconds for that byte to come. */
const PATIENCE = 10_000;

/** A server that listens for both. */
export interface Either {
  server: NetServer;
  /** Answers those who come in the clear. */
  plain: Server;
}

/** Puts one in front of `secure`, which does not listen itself. */
export function createEither(secure: Server): Either {
  const plain = createPlain({ requestTimeout: PATIENCE, headersTimeout: PATIENCE }, (request, response) => {
    const host = request.headers.host ?? "";
    // The part of the address that holds the key never leaves a browser, and is kept through this.
    const known = /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) && (request.url ?? "").startsWith("/");
    if (known) response.setHeader("Location", `https://${host}${request.url}`);
    response.writeHead(known ? 307 : 400, {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      Connection: "close",
    });
    response.end("This port speaks https: write https:// before the address.\n");
  });
  const server = createServer((socket) => {
    const end = (): void => void socket.destroy();
    socket.setTimeout(PATIENCE, end);
    socket.on("error", end);
    socket.once("data", (first: Buffer) => {
      socket.off("error", end);
      socket.off("timeout", end);
      socket.setTimeout(0);
      socket.pause();
      socket.unshift(first);
      hand(first[0] === HANDSHAKE ? secure : plain, socket);
    });
  });
  return { server, plain };
}

/** Hands a connection on as if it had just come. */
function hand(to: Server, socket: Socket): void {
  to.emit("connection", socket);
  process.nextTick(() => socket.resume());
}
