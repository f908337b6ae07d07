import { X509Certificate } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext } from "node:tls";
import { afterAll, expect, test } from "vitest";
import { prepareCertificate } from "../../../../server/door/certificate.ts";
import { temporaryFolder } from "../../../fixtures/house.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const at = (name: string): string => join(folder.path, name);
/** For an address that is in books only. */
const prepare = () => prepareCertificate(folder.path, ["192.0.2.7"]);

test("the certificate is signed by SHA-256, for every address, and its key is its owner's alone", async () => {
  const { cert, key } = await prepare();
  const read = new X509Certificate(cert);
  // ecdsa-with-SHA256, and nowhere ecdsa-with-SHA1: iPads take no such certificate, whatever one answers.
  expect(read.raw.includes(Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]))).toBe(true);
  expect(read.raw.includes(Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]))).toBe(false);
  for (const address of ["192.0.2.7", "127.0.0.1"]) expect(read.checkIP(address)).toBe(address);
  expect(read.ca).toBe(false);
  expect(() => createSecureContext({ cert, key })).not.toThrow();
  expect(statSync(at("https-key.pem")).mode & 0o077).toBe(0);
});

test("it is kept, so that browsers ask once; one that cannot be used is made anew", async () => {
  const first = await prepare();
  expect(await prepare()).toEqual(first);
  const damages: [string, () => void][] = [
    ["no key", () => writeFileSync(at("https-key.pem"), "")],
    ["half a certificate", () => writeFileSync(at("https-cert.pem"), first.cert.slice(0, 200))],
    ["noise", () => writeFileSync(at("https-cert.pem"), Buffer.alloc(500, 7))],
  ];
  for (const [what, damage] of damages) {
    damage();
    const { cert, key } = await prepare();
    expect(() => createSecureContext({ cert, key }), what).not.toThrow();
    expect(readFileSync(at("https-cert.pem"), "utf8")).toBe(cert);
  }
  // Another house's key.
  const own = readFileSync(at("https-key.pem"));
  writeFileSync(at("https-key.pem"), first.key);
  const { cert, key } = await prepare();
  expect(() => createSecureContext({ cert, key })).not.toThrow();
  expect(readFileSync(at("https-key.pem"))).not.toEqual(own);
});
