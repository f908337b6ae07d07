/**
 * Driving: a vehicle follows its way as a car does. Its rear axle rolls where it points, the front wheels turn no
 * further than its turning circle allows, and it looks ahead along the way (pure pursuit).
 */
import * as scalar from "../math/scalar.ts";
import { asin, atan, atan2, cos, sin, tan } from "../math/trig.ts";
import type { Entity, Performer } from "./entity.ts";
import { heightAt } from "./ground.ts";
import { setPlace } from "./perform.ts";
import * as way from "./way.ts";
import type { World } from "./world.ts";

const TICK = 1 / 60;
/** rad/s at which the steering wheel turns the front wheels. */
const STEERING = 1.2;
/** Sideways acceleration that a driver allows in a bend, m/s². */
const COMFORT = 2.5;

const goal = [0, 0, 0, 0, 0];
const DEFAULTS = {
  wheelbase: 2.6,
  track: 1.5,
  wheelRadius: 0.32,
  turningCircle: 11,
  topSpeed: 14,
  acceleration: 2,
  braking: 4,
};

/** One tick of driving along the way, at no more than `top` m/s. */
export function drive(world: World, entity: Entity, performer: Performer, top: number): void {
  const car = world.set.things.get(entity.asset)?.vehicle ?? DEFAULTS;
  const { position } = entity.pose;
  const h = performer.heading;
  const total = way.length(performer.way);
  // The origin is the middle of the footprint; the rear axle lies half a wheelbase behind it.
  const rearX = position[0] - (sin(h) * car.wheelbase) / 2;
  const rearZ = position[2] - (cos(h) * car.wheelbase) / 2;
  performer.along = nearest(performer.way, performer.along, position[0], position[2], total);
  const left = total - performer.along;

  const look = scalar.clamp(2.2 + performer.speed * 0.6, 3, 9);
  way.at(performer.way, Math.min(total, performer.along + look), goal);
  const bearing = atan2(goal[0]! - rearX, goal[2]! - rearZ);
  const distance = Math.max(
    0.5,
    Math.sqrt((goal[0]! - rearX) * (goal[0]! - rearX) + (goal[2]! - rearZ) * (goal[2]! - rearZ)),
  );
  const most = asin(scalar.clamp(car.wheelbase / (car.turningCircle / 2), 0, 0.95));
  const wanted = left < 0.5 ? 0 : atan((2 * car.wheelbase * sin(scalar.angleBetween(h, bearing))) / distance);
  performer.steer = scalar.approach(performer.steer, scalar.clamp(wanted, -most, most), STEERING * TICK);

  const bend = Math.abs(tan(performer.steer)) / car.wheelbase;
  const easy = bend < 1e-4 ? top : Math.min(top, Math.sqrt(COMFORT / bend));
  const speed = Math.min(easy, Math.sqrt(2 * car.braking * 0.6 * Math.max(0, left)));
  const rate = speed < performer.speed ? car.braking : car.acceleration;
  performer.speed = scalar.approach(performer.speed, speed, rate * TICK);
  if (left < 0.03) performer.speed = 0;

  const step = performer.speed * TICK;
  const heading = scalar.wrapAngle(h + (step * tan(performer.steer)) / car.wheelbase);
  const x = rearX + sin(h) * step + (sin(heading) * car.wheelbase) / 2;
  const z = rearZ + cos(h) * step + (cos(heading) * car.wheelbase) / 2;
  performer.travelled += step;
  performer.heading = heading;
  // A way that the turning circle cannot follow to its end still ends.
  if (left < 0.03) performer.along = total;
  const y = scalar.approach(position[1], heightAt(world.ground, x, z, position[1]), 0.6 * TICK);
  setPlace(entity, x, y, z, heading);
}

/** Metres along the way of the point nearest to the car, never going back. */
function nearest(points: readonly number[], from: number, x: number, z: number, total: number): number {
  let best = from;
  let least = Infinity;
  for (let s = from; s <= Math.min(total, from + 1.5); s += 0.02) {
    way.at(points, s, goal);
    const d = (goal[0]! - x) * (goal[0]! - x) + (goal[2]! - z) * (goal[2]! - z);
    if (d < least) {
      least = d;
      best = s;
    }
  }
  return best;
}
