/** How the client is built and served in development. The set's data is served from /assets by the server itself. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("client"),
  cacheDir: at(".cache/vite"),
  publicDir: at("client/public"),
  appType: "spa",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  optimizeDeps: {
    // Both find their WebAssembly beside themselves, which pre-bundling would break.
    exclude: ["@babylonjs/havok", "onnxruntime-web"],
  },
  worker: { format: "es" },
  build: {
    outDir: at("dist/client"),
    emptyOutDir: true,
    assetsDir: "code",
    target: "es2022",
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 4000,
    // Where the time of a build went is nothing to tell whoever starts the server.
    rolldownOptions: { checks: { bundlerTimings: false } },
    reportCompressedSize: false,
  },
});
