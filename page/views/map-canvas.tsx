/** A map of pages that one can look at, click into and go over with the keys. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type MapShape, paintMap, placeOf, squareAt } from '../map/paint.ts';
import { palette } from '../window/theme.ts';

interface Properties extends MapShape {
  readonly label: string;
  /** The square that is chosen, those that changed, and those that have to do with what is chosen. */
  readonly chosen: number | null;
  readonly changed: ReadonlySet<number>;
  readonly related: ReadonlySet<number>;
  /** What stands before row `row`. */
  readonly labelOf: (row: number) => string;
  /** Square `index` in words. */
  readonly describe: (index: number) => string;
  readonly onChoose: (index: number) => void;
}

const MOST_SIDE = 38;
/** No map is higher than this share of the window, unless its letters would be too small. */
const MOST_HEIGHT = 0.56;
const LEAST_LEGIBLE = 15;
const LEAST_SIDE = 6;
const LABEL = 78;
const MOVES: Readonly<Record<string, (columns: number) => number>> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

export const MapCanvas = (properties: Properties) => {
  const { cells, columns, label, chosen, describe, onChoose } = properties;
  const [box, canvas] = [useRef<HTMLDivElement>(null), useRef<HTMLCanvasElement>(null)];
  const width = useWidth(box);
  const [under, setUnder] = useState<number | null>(null);
  const [cursor, setCursor] = useState(0);
  const rows = Math.ceil(cells.length / columns);
  const side = sideFor(width, columns, rows);
  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) draw(canvas.current, properties, side, rows);
  });
  const squareUnder = (event: MouseEvent): number | null =>
    squareAt({ columns, cells }, event.offsetX - LABEL, event.offsetY, { side });
  const move = (event: KeyboardEvent): void => {
    const by = MOVES[event.key]?.(columns);
    if (by !== undefined) {
      const next = Math.max(0, Math.min(cells.length - 1, (chosen ?? cursor) + by));
      setCursor(next);
      onChoose(next);
    } else if (event.key === 'Enter' || event.key === ' ') onChoose(chosen ?? cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = under ?? chosen;
  return (
    <div class="map" ref={box}>
      <div
        class="map-squares"
        role="application"
        aria-roledescription="map of pages"
        aria-label={`${label}. Arrow keys go from page to page.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys.
        tabIndex={0}
        onKeyDown={move}
      >
        <canvas
          ref={canvas}
          data-columns={columns}
          aria-hidden="true"
          onMouseMove={(event) => setUnder(squareUnder(event))}
          onMouseLeave={() => setUnder(null)}
          onClick={(event) => {
            const index = squareUnder(event);
            if (index !== null) onChoose(index);
          }}
        />
      </div>
      <p class="map-told" aria-live="polite">
        {told === null ? '\u00a0' : describe(told)}
      </p>
    </div>
  );
};

/** The side of a square: as large as the panel has room for. */
const sideFor = (width: number, columns: number, rows: number): number => {
  const byHeight = Math.max(LEAST_LEGIBLE, Math.floor((window.innerHeight * MOST_HEIGHT) / rows));
  return Math.max(LEAST_SIDE, Math.min(MOST_SIDE, byHeight, Math.floor((width - LABEL) / columns)));
};

const draw = (
  canvas: HTMLCanvasElement,
  { cells, columns, chosen, changed, related, labelOf }: Properties,
  side: number,
  rows: number,
): void => {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [LABEL + columns * side, rows * side];
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const colours = palette.value;
  context.scale(ratio, ratio);
  context.fillStyle = colours.roles.blank.ink;
  context.font = `11px ${colours.font}`;
  context.textBaseline = 'middle';
  const every = Math.max(1, Math.ceil(14 / side));
  for (let row = 0; row < rows; row += every) context.fillText(labelOf(row), 0, row * side + side / 2);
  context.translate(LABEL, 0);
  paintMap(context, { cells, columns }, { side }, colours);
  for (const index of changed) outline(context, placeOf({ cells, columns }, index, { side }), side, colours.changed, 2);
  for (const index of related) outline(context, placeOf({ cells, columns }, index, { side }), side, colours.chosen, 1);
  if (chosen !== null && chosen < cells.length)
    outline(context, placeOf({ cells, columns }, chosen, { side }), side, colours.chosen, 3);
};

const outline = (
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  side: number,
  colour: string,
  width: number,
): void => {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x + width / 2 - 1, y + width / 2 - 1, side - width + 1, side - width + 1);
};

/** How wide the element is, in pixels, now and whenever that changes. */
export const useWidth = (box: { readonly current: HTMLElement | null }): number => {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return width;
};
