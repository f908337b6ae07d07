/**
 * The library's tables and what is done to them, all at once and in the calling thread: it runs in the library's
 * worker (sqlite-worker.ts). In: an open database. Out: the Library's verbs without promises. Writes belong into a
 * transaction of the caller's; the database is opened so that a commit is on disk when it returns.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import {
  type Batch,
  type Group,
  type KeptTake,
  type Library,
  LibraryError,
  type Milestone,
  type Reopening,
  type Seek,
  type ShelvedStage,
  type StageLine,
  type WholeTake,
} from "./library.ts";

/** Version of the tables, in `user_version`. */
const SCHEMA = 3;

const TABLES = `
CREATE TABLE stages (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, home TEXT NOT NULL, key TEXT NOT NULL,
  created REAL NOT NULL, opened REAL NOT NULL, binned REAL,
  tick INTEGER, checkpoint TEXT, room BLOB
) STRICT;
CREATE TABLE journal (
  stage TEXT NOT NULL REFERENCES stages ON DELETE CASCADE, start INTEGER NOT NULL, through INTEGER NOT NULL,
  take TEXT NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (stage, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE blobs (hash TEXT PRIMARY KEY, squeezed BLOB NOT NULL, doubt INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE needs (
  stage TEXT NOT NULL REFERENCES stages ON DELETE CASCADE, hash TEXT NOT NULL, PRIMARY KEY (stage, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX needs_hash ON needs (hash);
CREATE TABLE takes (
  stage TEXT NOT NULL REFERENCES stages ON DELETE CASCADE, id TEXT NOT NULL, place INTEGER NOT NULL,
  line BLOB NOT NULL, opening TEXT NOT NULL, sealed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (stage, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE take_ticks (
  stage TEXT NOT NULL, take TEXT NOT NULL, start INTEGER NOT NULL, through INTEGER NOT NULL, entries BLOB NOT NULL,
  PRIMARY KEY (stage, take, start), FOREIGN KEY (stage, take) REFERENCES takes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE take_batches (
  place INTEGER PRIMARY KEY, stage TEXT NOT NULL, take TEXT NOT NULL, person INTEGER NOT NULL,
  serial INTEGER NOT NULL, camera INTEGER NOT NULL, samples BLOB NOT NULL, UNIQUE (stage, take, person, serial),
  FOREIGN KEY (stage, take) REFERENCES takes ON DELETE CASCADE
) STRICT;
CREATE TABLE take_seeks (
  stage TEXT NOT NULL, take TEXT NOT NULL, tick INTEGER NOT NULL, why TEXT NOT NULL, checkpoint TEXT NOT NULL,
  PRIMARY KEY (stage, take, tick, why), FOREIGN KEY (stage, take) REFERENCES takes ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
`;

/** What came with version 2. */
const PICTURES = `
CREATE TABLE pictures (
  place INTEGER PRIMARY KEY, stage TEXT NOT NULL REFERENCES stages ON DELETE CASCADE, name TEXT NOT NULL,
  at REAL NOT NULL, bytes BLOB NOT NULL, UNIQUE (stage, name)
) STRICT;
`;

/** What came with version 3. */
const BUILT = "ALTER TABLE takes ADD COLUMN built TEXT NOT NULL DEFAULT ''";

/** The Library's verbs, at once. */
export type Store = {
  [K in Exclude<keyof Library, "close">]: (
    ...args: Parameters<Library[K]>
  ) => Awaited<ReturnType<Library[K]>>;
};

