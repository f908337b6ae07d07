/** The Library in memory: for tests, fuzz and benchmarks. Everything is copied in and out, as a disk would. */
import {
  type Batch,
  type Group,
  type KeptTake,
  type Library,
  LibraryError,
  type Milestone,
  type StageLine,
  type WholeTake,
} from "./library.ts";

interface Stage {
  line: StageLine;
  binned: number | null;
  milestone: Milestone | null;
  groups: Group[];
  blobs: Set<string>;
  takes: Map<string, WholeTake>;
  /** Oldest first. */
  pictures: Map<string, Uint8Array>;
}

const copyGroup = (group: Group): Group => ({
  ...group,
  entries: group.entries.slice(),
  batches: group.batches.map(copyBatch),
});
const copyBatch = (batch: Batch): Batch => ({ ...batch, samples: batch.samples.slice() });
const blankTake = (id: string, line: Uint8Array): WholeTake => ({
  id,
  line: line.slice(),
  opening: "",
  built: "",
  sealed: false,
  groups: [],
  batches: [],
  seeks: [],
});
const copyMilestone = (m: Milestone): Milestone => ({ ...m, room: m.room.slice(), blobs: [...m.blobs] });

/** A library that ends with its process. */
export function createMemoryLibrary(): Library {
  const stages = new Map<string, Stage>();
  const blobs = new Map<string, Uint8Array>();
  /** Blobs that nothing needed at the last sweep. */
  const doubtful = new Set<string>();

  const stageOf = (id: string): Stage => {
    const stage = stages.get(id);
    if (stage === undefined) throw new LibraryError("unknown", `no stage ${id}`);
    return stage;
  };
  const takeOf = (stage: string, id: string): WholeTake => {
    const take = stageOf(stage).takes.get(id);
    if (take === undefined) throw new LibraryError("unknown", `no take ${id}`);
    return take;
  };
  const addStage = (line: StageLine): Stage => {
    if (stages.has(line.id)) throw new LibraryError("exists", `stage ${line.id} exists`);
    const stage: Stage = {
      line: { ...line },
      binned: null,
      milestone: null,
      groups: [],
      blobs: new Set(),
      takes: new Map(),
      pictures: new Map(),
    };
    stages.set(line.id, stage);
    return stage;
  };
  const checkOpen = (stage: string, take: string): void => {
    if (takeOf(stage, take).sealed) throw new LibraryError("sealed", `take ${take} is sealed`);
  };
  const addBatch = (stage: string, batch: Batch): void => {
    const kept = takeOf(stage, batch.take).batches;
    // A batch that comes again after a lost acknowledgement.
    if (!kept.some((b) => b.person === batch.person && b.serial === batch.serial))
      kept.push(copyBatch(batch));
  };
  const needs = (stage: Stage, hash: string): boolean =>
    stage.blobs.has(hash) ||
    [...stage.takes.values()].some(
      (t) => t.opening === hash || t.built === hash || t.seeks.some((s) => s.checkpoint === hash),
    );

  return {
    async listStages() {
      const open = [...stages.values()].filter((s) => s.binned === null).map((s) => ({ ...s.line }));
      return open.sort((a, b) => b.opened - a.opened || (a.id < b.id ? -1 : 1));
    },
    async listHouse() {
      const all = [...stages.values()].map(({ line, takes, binned, pictures }) => ({
        ...line,
        takes: takes.size,
        binned,
        picture: [...pictures.keys()].at(-1) ?? "",
      }));
      return all.sort((a, b) => b.opened - a.opened || (a.id < b.id ? -1 : 1));
    },
    async findStage(id) {
      const stage = stages.get(id);
      return stage === undefined || stage.binned !== null ? null : { ...stage.line };
    },
    async createStage(line) {
      addStage(line);
    },
    async renameStage(id, label) {
      stageOf(id).line.label = label;
    },
    async touchStage(id, opened) {
      stageOf(id).line.opened = opened;
    },
    async duplicateStage(id, line) {
      const from = stageOf(id);
      const copy = addStage(line);
      copy.milestone = from.milestone === null ? null : copyMilestone(from.milestone);
      copy.groups = from.groups.map((g) => ({ ...copyGroup(g), take: "", batches: [] }));
      copy.blobs = new Set(from.blobs);
      const newest = [...from.pictures.values()].at(-1);
      if (newest !== undefined) copy.pictures.set("stage", newest.slice());
    },
    async binStage(id, at) {
      stageOf(id).binned = at;
    },
    async unbinStage(id) {
      stageOf(id).binned = null;
    },
    async emptyBin(before) {
      let count = 0;
      for (const [id, stage] of stages) {
        if (stage.binned === null || stage.binned >= before) continue;
        stages.delete(id);
        count++;
      }
      return count;
    },

    async append(stage, groups) {
      const kept = stageOf(stage);
      const opened = new Set<string>();
      let next = kept.groups.at(-1)?.through ?? kept.milestone?.tick ?? null;
      for (const group of groups) {
        if (next !== null && group.from !== next) {
          throw new LibraryError("gap", `ticks from ${group.from} do not follow on ${next}`);
        }
        next = group.through;
        if (group.opens !== undefined) {
          if (kept.takes.has(group.take) || opened.has(group.take)) {
            throw new LibraryError("exists", `take ${group.take} exists`);
          }
          opened.add(group.take);
        } else if (group.take !== "" && !opened.has(group.take)) checkOpen(stage, group.take);
        for (const batch of group.batches) if (!opened.has(batch.take)) checkOpen(stage, batch.take);
      }
      for (const group of groups) {
        if (group.opens !== undefined) kept.takes.set(group.take, blankTake(group.take, group.opens));
        const { opens: _, ...rest } = copyGroup(group);
        kept.groups.push({ ...rest, batches: [] });
        if (group.take !== "") takeOf(stage, group.take).groups.push({ ...copyGroup(rest), batches: [] });
        for (const batch of group.batches) addBatch(stage, batch);
      }
    },
    async commitMilestone(id, milestone) {
      const stage = stageOf(id);
      stage.milestone = copyMilestone(milestone);
      stage.groups = stage.groups.filter((group) => group.through > milestone.tick);
      stage.blobs = new Set([...milestone.blobs, milestone.checkpoint]);
    },
    async readRoom(id) {
      return stageOf(id).milestone?.room.slice() ?? null;
    },
    async reopen(id) {
      const stage = stageOf(id);
      return {
        milestone: stage.milestone === null ? null : copyMilestone(stage.milestone),
        groups: stage.groups.map(copyGroup),
      };
    },

    async putBlob(stage, hash, squeezed) {
      stageOf(stage).blobs.add(hash);
      blobs.set(hash, squeezed.slice());
    },
    async findBlob(id, hash) {
      const stage = stages.get(id);
      if (stage === undefined || !needs(stage, hash)) return null;
      return blobs.get(hash)?.slice() ?? null;
    },

    async setOpening(stage, id, checkpoint, built) {
      const take = takeOf(stage, id);
      if (take.opening !== "") throw new LibraryError("sealed", `take ${id} has its opening`);
      take.opening = checkpoint;
      take.built = built;
    },
    async writeTakeLine(stage, id, line) {
      takeOf(stage, id).line = line.slice();
    },
    async addSeek(stage, id, seek) {
      const { seeks } = takeOf(stage, id);
      if (!seeks.some((s) => s.tick === seek.tick && s.why === seek.why)) seeks.push({ ...seek });
      seeks.sort((a, b) => a.tick - b.tick || (a.why < b.why ? -1 : 1));
    },
    async sealTake(stage, id) {
      takeOf(stage, id).sealed = true;
    },
    async listTakes(stage) {
      return [...stageOf(stage).takes.values()].map(
        ({ id, line, opening, built, sealed }): KeptTake => ({
          id,
          line: line.slice(),
          opening,
          built,
          sealed,
        }),
      );
    },
    async readTake(stage, id) {
      const take = stages.get(stage)?.takes.get(id);
      if (take === undefined) return null;
      return {
        ...take,
        line: take.line.slice(),
        groups: take.groups.map(copyGroup),
        batches: take.batches.map(copyBatch),
        seeks: take.seeks.map((seek) => ({ ...seek })),
      };
    },

    async putPicture(stage, name, bytes) {
      const { pictures } = stageOf(stage);
      pictures.delete(name);
      pictures.set(name, bytes.slice());
    },
    async findPicture(stage, name) {
      return stages.get(stage)?.pictures.get(name)?.slice() ?? null;
    },
    async listPictures(stage) {
      return [...stageOf(stage).pictures.keys()];
    },

    async sweep() {
      let count = 0;
      for (const hash of blobs.keys()) {
        if ([...stages.values()].some((stage) => needs(stage, hash))) doubtful.delete(hash);
        else if (doubtful.delete(hash)) {
          blobs.delete(hash);
          count++;
        } else doubtful.add(hash);
      }
      return count;
    },
    async close() {},
  };
}
