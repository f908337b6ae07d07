import { describe, expect, it } from "vitest";
import { blockLayout, glsl, type ShaderSource, toGlsl, wgsl } from "../../../client/view/gpu/source.ts";
import { ANCHORING } from "../../../client/view/pass/anchoring.ts";
import { FINISHES } from "../../../client/view/pass/finish.ts";
import { GLASS } from "../../../client/view/pass/glass.ts";
import { LAMP_WIPE, lampShadowSource } from "../../../client/view/pass/lamp-shadow.ts";
import { LENSES } from "../../../client/view/pass/lens.ts";
import { LIGHTING } from "../../../client/view/pass/lighting.ts";
import { MIRROR_COPY } from "../../../client/view/pass/mirror.ts";
import { MONITORS } from "../../../client/view/pass/monitor.ts";
import { OCCLUSIONS } from "../../../client/view/pass/occlusion.ts";
import { OVERLAYS } from "../../../client/view/pass/overlay.ts";
import { RELIGHTING } from "../../../client/view/pass/relighting.ts";
import { shadowSource, WIPE } from "../../../client/view/pass/shadow.ts";
import { surfaceSource } from "../../../client/view/pass/surfaces.ts";
import { TENSOR } from "../../../client/view/pass/tensor.ts";

const bools = [false, true];
const SOURCES: ShaderSource[] = [
  ...FINISHES,
  ANCHORING,
  GLASS,
  LAMP_WIPE,
  ...LENSES,
  LIGHTING,
  MIRROR_COPY,
  ...MONITORS,
  ...OCCLUSIONS,
  ...OVERLAYS,
  RELIGHTING,
  TENSOR,
  WIPE,
  ...bools.flatMap((a) =>
    bools.flatMap((b) => [shadowSource(a, b), lampShadowSource(a, b), surfaceSource(a, b)]),
  ),
];

// Words that WGSL keeps for itself (specification, section 15.2) and that a person might choose for a variable.
const WGSL_WORDS =
  "abstract active alias as asm async attribute auto await become cast catch class common compile const_cast delegate delete demote do dynamic_cast enum explicit export extends extern external fallthrough filter final finally fixed flat friend from get goto groupshared highp impl implements import inline instanceof interface layout lowp macro match mediump meta mod module move mut mutable namespace new nil noexcept noinline nointerpolation null of operator package packoffset partial pass patch pixelfragment precise precision premerge priv protected pub public readonly ref regardless register resource restrict self set shared sizeof smooth static std subroutine super target template this throw trait try type typedef typename union unless unorm unsafe unsized use using varying virtual volatile where with yield".split(
    " ",
  );
// And GLSL ES 3.00's.
const GLSL_WORDS =
  "active asm attribute cast centroid class common enum extern external filter fixed flat goto half hvec2 input inline interface invariant layout long namespace noinline output partition public resource sample short sizeof smooth static superp template this typedef union unsigned using varying volatile".split(
    " ",
  );

describe("shaders", () => {
  it("name nothing by a word that either language keeps for itself", () => {
    for (const source of SOURCES) {
      const code = [
        source.common,
        source.vertexFunctions,
        source.vertex,
        source.functions,
        source.fragment,
      ].join("\n");
      const named = [...code.matchAll(/\b(?:let|var|fn)\s+(\w+)/g)].map((m) => m[1]!);
      const inputs = [...code.matchAll(/[(,]\s*(\w+)\s*:\s*(?:f32|i32|vec)/g)].map((m) => m[1]!);
      const textures = [...Object.keys(source.textures ?? {}), ...Object.keys(source.vertexTextures ?? {})];
      for (const name of [...named, ...inputs, ...textures]) {
        expect(WGSL_WORDS, `${source.name}: ${name}`).not.toContain(name);
        expect(GLSL_WORDS, `${source.name}: ${name}`).not.toContain(name);
      }
    }
  });

  it("leave nothing of WGSL in their GLSL", () => {
    for (const source of SOURCES) {
      const { vertex, fragment } = glsl(source);
      for (const text of [vertex, fragment]) {
        expect(text, source.name).not.toMatch(
          /\b(let|fn|vec[234][fiu]|f32|i32)\b|->|textureLoad|textureSampleLevel/,
        );
      }
    }
  });

  it("sample filtered textures through their sampler in WGSL", () => {
    for (const source of SOURCES) {
      const { fragment } = wgsl(source);
      for (const m of fragment.matchAll(/textureSample(?:Level)?\((\w+), (\w+)/g))
        expect(m[2]).toBe(`${m[1]}Sampler`);
    }
  });

  it("turn functions, values and texture reads into GLSL", () => {
    expect(toGlsl("fn f(a: f32, b: vec3f) -> vec2f { let c: f32 = atan2(a, b.x); return vec2f(c); }")).toBe(
      "vec2 f(float a, vec3 b) { float c = atan(a, b.x); return vec2(c); }",
    );
    expect(toGlsl("for (var i: i32 = 0; i < 3; i++) { textureLoad(t, vec2i(i, 0), 0); }")).toBe(
      "for (int i = 0; i < 3; i++) { texelFetch(t, ivec2(i, 0), 0); }",
    );
  });

  it("lay blocks out in steps of 16 bytes", () => {
    const { floats, offsets } = blockLayout({
      name: "b",
      fields: { m: "mat4x4f", list: ["vec4f", 3], v: "vec4f" },
    });
    expect(offsets).toEqual({ m: 0, list: 16, v: 28 });
    expect(floats).toBe(32);
  });
});
