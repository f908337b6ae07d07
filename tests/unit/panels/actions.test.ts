import { describe, expect, it } from "vitest";
import { ACTIONS, actionNamed, keysOf, labelOf, perform } from "../../../client/panels/actions.ts";
import type { PanelIntent } from "../../../client/panels/intent.ts";
import { createPanelsModel } from "../../../client/panels/model.ts";

function desk() {
  const intents: PanelIntent[] = [];
  return { model: createPanelsModel(), intents, emit: (intent: PanelIntent) => void intents.push(intent) };
}

describe("actions", () => {
  it("have names of their own and can be said", () => {
    const { model } = desk();
    expect(new Set(ACTIONS.map((action) => action.id)).size).toBe(ACTIONS.length);
    for (const action of ACTIONS) expect(labelOf(action, model)).not.toBe("");
    expect(() => actionNamed("dance")).toThrow("dance");
  });

  it("roll and cut with one key", () => {
    const { model, intents, emit } = desk();
    perform("roll", model, emit);
    model.state.value = "rolling";
    perform("roll", model, emit);
    expect(intents).toEqual([{ type: "roll" }, { type: "cut" }]);
  });

  it("refuse what must wait for the cut, and say so", () => {
    const { model, intents, emit } = desk();
    model.state.value = "rolling";
    model.selection.value = [3];
    for (const id of ["one", "delete", "make-one", "next-setup"])
      expect(perform(id, model, emit)).toBe("Cut first");
    expect(intents).toEqual([]);
  });

  it("call Action live, and play in review", () => {
    const { model, intents, emit } = desk();
    perform("action", model, emit);
    model.transport.take.value = "24A_T3";
    perform("action", model, emit);
    expect(intents).toEqual([{ type: "action" }, { type: "play", playing: true }]);
  });

  it("choose lenses by their place in the row", () => {
    const { model, intents, emit } = desk();
    model.camera.id.value = 4;
    model.camera.focals.value = [18, 25, 35];
    expect(perform("lens 3", model, emit)).toBe("");
    expect(intents).toEqual([{ type: "camera", change: { focal: 35 }, settled: true }]);
    perform("lens 9", model, emit);
    expect(intents).toHaveLength(1);
    model.camera.refused.value = "Oona mans camera B";
    expect(perform("lens 1", model, emit)).toBe("Oona mans camera B");
  });

  it("step through the lens row and stop at its ends", () => {
    const { model, intents, emit } = desk();
    model.camera.id.value = 4;
    model.camera.focals.value = [18, 25, 35];
    model.camera.focal.value = 35;
    perform("lens-longer", model, emit);
    perform("lens-wider", model, emit);
    expect(intents.map((one) => one.type === "camera" && one.change.focal)).toEqual([35, 25]);
  });

  it("answer null for a name that is none", () => {
    const { model, emit } = desk();
    expect(perform("fly", model, emit)).toBeNull();
  });

  it("find their keys in the table that they are given", () => {
    expect(keysOf("palette", [{ action: "palette", keys: ["Ctrl", "K"] }])).toEqual(["Ctrl", "K"]);
    expect(keysOf("palette", [])).toEqual([]);
  });
});
