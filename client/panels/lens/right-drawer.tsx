/**
 * The right drawer: camera, look, what is selected, cues, and in review the take. In: the model. Out: which tab.
 * Selecting something shows it, but never while rolling: an operator's hands keep what they have.
 */
import { PanelRightClose } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { ActionButton } from "../controls/button.tsx";
import { roving } from "../controls/roving.ts";
import { useDesk } from "../desk.ts";
import { CuesPanel } from "../inspect/cues.tsx";
import { Inspector } from "../inspect/inspector.tsx";
import type { Tab } from "../model.ts";
import { TakePanel } from "../transport/take-panel.tsx";
import { CameraPanel } from "./camera-panel.tsx";
import { LookTab } from "./look-tab.tsx";

const PANELS: Record<Tab, () => preact.JSX.Element | null> = {
  camera: CameraPanel,
  look: LookTab,
  selected: Inspector,
  cues: CuesPanel,
  take: TakePanel,
};

/** The right drawer. */
export function RightDrawer() {
  const { model } = useDesk();
  const { tab, takeShown } = model.view;
  const chosen = model.selection.value.join();
  const take = takeShown.value || model.transport.take.value;

  useEffect(() => {
    if (chosen !== "" && model.state.peek() !== "rolling") tab.value = "selected";
    else if (chosen === "" && tab.peek() === "selected") tab.value = "camera";
  }, [chosen]);
  useEffect(() => {
    if (take !== "") tab.value = "take";
    else if (tab.peek() === "take") tab.value = "camera";
  }, [take]);

  const many = model.selection.value.length;
  const tabs: { id: Tab; label: string }[] = [
    { id: "camera", label: "Camera" },
    { id: "look", label: "Look" },
    { id: "cues", label: "Cues" },
  ];
  if (many > 0 || tab.value === "selected")
    tabs.push({
      id: "selected",
      label: many > 1 ? `All ${many}` : (model.inspected.value?.label ?? "Selected"),
    });
  if (take !== "") tabs.unshift({ id: "take", label: "Take" });
  const Panel = PANELS[tab.value];
  return (
    <aside class="drawer right" aria-label="Camera and settings">
      <div class="tab-row">
        <div class="tabs" role="tablist" aria-label="Panels" tabIndex={-1} onKeyDown={roving}>
          {tabs.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-selected={tab.value === id}
              aria-controls="tab-panel"
              data-roving
              data-tip={label.length > 9 ? label : undefined}
              tabIndex={tab.value === id ? 0 : -1}
              onClick={() => {
                tab.value = id;
              }}
            >
              {label}
            </button>
          ))}
        </div>
        <ActionButton action="fold-right" icon={PanelRightClose} bare />
      </div>
      <div class="scroll" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab.value}`} tabIndex={-1}>
        <Panel />
      </div>
    </aside>
  );
}
