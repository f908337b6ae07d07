/**
 * Headers of every answer. The page is isolated (COOP and COEP), so that threads and shared memory work; scripts come
 * from this server alone.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

/** Host header, when it is one that may be put into a policy. */
function safeHost(request: IncomingMessage): string | null {
  const host = request.headers.host ?? "";
  return /^[A-Za-z0-9.\-_[\]:]+$/.test(host) ? host : null;
}

/** Sets what every answer carries. `dev`: the development server injects scripts, so no policy there. */
export function setCommonHeaders(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  response.setHeader(
    "Permissions-Policy",
    "accelerometer=(self), gyroscope=(self), xr-spatial-tracking=(self), gamepad=(self), camera=(), microphone=()",
  );
  if (dev) return;
  const host = safeHost(request);
  const sockets = host === null ? "" : ` ws://${host} wss://${host}`;
  response.setHeader(
    "Content-Security-Policy",
    [
      "default-src 'self'",
      // WebAssembly is compiled; blob: for workers that libraries make of their own text.
      "script-src 'self' 'wasm-unsafe-eval' blob:",
      "worker-src 'self' blob:",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "font-src 'self' data:",
      `connect-src 'self' data: blob:${sockets}`,
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
  );
}
