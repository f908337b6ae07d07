/**
 * Makes a fresh checkout ready to run, on any Node from 20: installs the packages that the lock file names and are
 * not there, finds the Node 24 that came with them, and goes on under it. Plain JavaScript without imports from
 * packages, since there may be none yet. In: the script's own URL and whether tests' packages are needed. Out: returns
 * when everything is there and this is Node 24; otherwise runs the same script under Node 24 and ends with its code.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Ends with a message that says what to do. */
export function giveUp(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Names of packages that the lock file wants and node_modules lacks or has in another version. */
function missingPackages(withTests) {
  const wanted = readJson(join(ROOT, "package-lock.json"));
  if (wanted === null) giveUp("package-lock.json is missing or broken: fetch the checkout again.");
  const present = readJson(join(ROOT, "node_modules/.package-lock.json"));
  const missing = [];
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === "" || entry.optional || entry.devOptional || (entry.dev && !withTests)) continue;
    const has = present?.packages?.[path]?.version === entry.version && existsSync(join(ROOT, path));
    if (!has) missing.push(path.replace(/^.*node_modules\//, ""));
  }
  return missing;
}

function install(missing) {
  const few = missing.slice(0, 4).join(", ");
  const modules = join(ROOT, "node_modules");
  // npm may empty the folder: never through a link, which would empty somebody else's.
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink()) {
    giveUp(
      `node_modules is a link and lacks ${missing.length} packages (${few} …): install them where it points to.`,
    );
  }
  process.stdout.write(`Installing packages (${missing.length} missing: ${few} …)\n`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Not `npm ci`: a registry may lack the optional packages of other platforms, which then are not in the lock file.
  const done = spawnSync(npm, ["install", "--no-save", "--no-fund", "--no-audit"], {
    cwd: ROOT,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (done.error) giveUp(`npm could not be started (${done.error.message}). Install npm and try again.`);
  if (done.status !== 0) {
    giveUp("npm install failed: what it wrote above says why. Is a package registry within reach?");
  }
}

/**
 * Path of the Node 24 that npm brought, or null. The package `node` links the binary into its own bin folder in an
 * install script; where scripts are not allowed, the binary still lies in the platform's package.
 */
export function findNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = system === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const platform = `${name}-${system}-${process.arch}`;
  const binary = process.platform === "win32" ? "bin/node.exe" : "bin/node";
  const places = [
    join(ROOT, "node_modules/node", binary),
    join(ROOT, "node_modules/node/node_modules", platform, binary),
    join(ROOT, "node_modules", platform, binary),
    join(ROOT, ".cache/node/node_modules", platform, binary),
  ];
  for (const place of places) {
    if (!existsSync(place)) continue;
    const said = spawnSync(place, ["--version"], { encoding: "utf8" });
    if (said.status === 0 && major(said.stdout.trim()) >= 24) return place;
  }
  return null;
}

const major = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);

/** Fetches the platform's Node into .cache where the install script was not allowed to. */
function fetchNode() {
  const version = readJson(join(ROOT, "package.json"))?.dependencies?.node;
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = system === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  const wanted = `${name}-${system}-${process.arch}@${version}`;
  process.stdout.write(`Fetching ${wanted} (npm did not run its install script)\n`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  spawnSync(
    npm,
    ["install", "--no-save", "--no-fund", "--no-audit", "--prefix", join(ROOT, ".cache/node"), wanted],
    {
      cwd: ROOT,
      stdio: "inherit",
      shell: process.platform === "win32",
    },
  );
  return findNode();
}

/**
 * Returns once packages are there and this process is Node 24; else goes on in a child under Node 24 and never
 * returns. `withTests`: tests' packages too.
 */
export async function ready(scriptUrl, withTests = false) {
  if (major(process.version) < 20)
    giveUp(`Node 20 or newer is needed to begin with; this is ${process.version}.`);
  const missing = missingPackages(withTests);
  if (missing.length > 0) install(missing);
  if (major(process.version) >= 24) return;
  const node = findNode() ?? fetchNode();
  if (node === null) {
    giveUp(
      `Node 24 runs Holdfast and npm brings it, but it is not below node_modules/node, and could not be fetched for ` +
        `${process.platform} ${process.arch}.\nInstall Node 24 yourself and run the same command with it.`,
    );
  }
  await new Promise(() => {
    const child = spawn(node, [...process.execArgv, fileURLToPath(scriptUrl), ...process.argv.slice(2)], {
      stdio: "inherit",
    });
    // A terminal's Ctrl+C reaches the child by itself; what is sent to this process alone is passed on.
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
    child.on("error", (error) => giveUp(`Node 24 could not be started: ${error.message}`));
  });
}
