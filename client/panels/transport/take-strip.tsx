/**
 * The takes as a strip: picture, slate, length, lens, rating, circled. In: takes, newest first. Out: review, rating,
 * circling; `takeShown` for the notes.
 */
import { Circle, NotebookPen } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Segments, Stars } from "../controls/choose.tsx";
import { roving } from "../controls/roving.ts";
import { useDesk } from "../desk.ts";
import type { TakeCard } from "../model.ts";
import { figure, shortSpan } from "../units.ts";

type Which = "all" | "circled" | "setup";

/** The strip of takes. */
export function TakeStrip() {
  const { model } = useDesk();
  const [which, setWhich] = useState<Which>("all");
  const takes = model.takes.value;
  const setup = model.slate.value.setup || takes[0]?.setup || "";
  const shown = takes.filter((take) =>
    which === "circled" ? take.circled : which === "setup" ? take.setup === setup : true,
  );
  if (takes.length === 0)
    return (
      <div class="strip empty-strip">
        <p>Takes come here, with picture, slate, length and rating. Roll to make the first one.</p>
      </div>
    );
  const open = model.transport.take.value;
  const stop = Math.max(
    0,
    shown.findIndex((take) => take.id === open),
  );
  return (
    <div class="strip">
      <Segments
        label="Which takes"
        value={which}
        choices={[
          { id: "all", label: "All" },
          { id: "circled", label: "Circled" },
          { id: "setup", label: setup || "Setup", tip: `Setup ${setup}` },
        ]}
        onPick={setWhich}
      />
      <ul class="takes" aria-label="Takes" onKeyDown={roving}>
        {shown.map((take, place) => (
          <Card key={take.id} take={take} open={take.id === open} stop={place === stop} />
        ))}
        {shown.length === 0 ? (
          <li class="nothing">{which === "circled" ? "No take is circled." : `No take of ${setup} yet.`}</li>
        ) : null}
      </ul>
    </div>
  );
}

function Card({ take, open, stop }: { take: TakeCard; open: boolean; stop: boolean }) {
  const desk = useDesk();
  const { model, emit } = desk;
  const base = model.transport.base.value;
  const name = `${take.setup} · T${take.number}`;
  const length = take.rolling ? "rolling" : shortSpan(take.frames, base);
  const notes = model.view.takeShown;
  const toggleNotes = () => {
    notes.value = notes.value === take.id ? "" : take.id;
    if (notes.value === "") return;
    model.view.right.value = true;
    model.view.tab.value = "take";
  };
  const review = () => {
    if (model.state.value === "rolling") desk.refusal.value = "Cut first";
    else emit({ type: "review", take: take.id });
  };
  return (
    <li class={`take ${open ? "open" : ""} ${take.rolling ? "rolling" : ""} ${take.status}`}>
      <button
        type="button"
        class="poster"
        data-roving
        tabIndex={stop ? 0 : -1}
        aria-label={`Review ${name}, ${length}, ${figure(take.focal, 1)} millimetres${take.circled ? ", circled" : ""}${
          take.status === "none" ? "" : `, ${take.status}`
        }`}
        aria-keyshortcuts="0 1 2 3 4 5 O N"
        aria-current={open ? "true" : undefined}
        data-tip={take.description || undefined}
        onClick={review}
        onKeyDown={(event) => {
          const rating = /^[0-5]$/.test(event.key) ? Number(event.key) : null;
          if (rating !== null) emit({ type: "rate take", take: take.id, change: { rating } });
          else if (event.key.toLowerCase() === "o")
            emit({ type: "rate take", take: take.id, change: { circled: !take.circled } });
          else if (event.key.toLowerCase() === "n") toggleNotes();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {take.thumbnail ? <img src={take.thumbnail} alt="" loading="lazy" /> : <span class="stand-in" />}
      </button>
      <span class="over-poster" aria-hidden="true">
        {take.cameras.length > 1 ? (
          <span class="cameras figures">{take.cameras.split("").join(" ")}</span>
        ) : null}
        {take.status !== "none" ? <span class={`status ${take.status}`}>{take.status}</span> : null}
      </span>
      <span class="take-line">
        <strong class={`figures ${take.circled ? "circled" : ""}`}>{name}</strong>
        <span class="dim figures">{length}</span>
      </span>
      <span class="take-line">
        <span class="dim figures">{figure(take.focal, 1)} mm</span>
        {take.kept || take.rolling ? null : <span class="amber">saving</span>}
        <Stars
          label={`Rating of ${name}`}
          value={take.rating}
          tabIndex={-1}
          onValue={(rating) => emit({ type: "rate take", take: take.id, change: { rating } })}
        />
      </span>
      <span class="take-tools">
        <Button
          bare
          tabIndex={-1}
          icon={Circle}
          pressed={take.circled}
          label={take.circled ? `Uncircle ${name}` : `Circle ${name}`}
          onPress={() => emit({ type: "rate take", take: take.id, change: { circled: !take.circled } })}
        />
        <Button
          bare
          tabIndex={-1}
          icon={NotebookPen}
          pressed={notes.value === take.id}
          label={`Notes on ${name}`}
          onPress={toggleNotes}
        />
      </span>
    </li>
  );
}
