/**
 * The server, put together: configuration, library, rooms, HTTP and https, logs, metrics, and an end in good order.
 * In: the environment. Out: a running server, whose links have been printed.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server as NetServer } from "node:net";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { createBuckets } from "./access/bucket.ts";
import { drawId, drawKey } from "./access/keys.ts";
import { ownOrigin } from "./access/origin.ts";
import { type Configuration, ConfigurationError, readConfiguration } from "./configuration.ts";
import { astray } from "./door/astray.ts";
import { prepareCertificate } from "./door/certificate.ts";
import { createDoor, pathBelow, type Route } from "./door/door.ts";
import { createEither } from "./door/either.ts";
import { createFiles } from "./door/files.ts";
import { announcement, type Place, placesOf, stageLink } from "./door/invite.ts";
import { createMeters } from "./door/meters.ts";
import { createRoutes, MOST_DEFECTS } from "./door/routes.ts";
import { createGate } from "./hall/colyseus.ts";
import { createHall, type Hall } from "./hall/hall.ts";
import { type AssetReader, createAssetReader, listSets, type SetLine } from "./library/assets.ts";
import type { Library, StageLine } from "./library/library.ts";
import { openSqliteLibrary } from "./library/sqlite.ts";
import { createPress } from "./room/press.ts";
import type { Defect } from "./room/room.ts";
import { createStages, type Stages } from "./room/stages.ts";

/** Connections that one address may hold at a time: a studio behind one router, and nobody who holds them all. */
const MOST_CONNECTIONS = 1024;
const ROOT = resolve(fileURLToPath(new URL("..", import.meta.url)));
/** Milliseconds in which a request, and its headers, have to be here. */
const PATIENCE = { requestTimeout: 60_000, headersTimeout: 20_000 };
/** Milliseconds for an end in good order, before it is cut short. */
const STOP_WITHIN = 10_000;
/** Days for which a stage stays in the bin. */
const BIN_DAYS = 30;

/** Why a server cannot start, in words that are enough. */
class StartError extends Error {}

/** A running server. */
export interface Running {
  /** Such as http://localhost:7878. */
  base: string;
  /** Link to the stage opened last. */
  link: string;
  houseKey: string;
  /** Ends in good order. */
  stop(): Promise<void>;
}

