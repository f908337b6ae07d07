/**
 * Metrics in Prometheus's form. In: what rooms and the door count. Out: the text of /metrics.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RoomMeters } from "../room/room.ts";
import type { Rooms } from "../room/rooms.ts";
import { createSpread } from "./spread.ts";

/** Everything that is counted. */
export interface Meters {
  room: RoomMeters;
  answer(status: number, milliseconds: number): void;
  text(): Promise<string>;
  readonly type: string;
}

/** Meters over these rooms. */
export function createMeters(rooms: () => Rooms): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "holdfast_" });
  const registers = [registry];
  const late = createSpread(
    "holdfast_tick_late_seconds",
    "Time from when a tick was due until it began",
    [0.001, 0.002, 0.005, 0.01, 0.0167, 0.0333, 0.05, 0.1, 0.5],
  );
  const took = createSpread(
    "holdfast_tick_seconds",
    "Time that a tick took",
    [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.0167, 0.05],
  );
  // Messages are as many as ticks: their bytes are summed up here, and told when somebody asks.
  let receivedBytes = 0;
  let sentBytes = 0;
  new Counter({
    name: "holdfast_received_bytes_total",
    help: "Bytes from clients",
    registers,
    collect() {
      this.inc(receivedBytes);
      receivedBytes = 0;
    },
  });
  new Counter({
    name: "holdfast_sent_bytes_total",
    help: "Bytes to clients",
    registers,
    collect() {
      this.inc(sentBytes);
      sentBytes = 0;
    },
  });
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
      this.set([...rooms().all()].length);
    },
  });
  new Gauge({
    name: "holdfast_people",
    help: "People who are connected",
    registers,
    collect() {
      let count = 0;
      for (const room of rooms().all())
        for (const person of room.people.values()) if (person.outlet !== null) count++;
      this.set(count);
    },
  });
  return {
    room: {
      tick: (lateMs, tookMs) => {
        late.observe(Math.max(0, lateMs) / 1000);
        took.observe(tookMs / 1000);
      },
      received: (bytes) => {
        receivedBytes += bytes;
      },
      sent: (bytes) => {
        sentBytes += bytes;
      },
      refused: (reason) => refused.inc({ reason }),
      defect: () => defects.inc(),
    },
    answer: (status, milliseconds) => answers.observe({ status: String(status) }, milliseconds / 1000),
    text: async () => `${await registry.metrics()}\n${late.text()}\n${took.text()}`,
    type: registry.contentType,
  };
}
