/**
 * Files over HTTP: the built client and the assets. In: a folder and a request's path. Out: the file with its type, an
 * ETag, a range where one is asked for, and brotli or gzip where the browser takes it: a `.br` twin beside the file,
 * or one made once and kept in memory.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
  ".glb": "model/gltf-binary",
  ".ktx2": "image/ktx2",
  ".hdr": "application/octet-stream",
  ".exr": "application/octet-stream",
  ".onnx": "application/octet-stream",
  ".bin": "application/octet-stream",
  ".txt": "text/plain; charset=utf-8",
  ".mp4": "video/mp4",
};
const SQUEEZABLE = new Set([
  ".html",
  ".js",
  ".mjs",
  ".css",
  ".json",
  ".webmanifest",
  ".svg",
  ".wasm",
  ".txt",
  ".onnx",
]);
/** Bytes of squeezed files kept in memory. */
const KEPT_BYTES = 64e6;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

interface Squeezed {
  version: string;
  bytes: Buffer;
}

/** A folder that is served. */
export interface Files {
  /** Answers with the file at `path` (decoded, without leading slash). False where there is none. */
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean>;
}

/** How long a browser may keep a file without asking again. */
export type Keeping = (path: string) => "immutable" | "ask";

/**
 * Serves the files below `folder`. `hidden` names top-level folders that are not served.
 */
export function createFiles(folder: string, keeping: Keeping, hidden: readonly string[] = []): Files {
  const squeezed = new Map<string, Squeezed>();
  let kept = 0;

  async function squeeze(file: string, version: string, coding: "br" | "gzip"): Promise<Buffer> {
    const key = `${coding} ${file}`;
    const known = squeezed.get(key);
    if (known?.version === version) return known.bytes;
    const bytes = await readFile(file);
    const small =
      coding === "br"
        ? await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 1e6 ? 5 : 9 } })
        : await zip(bytes);
    if (known !== undefined) kept -= known.bytes.length;
    squeezed.delete(key);
    // Oldest first out.
    for (const [old, entry] of squeezed) {
      if (kept + small.length <= KEPT_BYTES) break;
      squeezed.delete(old);
      kept -= entry.bytes.length;
    }
    squeezed.set(key, { version, bytes: small });
    kept += small.length;
    return small;
  }

  async function serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    const clean = normalize(path);
    if (clean.startsWith("..") || clean.includes("\0") || clean.startsWith(sep)) return false;
    if (clean.split(sep).some((part) => part.startsWith("."))) return false;
    if (hidden.includes(clean.split(sep)[0] ?? "")) return false;
    const file = join(folder, clean);
    const found = await stat(file).catch(() => null);
    if (found === null || !found.isFile()) return false;

    const extension = extname(file);
    const version = createHash("sha256")
      .update(`${clean}\0${found.size}\0${found.mtimeMs}`)
      .digest("base64url")
      .slice(0, 22);
    response.setHeader("Content-Type", TYPES[extension] ?? "application/octet-stream");
    response.setHeader(
      "Cache-Control",
      keeping(clean) === "immutable" ? "public, max-age=31536000, immutable" : "no-cache",
    );
    response.setHeader("Vary", "Accept-Encoding");
    const accepts = String(request.headers["accept-encoding"] ?? "");
    const squeezable = SQUEEZABLE.has(extension) && found.size > 512;
    const coding = !squeezable
      ? null
      : /\bbr\b/.test(accepts)
        ? "br"
        : /\bgzip\b/.test(accepts)
          ? "gzip"
          : null;
    const tag = `"${version}${coding === null ? "" : `-${coding}`}"`;
    response.setHeader("ETag", tag);
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304).end();
      return true;
    }
    if (coding !== null && request.headers.range === undefined) {
      const twin = coding === "br" ? await readFile(`${file}.br`).catch(() => null) : null;
      const bytes = twin ?? (await squeeze(file, version, coding));
      response.setHeader("Content-Encoding", coding);
      response.setHeader("Content-Length", bytes.length);
      response.writeHead(200);
      response.end(request.method === "HEAD" ? undefined : bytes);
      return true;
    }
    response.setHeader("Accept-Ranges", "bytes");
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    let from = 0;
    let to = found.size - 1;
    if (range !== null) {
      from = Number(range[1]);
      if (range[2] !== "") to = Math.min(to, Number(range[2]));
      if (from > to) {
        response.writeHead(416, { "Content-Range": `bytes */${found.size}` }).end();
        return true;
      }
      response.setHeader("Content-Range", `bytes ${from}-${to}/${found.size}`);
    }
    response.setHeader("Content-Length", found.size === 0 ? 0 : to - from + 1);
    response.writeHead(range === null ? 200 : 206);
    if (request.method === "HEAD" || found.size === 0) response.end();
    // A browser that goes away in the middle is no error of ours.
    else await pipeline(createReadStream(file, { start: from, end: to }), response).catch(() => {});
    return true;
  }
  return { serve };
}
