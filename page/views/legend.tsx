/** What colours, letters and patterns mean. */
import { useEffect, useRef } from 'preact/hooks';
import { paintMap } from '../map/paint.ts';
import { palette } from '../window/theme.ts';

const SIDE = 20;
const cell = (letter: string, attribute: number): number => (attribute << 8) | letter.charCodeAt(0);

/** Each with the cell that shows it. */
const entriesFor = (noun: string): readonly (readonly [number, string])[] => [
  [cell('.', 0x07), 'free'],
  [cell('K', 0x0d), 'kernel'],
  [cell('R', 0x07), 'reserved'],
  [cell('1', 0x0c), `page of ${noun} 1`],
  [cell('2', 0x0a), `of ${noun} 2, …`],
  [cell('1', 0x4f), 'its page tables'],
  [cell('S', 0x0f), 'shared'],
  [cell('L', 0x03), "nobody's, and not free"],
];

export const Legend = ({ noun }: { readonly noun: string }) => (
  <ul class="legend" aria-label="What colours, letters and patterns mean">
    {entriesFor(noun).map(([sample, meaning]) => (
      <li key={meaning}>
        <Sample cell={sample} /> {meaning}
      </li>
    ))}
    <li>
      <span class="sample-changed" aria-hidden="true" /> changed by the last step
    </li>
  </ul>
);

/** One square, as maps draw it. */
export const Sample = ({ cell: packed }: { readonly cell: number }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = palette.value;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = SIDE * ratio;
    element.height = SIDE * ratio;
    context.scale(ratio, ratio);
    paintMap(context, { columns: 1, cells: [packed] }, { side: SIDE }, colours);
  }, [packed, colours]);
  return <canvas ref={canvas} class="sample" aria-hidden="true" style={{ width: `${SIDE}px`, height: `${SIDE}px` }} />;
};
