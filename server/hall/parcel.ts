/**
 * Messages of people on their way between the sockets' thread and a thread of rooms, many in one: to wake a thread for
 * each would cost more than what it does with it. In: channel, bytes, connections. Out: one buffer that changes hands.
 *
 * Layout of a frame, little endian: u8 character of the channel (0 for none), u16 count of connections, u32 length,
 * the bytes, then a u32 for each connection.
 */

/** One message of a parcel. */
export interface Frame {
  channel: string;
  /** A view of the parcel. */
  bytes: Uint8Array;
  /** Who sent it, or whom it is for. */
  connections: number[];
}

const HEADER = 7;
const MOST_CONNECTIONS = 0xffff;

/** Packs frames. */
export interface Packer {
  /** Adds a message for one connection. The same bytes for the next one are kept once. */
  add(channel: string, bytes: Uint8Array, connection: number): void;
  readonly empty: boolean;
  /** What was added, in order; the packer is empty afterwards. */
  take(): ArrayBuffer;
}

/** A packer. It keeps its memory from parcel to parcel. */
export function createPacker(): Packer {
  let memory = new Uint8Array(4096);
  let view = new DataView(memory.buffer);
  let length = 0;
  /** Where the frame under way begins; its bytes, by identity, and its channel. */
  let frame = 0;
  let last: Uint8Array | null = null;
  let lastChannel = "";

  const reserve = (more: number): void => {
    if (length + more <= memory.length) return;
    const larger = new Uint8Array(Math.max(memory.length * 2, length + more));
    larger.set(memory.subarray(0, length));
    memory = larger;
    view = new DataView(memory.buffer);
  };

  return {
    add(channel, bytes, connection) {
      const count = last === null ? 0 : view.getUint16(frame + 1, true);
      if (bytes !== last || channel !== lastChannel || count === MOST_CONNECTIONS) {
        reserve(HEADER + bytes.length + 4);
        frame = length;
        last = bytes;
        lastChannel = channel;
        view.setUint8(frame, channel === "" ? 0 : channel.charCodeAt(0));
        view.setUint16(frame + 1, 1, true);
        view.setUint32(frame + 3, bytes.length, true);
        memory.set(bytes, frame + HEADER);
        length += HEADER + bytes.length;
      } else {
        reserve(4);
        view.setUint16(frame + 1, count + 1, true);
      }
      view.setUint32(length, connection, true);
      length += 4;
    },
    get empty() {
      return length === 0;
    },
    take() {
      const parcel = memory.buffer.slice(0, length);
      length = 0;
      last = null;
      return parcel;
    },
  };
}

/** The frames of a parcel, one after another; each is good until the next is asked for. */
export function* unpack(parcel: ArrayBuffer): Generator<Frame> {
  const view = new DataView(parcel);
  const frame: Frame = { channel: "", bytes: new Uint8Array(0), connections: [] };
  for (let at = 0; at < parcel.byteLength; ) {
    const letter = view.getUint8(at);
    const count = view.getUint16(at + 1, true);
    const length = view.getUint32(at + 3, true);
    frame.channel = letter === 0 ? "" : String.fromCharCode(letter);
    frame.bytes = new Uint8Array(parcel, at + HEADER, length);
    at += HEADER + length;
    frame.connections.length = 0;
    for (let k = 0; k < count; k++, at += 4) frame.connections.push(view.getUint32(at, true));
    yield frame;
  }
}
