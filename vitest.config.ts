import { defineConfig } from "vitest/config";

/** Tests by cost: `unit` (with contract and rules), `sync`, `golden`, `browser`; `story` by its own command. */
const suite = (name: string, include: string[], timeout: number, parallel: boolean) => ({
  extends: true as const,
  test: {
    name,
    include,
    testTimeout: timeout,
    hookTimeout: timeout,
    environment: "node" as const,
    fileParallelism: parallel,
  },
});

export default defineConfig({
  test: {
    projects: [
      suite("unit", ["tests/{unit,contract,rules}/**/*.test.ts"], 60_000, true),
      suite("sync", ["tests/sync/**/*.test.ts"], 300_000, true),
      suite("golden", ["tests/golden/**/*.test.ts"], 300_000, true),
      suite("browser", ["tests/browser/**/*.test.ts"], 300_000, false),
      suite("story", ["tests/story/**/*.test.ts"], 600_000, false),
    ],
  },
});
