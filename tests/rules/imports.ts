/**
 * Who may import whom: the house's plan as a check.
 *
 * In: all sources. Out: findings. `shared/` imports only `shared/`, but for the marked files; `client/` never meets `server/`;
 * the client's folders do not know one another; each package lives in one folder per runtime.
 */
import { finding, type Import, importsOf, packageOf, resolve, type Source } from "./source.ts";

/** Files of `shared/` that may import more than `shared/`, with what and why. */
export const MARKED: Readonly<Record<string, { readonly may: RegExp; readonly why: string }>> = {
  "shared/physics/havok.ts": { may: /^@babylonjs\/havok$/, why: "the Physics adapter" },
  "shared/space/bvh.ts": { may: /^three(-mesh-bvh)?(\/|$)/, why: "the rays' structure" },
  "shared/protocol/room-state.ts": { may: /^@colyseus\/schema$/, why: "presence" },
  "shared/world/set.ts": {
    may: /^zod\/mini$/,
    why: "checks manifests of sets, things and actors at the door",
  },
  "shared/anchors/bundle.ts": { may: /^zod\/mini$/, why: "checks manifests of model bundles at the door" },
  "shared/camera/filmback.ts": { may: /^assets\/lenses\/filmbacks\.json$/, why: "a table, data only" },
  "shared/camera/lens.ts": { may: /^assets\/lenses\/lenses\.json$/, why: "a table, data only" },
};

/** Packages that have a home in the plan: nobody else imports them. */
export const HOMES: readonly { readonly of: RegExp; readonly home: RegExp }[] = [
  { of: /^@babylonjs\/havok$/, home: /^shared\/physics\/havok\.ts$/ },
  { of: /^@babylonjs\/(core|loaders|materials)$/, home: /^client\/(view|composite)\// },
  { of: /^three(-mesh-bvh)?$/, home: /^shared\/space\/bvh\.ts$/ },
  { of: /^@colyseus\/schema$/, home: /^shared\/protocol\/room-state\.ts$/ },
  { of: /^@colyseus\/sdk$/, home: /^client\/session\// },
  { of: /^@colyseus\/(core|ws-transport)$/, home: /^server\/hall\// },
  { of: /^onnxruntime-web$/, home: /^client\/model\// },
  { of: /^mediabunny$/, home: /^client\/export\// },
];

/** Packages that more than one folder of a runtime may import, with why. */
export const COMMON: readonly { readonly of: RegExp; readonly why: string }[] = [
  { of: /^zod$/, why: "checks what comes from files, each kind where its form is known" },
  { of: /^vite$/, why: "builds the client, and serves it while it is worked on" },
  { of: /^preact$|^@preact\//, why: "the interface's own language, in every panel" },
  { of: /^node:/, why: "the platform, not a package" },
  {
    of: /^@babylonjs\/(core|loaders|materials)$/,
    why: "view and composite draw on one device (style rule 7)",
  },
];

/** Files that see all: the composition root, and the floor on which it puts the pieces together. */
const SEES_ALL = /^client\/((main|frame)\.tsx?$|floor\/)/;
/** The address of a file that a package brings, not its code. */
const ADDRESS = /\?url$/;

/** Everything that is wrong with these sources' imports. */
export function check(sources: readonly Source[]): string[] {
  const found: string[] = [];
  const folders = new Map<string, Map<string, string>>();
  for (const source of sources) {
    for (const one of importsOf(source)) {
      const fault = faultOf(source, one);
      if (fault) found.push(finding(source, one.node, fault));
      note(folders, source, one);
    }
  }
  for (const [key, places] of folders) {
    if (places.size > 1) {
      found.push(
        `${[...places.values()][0]}: ${key} is imported in ${[...places.keys()].sort().join(" and ")}; one folder only`,
      );
    }
  }
  return found;
}

function faultOf(source: Source, one: Import): string | null {
  const top = topOf(source.path);
  const target = resolve(source.path, one.specifier);
  const name = packageOf(one.specifier);
  const what = target ?? one.specifier;
  if (top === "tests") return null;
  if (target?.startsWith("tests/")) return `${top} imports ${target}: tests are not part of the product`;
  if (target?.startsWith("..")) return `imports ${target}, which lies outside the repository`;
  if (top === "shared") {
    const inside = target?.startsWith("shared/") ?? false;
    if (!inside && !MARKED[source.path]?.may.test(what))
      return `shared imports ${what}; only shared/ may be imported here`;
  }
  if (top === "client") {
    if (target?.startsWith("server/")) return `client imports ${target}`;
    if (name?.startsWith("node:")) return `client imports ${name}, which no browser has`;
    const own = folderOf(source.path);
    const other = target?.startsWith("client/") ? folderOf(target) : null;
    if (other && own !== other && !SEES_ALL.test(source.path)) {
      return `${own} imports ${target}; the client's folders do not import one another`;
    }
  }
  if (top === "server" && target?.startsWith("client/")) return `server imports ${target}`;
  for (const { of, home } of HOMES) {
    if (ADDRESS.test(one.specifier)) break;
    if (name && of.test(name) && !home.test(source.path)) return `${name} lives in ${home.source}`;
  }
  return null;
}

function note(folders: Map<string, Map<string, string>>, source: Source, one: Import): void {
  const name = packageOf(one.specifier);
  const top = topOf(source.path);
  if (!name || top === "tests" || COMMON.some(({ of }) => of.test(name))) return;
  const key = `${name} (${top})`;
  const places = folders.get(key) ?? new Map<string, string>();
  places.set(folderOf(source.path), source.path);
  folders.set(key, places);
}

function topOf(path: string): string {
  return path.slice(0, path.indexOf("/"));
}

/** `client/view` for a file of it, however deep; `client` for files at its top. */
function folderOf(path: string): string {
  const parts = path.split("/");
  return parts.length > 2 ? parts.slice(0, 2).join("/") : parts[0]!;
}
