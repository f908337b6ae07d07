/** The six faces of a cube, as the place's mirror and the shadows of lamps use them: `right = forward × up`. */

/** Directions of the faces: forward, then up. */
export const FACES: readonly { forward: readonly number[]; up: readonly number[] }[] = [
  { forward: [1, 0, 0], up: [0, 1, 0] },
  { forward: [-1, 0, 0], up: [0, 1, 0] },
  { forward: [0, 0, 1], up: [0, 1, 0] },
  { forward: [0, 0, -1], up: [0, 1, 0] },
  { forward: [0, 1, 0], up: [0, 0, 1] },
  { forward: [0, -1, 0], up: [0, 0, -1] },
];

/** `cubeFace`: where a direction meets the cube: xy −1…1 on the face, z its number. */
export const CUBE_FUNCTIONS = `
fn cubeFace(d: vec3f) -> vec3f {
  let a: vec3f = abs(d);
  var face: f32 = 0.0;
  var uv: vec2f = vec2f(0.0);
  if (a.x >= a.y && a.x >= a.z) {
    if (d.x > 0.0) { uv = vec2f(d.z, d.y) / a.x; } else { face = 1.0; uv = vec2f(-d.z, d.y) / a.x; }
  } else {
    if (a.z >= a.y) {
      if (d.z > 0.0) { face = 2.0; uv = vec2f(-d.x, d.y) / a.z; } else { face = 3.0; uv = vec2f(d.x, d.y) / a.z; }
    } else {
      if (d.y > 0.0) { face = 4.0; uv = vec2f(d.x, d.z) / a.y; } else { face = 5.0; uv = vec2f(d.x, -d.z) / a.y; }
    }
  }
  return vec3f(uv, face);
}
`;
