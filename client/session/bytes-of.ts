/** What lies behind an address, for workers. In: the address, and a key. Out: bytes, or an error in words. */

/**
 * A key goes with the request and not in its address, which servers in between write down. Throws in the server's own
 * words, where it has some; `name` goes before them.
 */
export async function bytesOf(url: string, key = "", name = ""): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, key === "" ? {} : { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) {
    const { error } = (await response.json().catch(() => ({}))) as { error?: string };
    const why = error?.replace(/\.$/, "") ?? `the server answered ${response.status}`;
    throw new Error(name === "" ? why : `${name}: ${why}`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
