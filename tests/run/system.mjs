/**
 * What tests need from the machine besides Node: a Chromium, a Firefox, a virtual display, OpenGL in software, ffmpeg.
 * Finds them; installs them through apt-get where this is root on Debian or Ubuntu; otherwise says what is missing.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the first of these programs that is there, or null. */
export function findProgram(...names) {
  for (const name of names) {
    if (name.includes("/")) {
      if (existsSync(name)) return name;
      continue;
    }
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  return null;
}

/** Chromium or Chrome; CHROMIUM names another. */
export const findChromium = () =>
  process.env.CHROMIUM ??
  findProgram(
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  );

/** Firefox; FIREFOX names another. */
export const findFirefox = () =>
  process.env.FIREFOX ??
  findProgram("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox");

const library = (name) => () => {
  const said = spawnSync("ldconfig", ["-p"], { encoding: "utf8" });
  return said.status !== 0 || said.stdout.includes(name) ? name : null;
};

/** Each need: how to find it, what brings it on Debian, and what is not tested without it. */
const NEEDS = [
  { name: "chromium", find: findChromium, packages: ["chromium"], for: "tests in Chromium" },
  { name: "firefox", find: findFirefox, packages: ["firefox-esr"], for: "tests in Firefox" },
  { name: "xvfb", find: () => findProgram("Xvfb"), packages: ["xvfb"], for: "tests in Firefox" },
  {
    name: "libgl",
    find: library("libGL.so.1"),
    packages: ["libgl1", "libglx-mesa0"],
    for: "WebGL in Firefox",
  },
  { name: "libegl", find: library("libEGL.so.1"), packages: ["libegl1"], for: "WebGL in Firefox" },
  {
    name: "mesa",
    find: () =>
      findProgram(
        "/usr/lib/x86_64-linux-gnu/dri/swrast_dri.so",
        "/usr/lib/aarch64-linux-gnu/dri/swrast_dri.so",
      ),
    packages: ["libgl1-mesa-dri"],
    for: "WebGL in Firefox",
  },
  {
    name: "ffprobe",
    find: () => findProgram("ffprobe"),
    packages: ["ffmpeg"],
    for: "reading exported video back",
  },
];

const missing = () =>
  NEEDS.filter(
    (need) => (process.platform === "linux" || !/^(xvfb|lib|mesa)/.test(need.name)) && need.find() === null,
  );

/** Installs what is missing where it can. Returns the names of what is still missing. */
export function prepareSystem() {
  const lacking = missing();
  if (lacking.length === 0) return [];
  const packages = [...new Set(lacking.flatMap((need) => need.packages))];
  const apt = findProgram("apt-get");
  if (apt !== null && process.getuid?.() === 0) {
    process.stdout.write(`Installing ${packages.join(", ")} for the tests …\n`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const run = (...args) => spawnSync(apt, args, { stdio: ["ignore", "ignore", "inherit"], env });
    run("update", "-qq");
    run("install", "-y", "-qq", "--no-install-recommends", ...packages);
  }
  const still = missing();
  for (const need of still) {
    process.stdout.write(`Missing: ${need.name} (${need.for}).\n`);
  }
  if (still.length > 0) {
    process.stdout.write(
      apt === null
        ? "Install them with this system's packages; CHROMIUM and FIREFOX may name the browsers.\n"
        : `Install them as root: apt-get install ${[...new Set(still.flatMap((n) => n.packages))].join(" ")}\n`,
    );
  }
  return still.map((need) => need.name);
}
