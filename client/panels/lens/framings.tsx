/**
 * Kept framings: a camera position with its lens and focus. In: the list. Out: keep, go back to, name, remove; and
 * stills, which are taken from the same place: download again, remove.
 */
import { Aperture, Download, Ellipsis, ImagePlus, Pencil, Trash } from "lucide-preact";
import { useState } from "preact/hooks";
import { ActionButton } from "../controls/button.tsx";
import { TextField } from "../controls/field.tsx";
import { Menu, openMenu } from "../controls/popover.tsx";
import { roving } from "../controls/roving.ts";
import { useDesk } from "../desk.ts";
import { ago, distance, figure } from "../units.ts";

/** The section of framings in the camera tab. */
export function Framings() {
  const { model, emit } = useDesk();
  const [naming, setNaming] = useState("");
  const framings = model.framings.value;
  const units = model.settings.value.units;
  return (
    <section>
      <h3>Framings</h3>
      <div class="buttons">
        <ActionButton action="framing" icon={ImagePlus} label="Keep" name="Keep this framing" showKeys />
        <ActionButton action="still" icon={Aperture} label="Still" name="Take a still" showKeys />
      </div>
      {framings.length === 0 ? (
        <p class="nothing">Framings that you keep come here: place, lens and focus, back with one click.</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the framings inside have the roles; this only moves focus
        <div class="framings" onKeyDown={roving}>
          {framings.map((framing, place) =>
            naming === framing.id ? (
              <TextField
                key={framing.id}
                label="Name"
                hideLabel
                autoFocus
                max={64}
                text={framing.label}
                onText={(label) => emit({ type: "name framing", framing: framing.id, label })}
                onDone={() => setNaming("")}
              />
            ) : (
              // biome-ignore lint/a11y/noStaticElementInteractions: the menu key and a right click open the menu inside
              <div class="framing" key={framing.id} onContextMenu={openMenu}>
                <button
                  type="button"
                  data-roving
                  tabIndex={place === 0 ? 0 : -1}
                  onClick={() => emit({ type: "go to framing", framing: framing.id })}
                  onKeyDown={(event) => {
                    if (event.key === "Delete") emit({ type: "remove framing", framing: framing.id });
                    else if (event.key === "F2") setNaming(framing.id);
                    else return;
                    event.preventDefault();
                    event.stopPropagation();
                  }}
                >
                  {framing.thumbnail ? <img src={framing.thumbnail} alt="" /> : <span class="stand-in" />}
                  <span class="label">{framing.label}</span>
                  <span class="dim figures">
                    {figure(framing.focal, 1)} mm · {distance(framing.height, units)}
                  </span>
                </button>
                <Menu
                  label={`More for ${framing.label}`}
                  icon={Ellipsis}
                  class="passing"
                  tabIndex={-1}
                  entries={[
                    { label: "Rename", icon: Pencil, onPress: () => setNaming(framing.id) },
                    {
                      label: "Remove",
                      icon: Trash,
                      danger: true,
                      onPress: () => emit({ type: "remove framing", framing: framing.id }),
                    },
                  ]}
                />
              </div>
            ),
          )}
        </div>
      )}
      <Stills />
    </section>
  );
}

/** Stills taken in this browser, newest first. */
function Stills() {
  const { model, emit } = useDesk();
  const stills = model.stills.value;
  if (stills.length === 0) return null;
  return (
    <>
      <h3>Stills</h3>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the stills inside have the roles; this only moves focus */}
      <div class="framings" onKeyDown={roving}>
        {stills.map((still, place) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the menu key and a right click open the menu inside
          <div class="framing" key={still.id} onContextMenu={openMenu}>
            <button
              type="button"
              data-roving
              data-tip={`Download ${still.file} again`}
              tabIndex={place === 0 ? 0 : -1}
              onClick={() => emit({ type: "download still", still: still.id })}
            >
              <img src={still.picture} alt="" />
              <span class="label">{still.label}</span>
              <span class="dim figures">{ago(still.taken, Date.now())}</span>
            </button>
            <Menu
              label={`More for the still ${still.label}`}
              icon={Ellipsis}
              class="passing"
              tabIndex={-1}
              entries={[
                {
                  label: "Download",
                  icon: Download,
                  onPress: () => emit({ type: "download still", still: still.id }),
                },
                {
                  label: "Remove",
                  icon: Trash,
                  danger: true,
                  onPress: () => emit({ type: "remove still", still: still.id }),
                },
              ]}
            />
          </div>
        ))}
      </div>
    </>
  );
}
