/**
 * Reading what a server answers, within bounds. In: an answer and the most bytes that it may have. Out: its bytes; what
 * goes on beyond them is not waited for, however long it would be.
 */

/** The bytes of an answer. Rejects, in words, where there are more than `most`; `name` is what they are called. */
export async function within(
  response: Response,
  most: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (most === Infinity || response.body === null) return new Uint8Array(await response.arrayBuffer());
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      // Whether the server hears of it does not matter here.
      void reader.cancel().catch(() => {});
      throw new Error(`${name} is larger than the ${most} bytes that it may have`);
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
