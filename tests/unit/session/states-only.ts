/** Ears of a session of which a test hears the states alone. In: a list. Out: events that fill it. */
import type { SessionEvents } from "../../../client/session/session.ts";
import type { SessionState } from "../../../client/session/status.ts";

/** Events of a session; each state goes into `states`, and nothing else is heard. */
export function statesOnly(states: SessionState[]): SessionEvents {
  const nothing = () => {};
  return {
    state: (state) => states.push(state),
    welcome: nothing,
    stepped: nothing,
    commands: nothing,
    notice: nothing,
    presence: nothing,
    camera: nothing,
    statistics: nothing,
    defect: nothing,
  };
}
