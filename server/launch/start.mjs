/**
 * `npm start`: installs what is missing, builds the client when it is stale, runs the server. `--dev` (`npm run dev`)
 * serves the client from its sources instead, with changes applied as they are saved.
 */
import { ready } from "./ready.mjs";

await ready(import.meta.url);
const dev = process.argv.includes("--dev");
if (!dev) {
  const { buildWhenStale } = await import("./build.mjs");
  await buildWhenStale();
}
const { main } = await import("../main.ts");
await main(process.env, { dev });
