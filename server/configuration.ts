/**
 * Configuration from the environment. In: variables. Out: checked values, or a message that names each variable that
 * is wrong and what would be right.
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const port = z.coerce
  .number("a whole number 0…65535")
  .int("a whole number 0…65535")
  .min(0, "a whole number 0…65535")
  .max(65534, "a whole number 0…65534 (https takes the next one)");

const LEVELS = ["silent", "error", "warn", "info", "debug"] as const;

const variables = z.object({
  /** TCP port of http; https, where it is served, takes the next one. 0: any that is free. */
  PORT: port.default(7878),
  /** Address to listen at. 0.0.0.0 or :: also serves https, for the other machines of the network. */
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, "a host name or an address, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  /** Folder of the library, certificates and logs of defects. */
  DATA: z.string().min(1, "a folder").default("./data"),
  /** Folder of sets, things and actors. */
  ASSETS: z
    .string()
    .min(1, "a folder")
    .default(fileURLToPath(new URL("../assets", import.meta.url))),
  /** Addresses (scheme://host:port, comma separated) that this server is reached at through a proxy. */
  ORIGINS: z
    .string()
    .regex(/^(https?:\/\/[^/,\s]+)?(,https?:\/\/[^/,\s]+)*$/, "addresses such as https://previs.example.org")
    .default(""),
  /** How much is logged, as JSON lines on standard error. */
  LOG: z.enum(LEVELS, `one of ${LEVELS.join(", ")}`).optional(),
  /** True where a proxy in front sets X-Forwarded-For. */
  TRUST_PROXY: z.enum(["0", "1"], "0 or 1").default("0"),
});

/** What the server runs with. */
export interface Configuration {
  port: number;
  host: string;
  /** Absolute path. */
  data: string;
  assets: string;
  origins: string[];
  log: (typeof LEVELS)[number];
  trustProxy: boolean;
  /** Served to other machines too, and so over https as well. */
  open: boolean;
}

/** A variable that is wrong. */
export class ConfigurationError extends Error {}

/** Reads the environment. Throws ConfigurationError with one line for each variable that is wrong. */
export function readConfiguration(environment: Record<string, string | undefined>): Configuration {
  // An empty variable means that it was not meant to be set.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const read = variables.safeParse(set);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}=${JSON.stringify(environment[name])} cannot be used: it must be ${issue.message}.`;
    });
    throw new ConfigurationError(lines.join("\n"));
  }
  const { PORT, HOST, DATA, ASSETS, ORIGINS, LOG, TRUST_PROXY } = read.data;
  return {
    port: PORT,
    host: HOST,
    data: resolve(DATA),
    assets: resolve(ASSETS),
    origins: ORIGINS === "" ? [] : ORIGINS.split(","),
    log: LOG ?? (process.stderr.isTTY ? "warn" : "info"),
    trustProxy: TRUST_PROXY === "1",
    open: HOST === "0.0.0.0" || HOST === "::",
  };
}
