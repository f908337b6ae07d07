/**
 * `npm run replay -- FILE.take`: plays takes again without a browser and says whether their hash chains hold.
 */
import { ready } from "./ready.mjs";

await ready(import.meta.url);
const { main } = await import("../replay/main.ts");
process.exitCode = await main(process.argv.slice(2));