/** Starts a server. Rejects where it cannot be; everything that it had begun has ended then. */
export async function serve(configuration: Configuration, dev: boolean): Promise<Running> {
  const { data, host, trustProxy } = configuration;
  const log = pino(
    { level: configuration.log, base: null, redact: ["key", "token", "*.key", "*.token"] },
    pino.destination({ dest: 2, sync: false }),
  );
  // The keys of all stages lie here: nobody else on this machine reads them.
  await mkdir(data, { recursive: true, mode: 0o700 });
  const library = await whole(data, openSqliteLibrary(data));
  const read = createAssetReader(configuration.assets, (error) =>
    log.warn({ folder: configuration.assets }, `left out: ${error.message}`),
  );
  const stages = createStages(read);
  const press = createPress();
  const clock = (): number => performance.now();
  const wall = (): number => Date.now();
  const meters = createMeters(() => hall);
  const defects = join(data, "defects");
  const hall: Hall = createHall({
    assets: configuration.assets,
    library,
    log,
    onRefused: meters.refused,
    onDefect: meters.defect,
    keepDefect: (defect) => {
      keepDefect(defects, defect, wall()).catch((error) =>
        log.error({ error: String(error) }, "keeping a defect"),
      );
    },
    onOver: (stage) => gate.end(stage),
  });

  const allowOrigin = (request: { headers: NodeJS.Dict<string | string[]> }): boolean =>
    ownOrigin(
      request.headers["origin"] as string | undefined,
      request.headers["host"] as string | undefined,
      [...configuration.origins],
    );
  const onError = (error: unknown, path: string): void => {
    log.error({ path, error: error instanceof Error ? error.stack : String(error) }, "a request failed");
  };
  const gate = createGate({
    hall,
    library,
    allowOrigin,
    allowJoin: createBuckets(40, 200, clock),
    trustProxy,
    onError,
  });
  const houseKey = await keptKey(join(data, "house-key"));
  let places: Place[] = [];
  let stopping = false;
  const routes: Route[] = [
    gate.route,
    ...createRoutes({
      library,
      hall,
      stages,
      press,
      read,
      meters,
      key: houseKey,
      defects,
      places: () => places,
      allowOrigin: (call) => allowOrigin(call.request),
      allowGuess: createBuckets(0.5, 30, clock),
      wall,
      healthy: () => !stopping,
    }),
    assetRoute(configuration.assets),
    ...(await pageRoutes(dev)),
    astray,
  ];
  const door = createDoor({
    routes,
    dev,
    trustProxy,
    clock,
    onAnswer: (call, milliseconds) => {
      meters.answer(call.response.statusCode, milliseconds);
      log.debug(
        { method: call.request.method, path: call.url.pathname, status: call.response.statusCode },
        "answered",
      );
    },
    onError,
  });

  const servers: Server[] = [];
  const listeners: NetServer[] = [];
  const server = createServer(PATIENCE, door);
  if (!trustProxy) boundConnections(server);
  gate.attach(server);
  servers.push(server);
  listeners.push(server);
  await listen(server, configuration.port, host);
  const { port } = server.address() as AddressInfo;
  let tlsPort: number | null = null;
  if (configuration.open) {
    const certificate = await prepareCertificate(data);
    const secure = createTlsServer({ ...certificate, ...PATIENCE, handshakeTimeout: 10_000 }, door);
    gate.attach(secure);
    const either = createEither(secure);
    if (!trustProxy) boundConnections(either.server);
    listeners.push(either.server);
    servers.push(secure, either.plain);
    await listen(either.server, port + 1, host);
    tlsPort = port + 1;
  }
  places = placesOf(host, configuration.open, port, tlsPort, configuration.origins);

  await whole(data, library.emptyBin(wall() - BIN_DAYS * 86_400_000));
  await whole(data, library.sweep());
  const sweeping = setInterval(() => {
    library.sweep().catch((error) => log.error({ error: String(error) }, "the sweep failed"));
  }, 600_000);
  sweeping.unref();

  const stage = await firstStage(library, read, stages, wall());
  const own = places.find((place) => !place.shared) ?? places[0]!;
  if (stage !== null) process.stdout.write(`${announcement(places, stage, houseKey)}\n`);
  else
    process.stdout.write(
      `\n  ${own.base}/#house=${houseKey}\n  There is no set in ${configuration.assets} that can be opened.\n\n`,
    );
  log.info({ port, tlsPort, host, data }, "ready");

  return {
    base: own.base,
    link: stage === null ? own.base : stageLink(own.base, stage.id, stage.key),
    houseKey,
    async stop() {
      if (stopping) return;
      stopping = true;
      clearInterval(sweeping);
      await hall.stop("The server stops. Come back in a moment: everything is kept.");
      await gate.stop();
      const closed = listeners.map((each) => new Promise((done) => each.close(done)));
      for (const each of servers) each.closeAllConnections();
      await Promise.all(closed);
      await press.close();
      await library.close();
      log.info({}, "stopped");
    },
  };
}

function listen(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      done();
    });
  });
}

/** What is asked of the library at the start. Throws StartError where it cannot be read. */
async function whole<T>(data: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw new StartError(
      `The library in ${data} cannot be read: ${error instanceof Error ? error.message : error}.\n` +
        "It was left as it is. Put a copy of it in its place, or name another folder: DATA=./other",
    );
  }
}

/** Ends connections of an address that holds too many already. */
function boundConnections(server: NetServer): void {
  const held = new Map<string, number>();
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "unknown";
    const count = (held.get(address) ?? 0) + 1;
    if (count > MOST_CONNECTIONS) {
      socket.destroy();
      return;
    }
    held.set(address, count);
    socket.on("close", () => {
      const left = (held.get(address) ?? 1) - 1;
      if (left > 0) held.set(address, left);
      else held.delete(address);
    });
  });
}

/** The house's key, drawn at the first start. */
async function keptKey(file: string): Promise<string> {
  const known = await readFile(file, "utf8").catch(() => "");
  if (known.trim() !== "") return known.trim();
  const key = drawKey();
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}

