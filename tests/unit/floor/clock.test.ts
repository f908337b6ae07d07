import { expect, it } from "vitest";
import { createFloor } from "../../../client/floor/create-floor.ts";
import { writeClock } from "../../../client/floor/strip.ts";

it("says Cut after a cut, and not when a take that was in review is picked up", () => {
  const floor = createFloor();
  const show = (tick: number, action: number, rolling: string, live = rolling) => {
    floor.mirror = { tick, action, rolling, phase: "performance", frozen: false } as never;
    floor.presence = { ...floor.presence, rolling: live };
    writeClock(floor);
  };
  show(100, 60, "take-1");
  show(200, 60, "");
  expect(floor.model.cut.value).toBe(true);
  floor.model.transport.take.value = "take-1";
  show(90, 60, "take-1", "");
  floor.model.transport.take.value = "";
  // The screen still has the take's last moment, and then the world that goes on from it.
  show(95, 60, "take-1", "");
  show(300, 265, "");
  expect(floor.model.cut.value).toBe(false);
});
