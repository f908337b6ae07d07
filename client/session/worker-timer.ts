/**
 * The machine's clock in a worker. A call "at once" goes through a message channel: browsers let a nested timeout wait
 * for 4 ms, which would be half of the time in which a world could catch up.
 */
import { machineTimer, type Timer } from "./timer.ts";

const channel = new MessageChannel();
let waiting: (() => void)[] = [];
channel.port1.onmessage = () => {
  const calls = waiting;
  waiting = [];
  for (const call of calls) call();
};

/** As the machine's timer, but that "at once" is at once. */
export const workerTimer: Timer = {
  now: machineTimer.now,
  after(ms, then) {
    if (ms > 0) return machineTimer.after(ms, then);
    let on = true;
    if (waiting.length === 0) channel.port2.postMessage(null);
    waiting.push(() => {
      if (on) then();
    });
    return () => {
      on = false;
    };
  },
};
