/**
 * `npm run build`: the client into dist/client, with a brotli twin beside each file worth it, and the size of the
 * first page. In: client/, shared/, vite.config.ts and the lock file. Out: dist/client and dist/client.json, which
 * names the hash of what it was built from, so that `npm start` knows whether it is stale.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { ROOT, ready } from "./ready.mjs";

const OUT = join(ROOT, "dist/client");
const STAMP = join(ROOT, "dist/client.json");
const SOURCES = ["client", "shared", "vite.config.ts", "tsconfig.json", "package-lock.json"];
const compress = promisify(brotliCompress);
/** Kinds of files that brotli makes smaller. */
const TEXTUAL = new Set([
  ".html",
  ".js",
  ".mjs",
  ".css",
  ".json",
  ".svg",
  ".wasm",
  ".map",
  ".txt",
  ".ico",
  ".ttf",
]);

/** Files below a path, sorted; a file is itself. */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/** Hash over everything that the client is built from. */
function sourceHash() {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesBelow(join(ROOT, source))) {
      hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}

/** Brotli twin of a file, kept in .cache by content so that a rebuild is quick. Returns its size, or null: not worth it. */
async function addBrotli(file) {
  const bytes = readFileSync(file);
  if (bytes.length < 512 || !TEXTUAL.has(extname(file))) return null;
  // Level 11 takes a minute for 20 MB and gains 4 % over 9.
  const quality = bytes.length > 4e6 ? 9 : 11;
  const kept = join(ROOT, ".cache/brotli", `${createHash("sha256").update(bytes).digest("hex")}-${quality}`);
  if (!existsSync(kept)) {
    const small = await compress(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        [constants.BROTLI_PARAM_LGWIN]: 22,
      },
    });
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, small);
  }
  const small = readFileSync(kept);
  if (small.length > bytes.length * 0.95) return null;
  writeFileSync(`${file}.br`, small);
  return small.length;
}

/** Files that index.html needs before it can show anything: itself, its entry, what that imports, their styles. */
function firstPage(manifest) {
  const files = new Set(["index.html"]);
  const visit = (key) => {
    const chunk = manifest[key];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  return [...files];
}

const size = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Builds the client whatever is there. */
export async function buildClient() {
  if (!existsSync(join(ROOT, "client/index.html")))
    throw new Error("client/index.html is missing: nothing to build");
  const { build } = await import("vite");
  const began = performance.now();
  const hash = sourceHash();
  await build({ root: join(ROOT, "client"), configFile: join(ROOT, "vite.config.ts"), logLevel: "warn" });
  const manifest = JSON.parse(readFileSync(join(OUT, ".vite/manifest.json"), "utf8"));
  const sizes = new Map();
  for (const file of filesBelow(OUT)) {
    if (file.includes("/.vite/")) continue;
    sizes.set(relative(OUT, file), (await addBrotli(file)) ?? statSync(file).size);
  }
  const first = firstPage(manifest).filter((file) => sizes.has(file));
  const bytes = first.reduce((sum, file) => sum + sizes.get(file), 0);
  const all = [...sizes.values()].reduce((sum, each) => sum + each, 0);
  writeFileSync(STAMP, JSON.stringify({ hash, firstPage: { files: first, bytes }, bytes: all }, null, 1));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(
    `Client built in ${seconds} s: first page ${size(bytes)} brotli in ${first.length} files, ` +
      `${size(all)} in all ${sizes.size}\n`,
  );
}

/** Builds the client unless what is there was built from the same sources. */
export async function buildWhenStale() {
  if (!existsSync(join(ROOT, "client/index.html"))) return;
  const stamp = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, "utf8")) : null;
  if (stamp?.hash === sourceHash() && existsSync(join(OUT, "index.html"))) return;
  process.stdout.write("Building the client …\n");
  await buildClient();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ready(import.meta.url);
  await buildClient();
}
