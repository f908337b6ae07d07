/**
 * The key sheet. In: the key table. Out: nothing; every key with what it does, grouped.
 */
import { ACTIONS, labelOf } from "../actions.ts";
import { Keys } from "../controls/button.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { useDesk } from "../desk.ts";

/** The key sheet. */
export function KeySheet() {
  const { model, keys } = useDesk();
  const groups = new Map<string, Map<string, (readonly string[])[]>>();
  const add = (group: string, label: string, held: readonly string[]) => {
    const lines = groups.get(group) ?? new Map<string, (readonly string[])[]>();
    lines.set(label, [...(lines.get(label) ?? []), held]);
    groups.set(group, lines);
  };
  for (const line of keys) {
    // The keys of the lens row are one line.
    if (/^lens [2-9]$/.test(line.action)) continue;
    if (line.action === "lens 1") {
      add("Camera", "The lens row", ["1", "…", "9"]);
      continue;
    }
    const action = ACTIONS.find((one) => one.id === line.action);
    const label = line.label ?? (action ? labelOf(action, model) : "");
    if (label !== "") add(line.group ?? action?.group ?? "Other", label, line.keys);
  }
  return (
    <Dialog
      title="Keys"
      class="widest"
      aside={<span class="dim">By place on the keyboard, whatever its letters</span>}
    >
      <div class="scroll">
        <div class="key-groups">
          {[...groups].map(([group, lines]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {[...lines].map(([label, ways]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>
                      {ways.map((held, place) => (
                        <span key={held.join()}>
                          {place > 0 ? <span class="dim"> or </span> : null}
                          <span class="unseen">{held.join(" ")}</span>
                          <Keys keys={held} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
