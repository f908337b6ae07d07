/**
 * Metrics in Prometheus's form. In: what the threads of rooms and the door count. Out: the text of /metrics.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { LATE_BOUNDS, TOOK_BOUNDS } from "../hall/counts.ts";
import type { Hall } from "../hall/hall.ts";
import { spreadText } from "./spread.ts";

/** Everything that is counted. */
export interface Meters {
  refused(reason: string): void;
  /** A world of a client differed. */
  defect(): void;
  answer(status: number, milliseconds: number): void;
  text(): Promise<string>;
  readonly type: string;
}

/** Meters over these rooms. */
export function createMeters(hall: () => Hall): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "holdfast_" });
  const registers = [registry];
  // Messages are as many as ticks: their bytes are summed up by the threads, and told when somebody asks.
  for (const [k, name, help] of [
    [0, "holdfast_received_bytes_total", "Bytes from clients"],
    [1, "holdfast_sent_bytes_total", "Bytes to clients"],
  ] as const) {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(
          hall()
            .counts()
            .reduce((sum, { bytes }) => sum + bytes[k]!, 0),
        );
      },
    });
  }
  const refused = new Counter({
    name: "holdfast_refused_total",
    help: "What was refused, by reason",
    labelNames: ["reason"],
    registers,
  });
  const defects = new Counter({
    name: "holdfast_defects_total",
    help: "Worlds of clients that differed",
    registers,
  });
  const answers = new Histogram({
    name: "holdfast_http_seconds",
    help: "Time of an answer, by status",
    labelNames: ["status"],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers,
  });
  new Gauge({
    name: "holdfast_rooms",
    help: "Rooms that are open",
    registers,
    collect() {
      this.set([...hall().all()].length);
    },
  });
  new Gauge({
    name: "holdfast_people",
    help: "People who are connected",
    registers,
    collect() {
      let count = 0;
      for (const { presence } of hall().all())
        for (const person of presence.people) if (person.connected) count++;
      this.set(count);
    },
  });
  const spreads = (): string => {
    const counts = hall().counts();
    const late = counts.map((each) => each.late);
    const took = counts.map((each) => each.took);
    return [
      spreadText(
        "holdfast_tick_late_seconds",
        "Time from when a tick was due until it began",
        LATE_BOUNDS,
        late,
      ),
      spreadText("holdfast_tick_seconds", "Time that a tick took", TOOK_BOUNDS, took),
    ].join("\n");
  };
  return {
    refused: (reason) => refused.inc({ reason }),
    defect: () => defects.inc(),
    answer: (status, milliseconds) => answers.observe({ status: String(status) }, milliseconds / 1000),
    text: async () => `${await registry.metrics()}\n${spreads()}`,
    type: registry.contentType,
  };
}
