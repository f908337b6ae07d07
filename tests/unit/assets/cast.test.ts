/**
 * The cast's packed pictures, unpacked again: skins, morphs and motion as a player needs them. Reads files only.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Accessor, type Document, NodeIO } from "@gltf-transform/core";
import { ALL_EXTENSIONS } from "@gltf-transform/extensions";
import { MeshoptDecoder } from "meshoptimizer";
import { beforeAll, describe, expect, it } from "vitest";

const CAST = join(import.meta.dirname, "../../../assets/cast");
const LIMITS = { bytes: 1_600_000, triangles: 30_000, draws: 6 };

interface Sheet {
  morphs: string[];
  clips: {
    name: string;
    seconds: number;
    loop: boolean;
    stride?: number;
    contacts?: Record<string, number[][]>;
  }[];
}

const rows = (a: Accessor): number[][] =>
  Array.from({ length: a.getCount() }, (_, i) => a.getElement(i, [] as number[]));

describe.each(readdirSync(CAST))("%s", (id) => {
  let doc: Document;
  const sheet = JSON.parse(readFileSync(join(CAST, id, "actor.json"), "utf8")) as Sheet;
  const data = readFileSync(join(CAST, id, `${id}.glb`));
  const primitives = () =>
    doc
      .getRoot()
      .listMeshes()
      .flatMap((m) => m.listPrimitives());

  beforeAll(async () => {
    await MeshoptDecoder.ready;
    const io = new NodeIO().registerExtensions(ALL_EXTENSIONS);
    doc = await io.registerDependencies({ "meshopt.decoder": MeshoptDecoder }).readBinary(data);
  });

  it("keeps the budgets", () => {
    expect(data.length).toBeLessThanOrEqual(LIMITS.bytes);
    expect(primitives().length).toBeLessThanOrEqual(LIMITS.draws);
    const triangles = primitives().reduce((sum, p) => sum + p.getIndices()!.getCount() / 3, 0);
    expect(triangles).toBeLessThanOrEqual(LIMITS.triangles);
  });

  it("is skinned with four weights that sum to one", () => {
    const bones = doc.getRoot().listSkins()[0]!.listJoints().length;
    for (const p of primitives()) {
      const joints = rows(p.getAttribute("JOINTS_0")!);
      const weights = rows(p.getAttribute("WEIGHTS_0")!);
      expect(p.getAttribute("JOINTS_1")).toBeNull();
      expect(Math.max(...joints.map((j) => Math.max(...j)))).toBeLessThan(bones);
      for (const w of weights) expect(Math.abs(w.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(0.01);
    }
  });

  it("has its face's morphs, on both sides of the lids and nowhere far", () => {
    const face = doc
      .getRoot()
      .listMeshes()
      .find((m) => m.listPrimitives()[0]!.listTargets().length > 0)!;
    expect((face.getExtras() as { targetNames: string[] }).targetNames).toEqual(sheet.morphs);
    sheet.morphs.forEach((name, i) => {
      const moved = face.listPrimitives().flatMap((p) => rows(p.listTargets()[i]!.getAttribute("POSITION")!));
      const most = Math.max(...moved.map((d) => Math.hypot(...d)));
      expect(most, name).toBeGreaterThan(0.002);
      expect(most, name).toBeLessThan(0.06);
    });
  });

  it("plays every clip that its sheet names: unit rotations, times in order, loops that close", () => {
    const clips = new Map(
      doc
        .getRoot()
        .listAnimations()
        .map((a) => [a.getName(), a]),
    );
    expect([...clips.keys()]).toEqual(sheet.clips.map((c) => c.name));
    for (const c of sheet.clips) {
      for (const channel of clips.get(c.name)!.listChannels()) {
        const at = `${c.name} ${channel.getTargetNode()!.getName()}`;
        const times = rows(channel.getSampler()!.getInput()!).map((t) => t[0]!);
        const values = rows(channel.getSampler()!.getOutput()!);
        expect(values.length, at).toBe(times.length);
        expect(
          times.every((t, i) => (i === 0 ? t >= 0 : t > times[i - 1]!)),
          at,
        ).toBe(true);
        expect(times.at(-1)!, at).toBeLessThanOrEqual(c.seconds + 1e-3);
        if (channel.getTargetPath() === "rotation") {
          for (const q of values) expect(Math.abs(Math.hypot(...q) - 1), at).toBeLessThan(0.003);
          if (c.loop) {
            const [a, b] = [values[0]!, values.at(-1)!];
            const dot = Math.abs(a.reduce((sum, v, i) => sum + v * b[i]!, 0));
            expect(dot, at).toBeGreaterThan(0.9995);
          }
        }
      }
    }
  });

  it("walks and runs on both feet, one after the other", () => {
    for (const name of ["walk", "run"]) {
      const clip = sheet.clips.find((c) => c.name === name)!;
      expect(clip.stride!).toBeGreaterThan(0.8);
      const planted = (foot: string) =>
        clip.contacts![foot]!.reduce((sum, [from, to]) => sum + to! - from!, 0) / clip.seconds;
      for (const foot of ["left", "right"]) {
        expect(planted(foot), `${name} ${foot}`).toBeGreaterThan(name === "walk" ? 0.5 : 0.2);
        expect(planted(foot), `${name} ${foot}`).toBeLessThan(name === "walk" ? 0.75 : 0.5);
      }
    }
  });
});
