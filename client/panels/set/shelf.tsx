/**
 * The shelf: everything that can be put into the set. In: shelf items. Out: `drag in` while one is dragged over the
 * picture, `add` where it is chosen by key or click (main puts it before the camera).
 */
import { Box, Camera, Car, Lamp, PersonStanding, Search } from "lucide-preact";
import { useRef, useState } from "preact/hooks";
import { Glyph, type Icon } from "../controls/button.tsx";
import { roving } from "../controls/roving.ts";
import { useDesk } from "../desk.ts";
import { rank } from "../fuzzy.ts";
import type { ShelfItem } from "../model.ts";
import { figure } from "../units.ts";

const ICONS: Record<string, Icon> = {
  actor: PersonStanding,
  vehicle: Car,
  light: Lamp,
  camera: Camera,
};

/** The shelf. */
export function Shelf() {
  const { model } = useDesk();
  const [query, setQuery] = useState("");
  const items = rank(
    query,
    model.shelf.value,
    (item) => item.label,
    (item) => item.shelf,
  );
  const shelves = [...new Set(items.map((item) => item.shelf))];
  return (
    <>
      <label class="search">
        <Glyph icon={Search} />
        <span class="unseen">Find something to add</span>
        <input
          type="search"
          placeholder="Find something to add"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the tiles inside have the roles; this only moves focus */}
      <div class="list scroll shelf" onKeyDown={roving}>
        {items.length === 0 ? (
          <p class="nothing">
            {query === "" ? "The shelf is still loading." : `Nothing on the shelf is called “${query}”.`}
          </p>
        ) : null}
        {shelves.map((shelf) => (
          <section key={shelf} aria-label={shelf}>
            <h3>{shelf}</h3>
            <div class="tiles">
              {items
                .filter((item) => item.shelf === shelf)
                .map((item) => (
                  <Tile key={item.asset} item={item} first={item === items[0]} />
                ))}
            </div>
          </section>
        ))}
      </div>
      <p class="foot dim">Drag into the picture, or press Enter to put it before the camera.</p>
    </>
  );
}

/** Pixels that a pointer travels before a press becomes a drag. */
const SLACK = 6;

function Tile({ item, first }: { item: ShelfItem; first: boolean }) {
  const { emit } = useDesk();
  const from = useRef<{ x: number; y: number; away: boolean } | null>(null);
  const [painted, setPainted] = useState(item.thumbnail !== null);
  const variant = item.variants[0]?.id ?? "";
  const drag = (event: PointerEvent, phase: "move" | "drop" | "cancel") =>
    emit({
      type: "drag in",
      asset: item.asset,
      kind: item.kind,
      variant,
      x: event.clientX,
      y: event.clientY,
      phase,
    });
  const size = item.size.map((edge) => figure(edge, 1)).join(" × ");
  return (
    <button
      type="button"
      class="tile"
      data-roving
      tabIndex={first ? 0 : -1}
      data-tip={`${item.label}, ${size} m`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, away: false };
      }}
      onPointerMove={(event) => {
        const start = from.current;
        if (!start) return;
        start.away ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > SLACK;
        if (start.away) drag(event, "move");
      }}
      onPointerUp={(event) => {
        if (from.current?.away) drag(event, "drop");
      }}
      onPointerCancel={(event) => {
        if (from.current?.away) drag(event, "cancel");
        from.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !from.current?.away) return;
        event.stopPropagation();
        from.current = null;
        emit({
          type: "drag in",
          asset: item.asset,
          kind: item.kind,
          variant,
          x: 0,
          y: 0,
          phase: "cancel",
        });
      }}
      onClick={() => {
        const dragged = from.current?.away;
        from.current = null;
        if (!dragged) emit({ type: "add", asset: item.asset, kind: item.kind, variant });
      }}
    >
      {painted ? (
        <img
          src={item.thumbnail!}
          alt=""
          loading="lazy"
          draggable={false}
          onError={() => setPainted(false)}
        />
      ) : (
        <span class="stand-in">
          <Glyph icon={ICONS[item.kind] ?? Box} size={20} />
        </span>
      )}
      <span class="label">{item.label}</span>
    </button>
  );
}