/** The stage opened last; in a new house Corner Street is made. Null where there is no set at all. */
async function firstStage(
  library: Library,
  read: AssetReader,
  stages: Stages,
  now: number,
): Promise<StageLine | null> {
  const known = (await library.listStages())[0];
  if (known !== undefined) return known;
  const sets = await listSets(read);
  // Corner Street first; a set that cannot be opened is nobody's first.
  sets.sort((a, b) => Number(b.id === "corner-street") - Number(a.id === "corner-street"));
  let set: SetLine | null = null;
  for (const each of sets) {
    if (set === null && (await stages.now(each.id).catch(() => null)) !== null) set = each;
  }
  if (set === null) return null;
  const stage = {
    id: drawId(set.label),
    label: set.label,
    set: set.id,
    key: drawKey(),
    created: now,
    opened: now,
  };
  await library.createStage(stage);
  return stage;
}

async function keepDefect(folder: string, defect: Defect, now: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Whoever lies in every report fills no disk.
  if ((await readdir(folder)).length >= MOST_DEFECTS) return;
  const { squeezed, ...note } = defect;
  const name = join(folder, `${defect.stage}-${defect.tick}-${defect.person}-${now}`);
  await writeFile(`${name}.json`, `${JSON.stringify(note, null, 1)}\n`);
  await writeFile(`${name}.ours.checkpoint.br`, squeezed);
}

/** `/assets/…`: what worlds and pictures are made of. */
function assetRoute(folder: string): Route {
  const files = createFiles(folder, (path) => (path.startsWith("colliders/") ? "immutable" : "ask"), [
    "sources",
  ]);
  return async ({ request, response, url }) => {
    if (!url.pathname.startsWith("/assets/") || (request.method !== "GET" && request.method !== "HEAD"))
      return false;
    return files.serve(request, response, pathBelow(url, "/assets/"));
  };
}

/** The client: built, or from its sources with changes applied as they are saved. */
async function pageRoutes(dev: boolean): Promise<Route[]> {
  const isPage = (path: string): boolean => path === "/" || /^\/s\/[a-z0-9-]+\/?$/.test(path);
  if (dev) {
    const { createServer: createVite } = await import("vite");
    const vite = await createVite({
      configFile: join(ROOT, "vite.config.ts"),
      server: { middlewareMode: true, hmr: { port: 24_679 } },
    });
    return [
      ({ request, response, url }) => {
        // The page lies at /s/<stage> too, and names its files beside itself.
        if (isPage(url.pathname)) request.url = "/";
        else request.url = request.url!.replace(/^\/s\/(?=[^?]*\.)/, "/");
        return new Promise((done) => {
          response.on("close", () => done(true));
          vite.middlewares(request, response, () => done(false));
        });
      },
    ];
  }
  const folder = join(ROOT, "dist/client");
  const files = createFiles(folder, (path) => (path.startsWith("code/") ? "immutable" : "ask"), [".vite"]);
  return [
    async ({ request, response, url }) => {
      if (request.method !== "GET" && request.method !== "HEAD") return false;
      const path = isPage(url.pathname) ? "index.html" : pathBelow(url, "/");
      return files.serve(request, response, path);
    },
  ];
}

/** Runs until it is told to stop, and ends the process then. A wrong variable ends it with code 2. */
export async function main(environment: NodeJS.ProcessEnv, { dev }: { dev: boolean }): Promise<void> {
  let configuration: Configuration;
  try {
    configuration = readConfiguration(environment);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  let running: Running;
  try {
    running = await serve(configuration, dev);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const { port, host } = configuration;
    if (code === "EADDRINUSE")
      process.stderr.write(`Port ${port} (or ${port + 1}) is taken. Choose another: PORT=8080\n`);
    else if (code === "EADDRNOTAVAIL")
      process.stderr.write(`This machine has no address ${host}. Choose another HOST.\n`);
    else if (code === "EACCES")
      process.stderr.write(`Not allowed: port ${port}, or the folder ${configuration.data}.\n`);
    else if (error instanceof StartError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`The server cannot start: ${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  }
  const stop = (signal: string): void => {
    process.stdout.write(`${signal}: keeping everything …\n`);
    const late = setTimeout(() => process.exit(1), STOP_WITHIN);
    late.unref();
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping failed: ${error}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, stop);
  // What one request forgot to catch is no reason to end everybody's rooms.
  process.on("unhandledRejection", (error) => {
    const text = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`${JSON.stringify({ level: 50, error: text, msg: "nobody caught this" })}\n`);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && existsSync(process.argv[1])) {
  await main(process.env, { dev: process.argv.includes("--dev") });
}
