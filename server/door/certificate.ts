/**
 * A certificate for the local network, made on the spot and kept in the data folder: WebGPU, threads and motion
 * sensors need a secure page, and a tablet on a set has no other way to one. Browsers warn once.
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { generate, type SubjectAltNameEntry } from "selfsigned";

/** Addresses of this machine on its networks, IPv4 first, loopback left out. */
export function networkAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const usable = all.filter((entry) => !entry.internal && !entry.address.startsWith("fe80"));
  return usable.sort((a, b) => a.family.localeCompare(b.family)).map((entry) => entry.address);
}

/** Key and certificate in PEM. */
export interface Certificate {
  key: string;
  cert: string;
}

/** How a signature by SHA-1 is named within a certificate: tablets refuse such a one, whatever people answer. */
const SHA1 = Buffer.from([0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]);

/**
 * The certificate kept in `folder`, or a new one when there is none, it cannot be used, it ends within a month, or an
 * address is new.
 */
export async function prepareCertificate(
  folder: string,
  addresses = networkAddresses(),
): Promise<Certificate> {
  const keyFile = join(folder, "https-key.pem");
  const certFile = join(folder, "https-cert.pem");
  try {
    const [key, cert] = await Promise.all([readFile(keyFile, "utf8"), readFile(certFile, "utf8")]);
    const known = new X509Certificate(cert);
    const names = known.subjectAltName ?? "";
    const lasts = known.validToDate.getTime() - Date.now() > 30 * 86_400_000;
    const usable = known.checkPrivateKey(createPrivateKey(key)) && !known.raw.includes(SHA1);
    if (
      lasts &&
      usable &&
      addresses.every((address) => known.checkIP(address) !== undefined || names.includes(address))
    )
      return { key, cert };
  } catch {
    // None yet, or a broken one.
  }
  const names: SubjectAltNameEntry[] = [
    { type: 2, value: "localhost" },
    { type: 2, value: hostname() },
    ...["127.0.0.1", "::1", ...addresses].map((ip): SubjectAltNameEntry => ({ type: 7, ip })),
  ];
  const made = await generate([{ name: "commonName", value: "Holdfast on this network" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + 397 * 86_400_000),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: names },
    ],
  });
  await mkdir(folder, { recursive: true });
  await writeFile(keyFile, made.private, { mode: 0o600 });
  await writeFile(certFile, made.cert);
  return { key: made.private, cert: made.cert };
}
