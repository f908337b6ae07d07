/**
 * Where the bytes of a file go while it is written. In: bytes at positions, in any order. Out: a Blob, once it is whole.
 * On disk in the browser's own file system where there is one, so that a long take does not fill the memory; in memory
 * otherwise. What is dropped leaves nothing behind.
 */

/** A file being written. */
export interface Store {
  write(data: Uint8Array<ArrayBuffer>, position: number): Promise<void>;
  /** Closes it. The Blob may be read as long as the page is open. */
  finish(type: string): Promise<Blob>;
  /** Throws away what was written. */
  drop(): Promise<void>;
}

/** A store in memory. */
export function createMemoryStore(): Store {
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  return {
    async write(data, position) {
      const end = position + data.length;
      if (end > bytes.length) {
        const grown = new Uint8Array(Math.max(end, bytes.length * 2));
        grown.set(bytes.subarray(0, length));
        bytes = grown;
      }
      // What lies between is zero, as in a file.
      bytes.set(data, position);
      length = Math.max(length, end);
    },
    async finish(type) {
      return new Blob([bytes.subarray(0, length)], { type });
    },
    async drop() {
      bytes = new Uint8Array(0);
      length = 0;
    },
  };
}

/** Folder of the browser's own file system that exports are written in. */
const FOLDER = "exports";
/** Milliseconds after which a file that was left behind is taken away. */
const OLD = 6 * 3_600_000;
let serial = 0;

/**
 * A store on disk where the browser has one, in memory otherwise. A file that has been finished stays on disk until a
 * later export finds it old, since nobody knows when the download of it has ended.
 */
export async function openStore(name: string): Promise<Store> {
  try {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    await tidy(folder);
    // Another page of this browser may be writing the same take.
    const path = `${Date.now()}-${Math.floor(performance.now())}-${++serial}-${name}`;
    return await createDiskStore(folder, path);
  } catch {
    return createMemoryStore();
  }
}

async function createDiskStore(folder: FileSystemDirectoryHandle, name: string): Promise<Store> {
  const file = await folder.getFileHandle(name, { create: true });
  const stream = await file.createWritable();
  let open = true;
  return {
    write: (data, position) => stream.write({ type: "write", data, position }),
    async finish(type) {
      open = false;
      await stream.close();
      const whole = await file.getFile();
      return whole.slice(0, whole.size, type);
    },
    async drop() {
      if (open) await stream.abort().catch(() => {});
      open = false;
      await folder.removeEntry(name).catch(() => {});
    },
  };
}

/** Takes away what earlier exports have left; what is still being written cannot be. */
async function tidy(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind !== "file") continue;
    const { lastModified } = await (handle as FileSystemFileHandle).getFile();
    if (Date.now() - lastModified > OLD) await folder.removeEntry(name).catch(() => {});
  }
}
