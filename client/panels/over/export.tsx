/**
 * Exporting a take: which frames and cameras, how it is written, what is burnt in. In: what the encoder offers (tried
 * beforehand) and the running job. Out: `export` with everything settled, or `cancel job`.
 */
import { Clapperboard } from "lucide-preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import * as frames from "../../../shared/clock/frames.ts";
import * as rates from "../../../shared/clock/rate.ts";
import { Button } from "../controls/button.tsx";
import { Pick, Toggle } from "../controls/choose.tsx";
import { Dialog } from "../controls/dialog.tsx";
import { Field } from "../controls/field.tsx";
import { useDesk } from "../desk.ts";
import { span } from "../units.ts";
import { JobLine } from "./jobs.tsx";

const firstOf = (choices: readonly { id: string; refused?: string }[]) =>
  choices.find((choice) => !choice.refused)?.id ?? "";

/** What was chosen, or the first that can be: codecs are still being tried while somebody reads. */
const chosenOf = (choices: readonly { id: string; refused?: string }[], chosen: string) =>
  choices.some((choice) => choice.id === chosen && !choice.refused) ? chosen : firstOf(choices);

/** The export dialogue. */
export function ExportDialog() {
  const { model, emit } = useDesk();
  const { codecs, rates, sizes, files, job } = model.exporting;
  const takes = model.takes.value.filter((take) => !take.rolling);
  const [take, setTake] = useState(
    model.transport.take.value || model.view.takeShown.value || takes[0]?.id || "",
  );
  const chosen = takes.find((one) => one.id === take);
  const base = model.transport.base.value;
  const whole: readonly [number, number] = [0, Math.max(0, (chosen?.frames ?? 1) - 1)];
  const kept = model.transport.take.value === take ? model.transport.range.value : null;
  const [range, setRange] = useState<readonly [number, number]>(kept ?? whole);
  const cameras = [...(chosen?.cameras ?? "")];
  const [left, setLeft] = useState<readonly string[]>([]);
  const letters = cameras.filter((letter) => !left.includes(letter));
  const [pickedCodec, setCodec] = useState("");
  const [pickedRate, setRate] = useState("");
  const [pickedSize, setSize] = useState("");
  const codec = chosenOf(codecs.value, pickedCodec);
  const rate = chosenOf(rates.value, pickedRate);
  const size = chosenOf(sizes.value, pickedSize);
  const [beside, setBeside] = useState<readonly string[]>([]);
  const [burnIns, setBurnIns] = useState({ slate: true, timecode: true, lens: false, frame: false });
  const flip = (list: readonly string[], one: string) =>
    list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
  const parse = (text: string) => parseSpan(text, base);
  const running = job.value;
  const foot = useRef<HTMLElement>(null);
  // The button that was pressed has gone: the one in its place is next under the same keys.
  useLayoutEffect(() => {
    if (document.activeElement === document.body) foot.current?.querySelector("button")?.focus();
  }, [running === null]);
  const why = !chosen
    ? "Choose a take"
    : letters.length === 0
      ? "Choose a camera"
      : codecs.value.length === 0
        ? "Trying what this browser can write"
        : codec === ""
          ? "This browser offers no video encoder"
          : "";

  return (
    <Dialog title="Export" class="narrow">
      <div class="form scroll">
        <Pick
          label="Take"
          value={take}
          choices={takes.map((one) => ({
            id: one.id,
            label: `${one.setup} · T${one.number}`,
            note: span(one.frames, base),
          }))}
          onPick={(id) => {
            setTake(id);
            setRange([0, Math.max(0, (takes.find((one) => one.id === id)?.frames ?? 1) - 1)]);
          }}
        />
        <div class="double">
          <Field
            label="From"
            text={span(range[0], base)}
            value={range[0]}
            step={1}
            min={0}
            max={range[1]}
            parse={parse}
            onValue={(from) => setRange([from, range[1]])}
          />
          <Field
            label="To"
            text={span(range[1], base)}
            value={range[1]}
            step={1}
            min={range[0]}
            max={whole[1]}
            parse={parse}
            onValue={(to) => setRange([range[0], to])}
          />
        </div>
        {cameras.length > 1 ? (
          <fieldset>
            <legend>Cameras, a file each</legend>
            {cameras.map((letter) => (
              <Toggle
                key={letter}
                label={`Camera ${letter}`}
                on={letters.includes(letter)}
                onToggle={() => setLeft(flip(left, letter))}
              />
            ))}
          </fieldset>
        ) : null}
        <div class="group">
          <Pick label="Codec" value={codec} choices={codecs.value} onPick={setCodec} />
          <Pick label="Rate" value={rate} choices={rates.value} onPick={setRate} />
          <Pick label="Size" value={size} choices={sizes.value} onPick={setSize} />
        </div>
        <fieldset>
          <legend>Burnt in</legend>
          {(
            [
              ["slate", "Slate"],
              ["timecode", "Timecode"],
              ["lens", "Lens and focus"],
              ["frame", "Frame number"],
            ] as const
          ).map(([id, label]) => (
            <Toggle
              key={id}
              label={label}
              on={burnIns[id]}
              onToggle={(on) => setBurnIns({ ...burnIns, [id]: on })}
            />
          ))}
        </fieldset>
        {files.value.length > 0 ? (
          <fieldset>
            <legend>Files beside it</legend>
            {files.value.map((file) => (
              <Toggle
                key={file.id}
                label={file.note ? `${file.label} · ${file.note}` : file.label}
                on={beside.includes(file.id)}
                onToggle={() => setBeside(flip(beside, file.id))}
              />
            ))}
          </fieldset>
        ) : null}
      </div>
      <footer ref={foot}>
        {running ? (
          <JobLine job={running} />
        ) : (
          <>
            <span class="dim figures">
              {lengthOf(model.settings.value.rate, range, rate, letters.length)}
            </span>
            <Button
              tone="solid"
              icon={Clapperboard}
              label="Export"
              refused={why}
              onPress={() =>
                emit({
                  type: "export",
                  order: {
                    take,
                    from: range[0],
                    to: range[1],
                    cameras: letters,
                    rate,
                    size,
                    codec,
                    burnIns,
                    files: beside,
                  },
                })
              }
            />
          </>
        )}
      </footer>
    </Dialog>
  );
}

/** How many frames there will be: those of the chosen rate that lie in a stretch of the project's frames. */
function lengthOf(
  project: string,
  [from, to]: readonly [number, number],
  rate: string,
  files: number,
): string {
  const own = rates.parse(project);
  const chosen = rates.parse(rate);
  if (own === null || chosen === null || to < from) return "";
  const { count } = frames.within(own, from, to, chosen);
  return `${count} frames${files > 1 ? `, ${files} files` : ""}`;
}

/** Reads `11:04` or `00:00:11:04` as frames, or a number of frames. */
function parseSpan(text: string, base: number): number | null {
  const parts = text.trim().split(/[:;.]/).map(Number);
  if (parts.length > 4 || parts.some((part) => !Number.isInteger(part) || part < 0)) return null;
  const frames = parts.pop() ?? 0;
  const whole = parts.reduce((sum, part) => sum * 60 + part, 0);
  return whole * base + frames;
}
