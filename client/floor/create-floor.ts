/**
 * An empty floor: nobody has joined yet.
 */
import { DELIVERY_RATIOS } from "../../shared/camera/gate.ts";
import * as rate from "../../shared/clock/rate.ts";
import { NOBODY } from "../../shared/protocol/presence.ts";
import { createPanelsModel } from "../panels/model.ts";
import type { Floor } from "./floor.ts";
import { createHolding } from "./holding.ts";
import { createOperator } from "./operator.ts";
import { createRoster } from "./roster.ts";
import { createEyes } from "./seeing.ts";

/** Makes a floor. */
export function createFloor(): Floor {
  const model = createPanelsModel();
  model.ratios.value = DELIVERY_RATIOS.map(({ id, label }) => ({ id, label }));
  model.projectRates.value = rate.PROJECT_RATES.map((r) => ({ id: rate.label(r), label: rate.label(r) }));
  model.rate.value = model.settings.value.rate;
  let welcome = (): void => {};
  const welcomed = new Promise<void>((resolve) => {
    welcome = resolve;
  });
  return {
    model,
    operator: createOperator(1),
    eyes: createEyes(),
    holding: createHolding(),
    roster: createRoster(),
    room: null,
    set: null,
    welcomed,
    welcome,
    notes: { cues: [], framings: [] },
    rehearsal: null,
    mirror: null,
    presence: NOBODY,
    light: null,
    ledger: null,
    statistics: null,
    takes: new Map(),
    thumbnails: new Map(),
    asked: new Map(),
    creating: new Map(),
    selection: [],
    toasts: 0,
  };
}
