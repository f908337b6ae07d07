/**
 * Fixed steps out of uneven time: an accumulator that says how many steps are due and how far the next has come.
 *
 * In: seconds that have passed. Out: a number of steps to take now, and the share of the step under way. The
 * stepper never owns a clock. What is due beyond the budget of one call waits as debt; debt beyond a limit is let
 * go and counted, so that a slow machine falls behind in the open instead of locking up. Nothing allocates.
 */
import type { Seconds } from "../math/units.ts";
import { TICK_SECONDS } from "./tick.ts";

/** An accumulator under way. Plain data. */
export interface Stepper {
  /** Length of a step. */
  readonly step: Seconds;
  /** Most steps that one call hands out. */
  readonly budget: number;
  /** Most steps that may wait. */
  readonly debt: number;
  /** Time not yet handed out. */
  residual: Seconds;
  /** Steps handed out since creation. */
  taken: number;
  /** Steps let go since creation because too many waited. */
  lost: number;
}

/** How a stepper is made. */
export interface StepperOptions {
  /** Length of a step; default one tick. */
  readonly step?: Seconds;
  /** Most steps handed out by one call; default 8. */
  readonly budget?: number;
  /** Most steps that may wait for later calls; default 120 (two seconds of ticks). */
  readonly debt?: number;
}

/**
 * A stepper with nothing due.
 * @throws RangeError where a value is not positive, or debt is below budget.
 */
export function create(options: StepperOptions = {}): Stepper {
  const { step = TICK_SECONDS, budget = 8, debt = 120 } = options;
  if (!(step > 0 && Number.isFinite(step)))
    throw new RangeError(`stepper: step must be above 0 s, got ${step}`);
  if (!(budget >= 1 && Number.isInteger(budget))) {
    throw new RangeError(`stepper: budget must be a whole number from 1 on, got ${budget}`);
  }
  if (!(debt >= budget)) throw new RangeError(`stepper: debt (${debt}) must not be below budget (${budget})`);
  return { step, budget, debt, residual: 0, taken: 0, lost: 0 };
}

/**
 * Lets `passed` seconds pass and returns how many steps to take now, 0 to `budget`. Time that is negative or not
 * finite (a clock that was set back) counts as none.
 */
export function advance(stepper: Stepper, passed: Seconds): number {
  if (passed > 0 && passed < Number.POSITIVE_INFINITY) stepper.residual += passed;
  // A frame of exactly one step must not come up short by a rounding error.
  const due = Math.floor(stepper.residual / stepper.step + 1e-9);
  const steps = Math.min(due, stepper.budget);
  let left = due - steps;
  stepper.residual -= steps * stepper.step;
  if (left > stepper.debt) {
    const over = left - stepper.debt;
    stepper.lost += over;
    stepper.residual -= over * stepper.step;
    left = stepper.debt;
  }
  if (stepper.residual < 0) stepper.residual = 0;
  stepper.taken += steps;
  return steps;
}

/** Whole steps that are due and wait for the next call. */
export function waiting(stepper: Stepper): number {
  return Math.floor(stepper.residual / stepper.step + 1e-9);
}

/**
 * How far time has come between the last step handed out (0) and the next (1): where to draw between the two.
 * Held at 1 while steps wait.
 */
export function alpha(stepper: Stepper): number {
  return Math.min(stepper.residual / stepper.step, 1);
}

/** Forgets what is due: after a pause, a restore, or a page that slept. */
export function settle(stepper: Stepper): void {
  stepper.residual = 0;
}
