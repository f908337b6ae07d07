/** Bodies for benchmarks: crates and balls let fall onto a set, and people who push them about. */
import type { Command } from "../../shared/world/command.ts";

/** Where a set has room for a pile: metres. */
const MIDDLE = { "corner-street": [2, 0, 8], yard: [0, 0.2, 0], stage: [0, 0.2, 0] } as const;

/** Commands that let `count` bodies fall, in columns with a little disorder, so that they tumble. */
export function pile(set: string, count: number): Command[] {
  const [x0, y0, z0] = MIDDLE[set as keyof typeof MIDDLE] ?? MIDDLE.stage;
  const commands: Command[] = [];
  const side = 7;
  for (let k = 0; k < count; k++) {
    const layer = Math.floor(k / (side * side));
    const column = k % (side * side);
    const turn = ((k * 37) % 90) * (Math.PI / 180);
    commands.push({
      type: "spawn",
      kind: "prop",
      asset: k % 3 === 0 ? "ball" : "crate",
      variant: "",
      label: "",
      pose: {
        position: [
          x0 + ((column % side) - 3) * 0.62 + ((k * 13) % 10) * 0.01,
          y0 + 1 + layer * 0.9,
          z0 + (Math.floor(column / side) - 3) * 0.62 + ((k * 7) % 10) * 0.01,
        ],
        rotation: [0, Math.sin(turn / 2), 0, Math.cos(turn / 2)],
      },
    });
  }
  return commands;
}

/** A push that throws a body of the pile a metre or two; `n` numbers the pushes of everybody. */
export function shove(set: string, ids: readonly number[], n: number): Command {
  const [x, y, z] = MIDDLE[set as keyof typeof MIDDLE] ?? MIDDLE.stage;
  const k = (n * 7919) % ids.length;
  const mass = k % 3 === 0 ? 0.42 : 9;
  const turn = n * 2.4;
  return {
    type: "push",
    id: ids[k]!,
    point: [x, y + 0.4, z],
    impulse: [mass * 2 * Math.cos(turn), mass * 4, mass * 2 * Math.sin(turn)],
  };
}
