/**
 * One number for all of shared/math: a hash over the bits of many results. It must come out the same in every
 * engine, so the unit test pins it in Node and a browser test may run this file unchanged.
 *
 * In: nothing. Out: 16 hex digits.
 */
import * as hash from "../../../shared/math/hash.ts";
import * as quat from "../../../shared/math/quat.ts";
import * as random from "../../../shared/math/random.ts";
import * as trig from "../../../shared/math/trig.ts";

/** Hash over `count` draws put through every function. */
export function portableSample(count: number): string {
  const state = random.create("portable");
  const h = hash.create();
  const q = quat.create();
  for (let i = 0; i < count; i++) {
    const unit = random.between(state, -1, 1);
    const wide = random.between(state, -1e6, 1e6);
    const size = random.between(state, 1e-6, 50);
    hash.float64(h, trig.sin(wide));
    hash.float64(h, trig.cos(unit));
    hash.float64(h, trig.tan(size));
    hash.float64(h, trig.asin(unit));
    hash.float64(h, trig.acos(unit));
    hash.float64(h, trig.atan(wide));
    hash.float64(h, trig.atan2(unit, size));
    hash.float64(h, trig.exp(size));
    hash.float64(h, trig.log(size));
    hash.float64(h, trig.pow(size, unit));
    hash.float64(h, trig.hypot(unit, size, wide));
    hash.float64(h, random.gaussian(state));
    hash.word(h, random.int(state, 1000));
    quat.slerp(q, quat.fromHeadingTiltRoll(q, unit, size, wide), quat.IDENTITY, 0.3);
    hash.float64(h, q[0]);
    hash.float64(h, q[3]);
  }
  return hash.digest(h);
}