/** Opens or makes the database. `:memory:` for one that is not kept. Throws where a newer version wrote it. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL");
  // A commit is on disk, not merely with the system.
  db.exec("PRAGMA synchronous = FULL");
  db.exec("PRAGMA foreign_keys = ON");
  db.exec("PRAGMA busy_timeout = 5000");
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version > SCHEMA) {
    throw new Error(`${path} was written by a newer version (tables ${version}, this one knows ${SCHEMA})`);
  }
  if (version < SCHEMA) {
    db.exec("BEGIN");
    if (version < 1) db.exec(TABLES);
    if (version < 2) db.exec(PICTURES);
    db.exec(BUILT);
    db.exec(`PRAGMA user_version = ${SCHEMA}`);
    db.exec("COMMIT");
  }
  return db;
}

type Row = Record<string, unknown>;

/** The verbs over an open database. */
export function createStore(db: DatabaseSync): Store {
  const prepared = new Map<string, StatementSync>();
  const sql = (text: string): StatementSync => {
    let statement = prepared.get(text);
    if (statement === undefined) prepared.set(text, (statement = db.prepare(text)));
    return statement;
  };
  const run = (text: string, ...values: SQLInputValue[]): number => Number(sql(text).run(...values).changes);
  const get = (text: string, ...values: SQLInputValue[]): Row | undefined =>
    sql(text).get(...values) as Row | undefined;
  const all = (text: string, ...values: SQLInputValue[]): Row[] => sql(text).all(...values) as Row[];

  const unknown = (what: string): never => {
    throw new LibraryError("unknown", `no ${what}`);
  };
  const change = (what: string, text: string, ...values: SQLInputValue[]): void => {
    if (run(text, ...values) === 0) unknown(what);
  };
  const lineOf = (row: Row): StageLine => ({
    id: row["id"] as string,
    label: row["label"] as string,
    set: row["home"] as string,
    key: row["key"] as string,
    created: row["created"] as number,
    opened: row["opened"] as number,
  });
  const groupOf = (row: Row): Group => ({
    from: row["start"] as number,
    through: row["through"] as number,
    take: row["take"] as string,
    entries: row["entries"] as Uint8Array,
    batches: [],
  });
  const keptOf = (row: Row): KeptTake => ({
    id: row["id"] as string,
    line: row["line"] as Uint8Array,
    opening: row["opening"] as string,
    built: row["built"] as string,
    sealed: row["sealed"] === 1,
  });
  const known = (stage: string): void => {
    if (get("SELECT 1 FROM stages WHERE id = ?", stage) === undefined) unknown(`stage ${stage}`);
  };
  const open = (stage: string, take: string): void => {
    const row = get("SELECT sealed FROM takes WHERE stage = ? AND id = ?", stage, take);
    if (row === undefined) unknown(`take ${take}`);
    if (row?.["sealed"] === 1) throw new LibraryError("sealed", `take ${take} is sealed`);
  };
  const addStage = (s: StageLine): void => {
    if (get("SELECT 1 FROM stages WHERE id = ?", s.id) !== undefined) {
      throw new LibraryError("exists", `stage ${s.id} exists`);
    }
    run(
      "INSERT INTO stages (id, label, home, key, created, opened) VALUES (?, ?, ?, ?, ?, ?)",
      s.id,
      s.label,
      s.set,
      s.key,
      s.created,
      s.opened,
    );
  };
  const openTake = (stage: string, id: string, line: Uint8Array): void => {
    if (get("SELECT 1 FROM takes WHERE stage = ? AND id = ?", stage, id) !== undefined) {
      throw new LibraryError("exists", `take ${id} exists`);
    }
    run(
      `INSERT INTO takes (stage, id, place, line, opening)
       VALUES (?1, ?2, (SELECT COUNT(*) FROM takes WHERE stage = ?1), ?3, '')`,
      stage,
      id,
      line,
    );
  };
  const addBatches = (stage: string, batches: readonly Batch[]): void => {
    for (const b of batches) {
      open(stage, b.take);
      run(
        "INSERT OR IGNORE INTO take_batches (stage, take, person, serial, camera, samples) VALUES (?, ?, ?, ?, ?, ?)",
        stage,
        b.take,
        b.person,
        b.serial,
        b.camera,
        b.samples,
      );
    }
  };

  return {
    listStages: () => all("SELECT * FROM stages WHERE binned IS NULL ORDER BY opened DESC, id").map(lineOf),
    listHouse: () =>
      all(
        `SELECT *, (SELECT COUNT(*) FROM takes WHERE takes.stage = stages.id) AS takes,
           (SELECT name FROM pictures WHERE pictures.stage = stages.id ORDER BY place DESC LIMIT 1) AS picture
         FROM stages ORDER BY opened DESC, id`,
      ).map(
        (row): ShelvedStage => ({
          ...lineOf(row),
          takes: row["takes"] as number,
          binned: row["binned"] as number | null,
          picture: (row["picture"] ?? "") as string,
        }),
      ),
    findStage(id) {
      const row = get("SELECT * FROM stages WHERE id = ? AND binned IS NULL", id);
      return row === undefined ? null : lineOf(row);
    },
    createStage: addStage,
    renameStage: (id, label) => change(`stage ${id}`, "UPDATE stages SET label = ? WHERE id = ?", label, id),
    touchStage: (id, opened) =>
      change(`stage ${id}`, "UPDATE stages SET opened = ? WHERE id = ?", opened, id),
    duplicateStage(id, copy) {
      known(id);
      addStage(copy);
      run(
        `UPDATE stages SET (tick, checkpoint, room) = (SELECT tick, checkpoint, room FROM stages WHERE id = ?)
         WHERE id = ?`,
        id,
        copy.id,
      );
      run(
        `INSERT INTO journal (stage, start, through, take, entries)
         SELECT ?, start, through, '', entries FROM journal WHERE stage = ?`,
        copy.id,
        id,
      );
      run("INSERT INTO needs (stage, hash) SELECT ?, hash FROM needs WHERE stage = ?", copy.id, id);
      run(
        `INSERT INTO pictures (stage, name, at, bytes)
         SELECT ?, 'stage', at, bytes FROM pictures WHERE stage = ? ORDER BY place DESC LIMIT 1`,
        copy.id,
        id,
      );
    },
    binStage: (id, at) => change(`stage ${id}`, "UPDATE stages SET binned = ? WHERE id = ?", at, id),
    unbinStage: (id) => change(`stage ${id}`, "UPDATE stages SET binned = NULL WHERE id = ?", id),
    emptyBin: (before) => run("DELETE FROM stages WHERE binned < ?", before),

    append(stage, groups) {
      known(stage);
      const last = get(
        `SELECT COALESCE((SELECT MAX(through) FROM journal WHERE stage = ?1), tick) AS next FROM stages WHERE id = ?1`,
        stage,
      );
      let next = (last?.["next"] ?? null) as number | null;
      for (const g of groups) {
        if (next !== null && g.from !== next) {
          throw new LibraryError("gap", `ticks from ${g.from} do not follow on ${next}`);
        }
        next = g.through;
        run(
          "INSERT INTO journal (stage, start, through, take, entries) VALUES (?, ?, ?, ?, ?)",
          stage,
          g.from,
          g.through,
          g.take,
          g.entries,
        );
        if (g.opens !== undefined) openTake(stage, g.take, g.opens);
        if (g.take !== "") {
          open(stage, g.take);
          run(
            "INSERT INTO take_ticks (stage, take, start, through, entries) VALUES (?, ?, ?, ?, ?)",
            stage,
            g.take,
            g.from,
            g.through,
            g.entries,
          );
        }
        addBatches(stage, g.batches);
      }
    },
    commitMilestone(stage, m) {
      change(
        `stage ${stage}`,
        "UPDATE stages SET tick = ?, checkpoint = ?, room = ? WHERE id = ?",
        m.tick,
        m.checkpoint,
        m.room,
        stage,
      );
      run("DELETE FROM journal WHERE stage = ? AND through <= ?", stage, m.tick);
      run("DELETE FROM needs WHERE stage = ?", stage);
      for (const hash of new Set([...m.blobs, m.checkpoint])) {
        run("INSERT INTO needs (stage, hash) VALUES (?, ?)", stage, hash);
      }
    },
    readRoom(stage) {
      known(stage);
      const row = get("SELECT room FROM stages WHERE id = ?", stage);
      return (row?.["room"] ?? null) as Uint8Array | null;
    },
    reopen(stage): Reopening {
      const row = get("SELECT tick, checkpoint, room FROM stages WHERE id = ?", stage);
      if (row === undefined) return unknown(`stage ${stage}`);
      const milestone: Milestone | null =
        row["checkpoint"] === null
          ? null
          : {
              tick: row["tick"] as number,
              checkpoint: row["checkpoint"] as string,
              room: row["room"] as Uint8Array,
              blobs: all("SELECT hash FROM needs WHERE stage = ? ORDER BY hash", stage).map(
                (r) => r["hash"] as string,
              ),
            };
      return {
        milestone,
        groups: all("SELECT * FROM journal WHERE stage = ? ORDER BY start", stage).map(groupOf),
      };
    },

    putBlob(stage, hash, squeezed) {
      known(stage);
      run(
        `INSERT INTO blobs (hash, squeezed) VALUES (?, ?)
           ON CONFLICT (hash) DO UPDATE SET squeezed = excluded.squeezed WHERE squeezed <> excluded.squeezed`,
        hash,
        squeezed,
      );
      run("INSERT OR IGNORE INTO needs (stage, hash) VALUES (?, ?)", stage, hash);
    },
    findBlob(stage, hash) {
      const row = get(
        `SELECT squeezed FROM blobs WHERE hash = ?2 AND (
           EXISTS (SELECT 1 FROM needs WHERE stage = ?1 AND hash = ?2) OR
           EXISTS (SELECT 1 FROM takes WHERE stage = ?1 AND (opening = ?2 OR built = ?2)) OR
           EXISTS (SELECT 1 FROM take_seeks WHERE stage = ?1 AND checkpoint = ?2))`,
        stage,
        hash,
      );
      return row === undefined ? null : (row["squeezed"] as Uint8Array);
    },

    setOpening(stage, take, checkpoint, built) {
      const row = get("SELECT opening FROM takes WHERE stage = ? AND id = ?", stage, take);
      if (row === undefined) unknown(`take ${take}`);
      if (row?.["opening"] !== "") throw new LibraryError("sealed", `take ${take} has its opening`);
      run(
        "UPDATE takes SET opening = ?, built = ? WHERE stage = ? AND id = ?",
        checkpoint,
        built,
        stage,
        take,
      );
    },
    writeTakeLine: (stage, take, line) =>
      change(`take ${take}`, "UPDATE takes SET line = ? WHERE stage = ? AND id = ?", line, stage, take),
    addSeek(stage, take, { why, tick, checkpoint }) {
      if (get("SELECT 1 FROM takes WHERE stage = ? AND id = ?", stage, take) === undefined)
        unknown(`take ${take}`);
      run(
        "INSERT OR IGNORE INTO take_seeks (stage, take, tick, why, checkpoint) VALUES (?, ?, ?, ?, ?)",
        stage,
        take,
        tick,
        why,
        checkpoint,
      );
    },
    sealTake: (stage, take) =>
      change(`take ${take}`, "UPDATE takes SET sealed = 1 WHERE stage = ? AND id = ?", stage, take),
    listTakes(stage) {
      known(stage);
      return all("SELECT * FROM takes WHERE stage = ? ORDER BY place", stage).map(keptOf);
    },
    readTake(stage, id): WholeTake | null {
      const row = get("SELECT * FROM takes WHERE stage = ? AND id = ?", stage, id);
      if (row === undefined) return null;
      return {
        ...keptOf(row),
        groups: all("SELECT * FROM take_ticks WHERE stage = ? AND take = ? ORDER BY start", stage, id).map(
          groupOf,
        ),
        batches: all("SELECT * FROM take_batches WHERE stage = ? AND take = ? ORDER BY place", stage, id).map(
          (b) => ({
            take: id,
            person: b["person"] as number,
            serial: b["serial"] as number,
            camera: b["camera"] as number,
            samples: b["samples"] as Uint8Array,
          }),
        ),
        seeks: all("SELECT * FROM take_seeks WHERE stage = ? AND take = ? ORDER BY tick, why", stage, id).map(
          (s) => ({
            why: s["why"] as Seek["why"],
            tick: s["tick"] as number,
            checkpoint: s["checkpoint"] as string,
          }),
        ),
      };
    },

    putPicture(stage, name, bytes, at) {
      known(stage);
      // Away first, so that the newest has the last place.
      run("DELETE FROM pictures WHERE stage = ? AND name = ?", stage, name);
      run("INSERT INTO pictures (stage, name, at, bytes) VALUES (?, ?, ?, ?)", stage, name, at, bytes);
    },
    findPicture(stage, name) {
      const row = get("SELECT bytes FROM pictures WHERE stage = ? AND name = ?", stage, name);
      return (row?.["bytes"] as Uint8Array | undefined) ?? null;
    },
    listPictures(stage) {
      known(stage);
      return all("SELECT name FROM pictures WHERE stage = ? ORDER BY place", stage).map(
        (row) => row["name"] as string,
      );
    },

    sweep() {
      const unneeded = `hash NOT IN (SELECT hash FROM needs)
        AND hash NOT IN (SELECT opening FROM takes) AND hash NOT IN (SELECT built FROM takes)
        AND hash NOT IN (SELECT checkpoint FROM take_seeks)`;
      const gone = run(`DELETE FROM blobs WHERE doubt = 1 AND ${unneeded}`);
      run(`UPDATE blobs SET doubt = ${unneeded} WHERE doubt <> (${unneeded})`);
      return gone;
    },
  };
}
