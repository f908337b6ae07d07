import { expect, it } from "vitest";
import { backToOne, createOperator, jump, man, standAtOne } from "../../../client/floor/operator.ts";
import * as pose from "../../../shared/camera/pose.ts";
import type { Entity } from "../../../shared/world/entity.ts";

/** A camera as the stage keeps it, two metres up. */
const kept = (id: number): Entity =>
  ({ id, camera: null, pose: { position: [0, 2, id], rotation: [0, 0, 0, 1] } }) as unknown as Entity;

it("goes back to what was framed at one, not to where the stage first had the camera", () => {
  const operator = createOperator(1);
  man(operator, kept(7));
  const framed = pose.create([3, 1.2, -4]);
  pose.setRotation(framed, [0, Math.SQRT1_2, 0, Math.SQRT1_2]);
  jump(operator, framed);
  standAtOne(operator);
  // The performance: a push in.
  jump(operator, pose.create([3, 1.2, -9]));
  backToOne(operator, kept(7));
  expect(operator.at.position).toEqual([3, 1.2, -4]);
  expect(operator.rotation[1]).toBeCloseTo(Math.SQRT1_2, 3);
  // Another camera, taken during the performance, has not been framed by anybody: it stands as it was kept.
  man(operator, kept(8));
  jump(operator, pose.create([9, 9, 9]));
  backToOne(operator, kept(8));
  expect(operator.at.position).toEqual([0, 2, 8]);
});
