/** Runs the server without building the client, and prints where its first stage is. For server.test.ts. */
import { readConfiguration } from "../../server/configuration.ts";
import { serve } from "../../server/main.ts";

const running = await serve(readConfiguration(process.env), false);
console.log(`LINK ${running.link}`);
