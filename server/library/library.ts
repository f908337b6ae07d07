/**
 * The Library port: what outlives a room. Stages, their journals and checkpoints, takes, and blobs named by the
 * SHA-256 of what they hold. A promise that resolves means *on disk*. Adapters: memory, SQLite; one contract suite
 * runs on both (tests/contract/library.contract.test.ts).
 */

/** A stage as the first page lists it. */
export interface StageLine {
  id: string;
  label: string;
  /** Set that it stands on. */
  set: string;
  /** Key of its links. */
  key: string;
  /** Milliseconds since 1970. */
  created: number;
  opened: number;
}

/** A stage as the house's own page shows it, in the bin or not. */
export interface ShelvedStage extends StageLine {
  takes: number;
  /** Milliseconds since 1970 at which it went into the bin; null where it is in use. */
  binned: number | null;
  /** Name of its newest picture; empty for none. */
  picture: string;
}

/** Camera samples of one operator, as they came. */
export interface Batch {
  take: string;
  person: number;
  serial: number;
  camera: number;
  samples: Uint8Array;
}

/** What a room did in the ticks `from` … `through` − 1, in the room's own bytes. */
export interface Group {
  from: number;
  through: number;
  entries: Uint8Array;
  /** Take that rolled meanwhile, which keeps these ticks for itself; empty for none. */
  take: string;
  batches: readonly Batch[];
  /** Line of the take, where it begins with this group. */
  opens?: Uint8Array;
}

/** A room's state at a tick. */
export interface Milestone {
  tick: number;
  /** Blob of the world. */
  checkpoint: string;
  /** The room's own state: people, slate, names of blobs. */
  room: Uint8Array;
  /** Every blob that the stage still needs; others of it may go. */
  blobs: readonly string[];
}

/** What a room reopens from: the newest milestone, if there is one yet, and the groups after it. */
export interface Reopening {
  milestone: Milestone | null;
  groups: Group[];
}

/** A take as it is kept. */
export interface KeptTake {
  id: string;
  /** Its line in the strip, in the room's own bytes. */
  line: Uint8Array;
  /** Blob of the world as the take begins; empty until it is pressed. */
  opening: string;
  /** Blob of the set that it was shot on; empty until then, and where nobody knows any more. */
  built: string;
  sealed: boolean;
}

/** A world that a take keeps for quick seeking, or to go back to one from. */
export interface Seek {
  why: "way" | "one";
  tick: number;
  checkpoint: string;
}

/** All of a take. */
export interface WholeTake extends KeptTake {
  /** Ticks and orders in order; the first begins with the opening's tick. */
  groups: Group[];
  batches: Batch[];
  /** By tick. */
  seeks: Seek[];
}

/** Why the library refuses. */
export class LibraryError extends Error {
  readonly reason: "unknown" | "exists" | "sealed" | "gap" | "elsewhere";
  constructor(reason: LibraryError["reason"], text: string) {
    super(text);
    this.name = "LibraryError";
    this.reason = reason;
  }
}

/** What outlives a room. Each call may throw LibraryError; `unknown` for a stage or take that is not there. */
export interface Library {
  /** Stages that are not in the bin, last opened first. */
  listStages(): Promise<StageLine[]>;
  /** Every stage, those in the bin too, last opened first. */
  listHouse(): Promise<ShelvedStage[]>;
  /** Null for one that is not there or in the bin. */
  findStage(id: string): Promise<StageLine | null>;
  createStage(stage: StageLine): Promise<void>;
  renameStage(id: string, label: string): Promise<void>;
  /** Notes that it was opened now. */
  touchStage(id: string, opened: number): Promise<void>;
  /** A new stage that begins as `id` was at its last commit, with its newest picture. Takes stay where they were shot. */
  duplicateStage(id: string, copy: StageLine): Promise<void>;
  /** Puts a stage into the bin. */
  binStage(id: string, at: number): Promise<void>;
  /** Takes a stage out of the bin. */
  unbinStage(id: string): Promise<void>;
  /** Deletes for good what went into the bin before `before`. Returns how many stages. */
  emptyBin(before: number): Promise<number>;

  /**
   * Adds groups, which follow without a gap on what is there, with the takes that they open. All or nothing: refused
   * where a take is sealed, or is opened twice. What is given stays as it is until the promise settles.
   */
  append(stage: string, groups: readonly Group[]): Promise<void>;
  /** Makes a milestone the one to reopen from, and drops the groups before it. */
  commitMilestone(stage: string, milestone: Milestone): Promise<void>;
  /** The room's own state as the last milestone has it; null before the first. */
  readRoom(stage: string): Promise<Uint8Array | null>;
  /**
   * What a stage opens from. Where several have the library, whoever asked last writes the stage from now on: what the
   * one before still writes is refused as `elsewhere`.
   */
  reopen(stage: string): Promise<Reopening>;

  /**
   * Keeps a blob for a stage. `squeezed`: brotli of what `hash` names. It takes the place of what lies under that name
   * already, which a broken disk may have changed.
   */
  putBlob(stage: string, hash: string, squeezed: Uint8Array): Promise<void>;
  /** The brotli bytes, when this stage or one of its takes needs them. */
  findBlob(stage: string, hash: string): Promise<Uint8Array | null>;

  /** Names the opening once it is pressed, and the set that it is shot on. Refused where one is named already. */
  setOpening(stage: string, take: string, checkpoint: string, built: string): Promise<void>;
  /** Rating, circle, notes and the like: what may change after the cut. */
  writeTakeLine(stage: string, take: string, line: Uint8Array): Promise<void>;
  /** Keeps a world of a take: on the way at a tick, or the opening that a performance left at a tick. */
  addSeek(stage: string, take: string, seek: Seek): Promise<void>;
  /** From now on ticks and samples of this take never change. */
  sealTake(stage: string, take: string): Promise<void>;
  listTakes(stage: string): Promise<KeptTake[]>;
  readTake(stage: string, take: string): Promise<WholeTake | null>;

  /** Keeps a small picture of a stage under a name, in place of the one before. `at`: ms since 1970. */
  putPicture(stage: string, name: string, bytes: Uint8Array, at: number): Promise<void>;
  findPicture(stage: string, name: string): Promise<Uint8Array | null>;
  /** Names of a stage's pictures, oldest first. */
  listPictures(stage: string): Promise<string[]>;

  /**
   * Deletes blobs that nothing needs and nothing needed at the sweep before: one that is being kept just now may wait
   * for its stage's next milestone. Returns how many.
   */
  sweep(): Promise<number>;
  close(): Promise<void>;
}
