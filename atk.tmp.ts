import { Client } from "@colyseus/sdk";
import { encode } from "./shared/protocol/form.ts";
import { reportForm } from "./shared/protocol/messages.ts";
const link = new URL(process.argv[2]!); const stage = link.pathname.split("/").at(-1)!; const key = link.hash.slice(5);
const which = process.argv[3]!;
const ticked = async () => { const t = await (await fetch(link.origin + "/metrics")).text(); return [Number(/holdfast_tick_seconds_count (\d+)/.exec(t)![1]), performance.now()] as const; };
const rate = async (act: any) => { const [a, b] = await ticked(); await act(); const [c, d] = await ticked(); return ((c-a)*1000/(d-b)).toFixed(1) + " over " + (d-b|0); };
const join = (t: string) => new Client(link.origin).joinById(stage, { key, token: t.repeat(32), name: "x", protocol: 1 });
const watcher = await join("e"); watcher.onMessage("*", () => {});
await new Promise(r => setTimeout(r, 1000));
console.log("quiet", await rate(() => new Promise(r => setTimeout(r, 1500))));
const room = await join("1"); room.reconnection.enabled = false; room.onMessage("*", () => {});
await new Promise(r => setTimeout(r, 1000));
console.log("attack", await rate(async () => {
  const left = new Promise((r) => room.onLeave((c: any) => { console.log(c); r(c); }));
  const report = encode(reportForm, { tick: 60, hash: "0".repeat(16), behind: 0 });
  if (which === "flood") for (let k = 0; k < 20_000; k++) room.sendBytes("h", report);
  if (which === "raw") for (let k = 0; k < 2000; k++) room.connection.send(Uint8Array.of(255, 0, 1, 2));
  if (which === "join") for (let k = 0; k < 5; k++) { const r = await join(String(k)); r.onMessage("*", () => {}); }
  if (which !== "join") await left; await new Promise(r => setTimeout(r, 500));
}));
process.exit(0);
