/** All that passed, from the boot on: how many pages were free, marks, and where one stands; to be dragged, zoomed and clicked. */
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { inThousands } from '../../specs/thousands.ts';
import type { Mark, MarkKind, Picture } from '../picture.ts';
import type { Session } from '../window/session.ts';
import { palette } from '../window/theme.ts';
import { useWidth } from './map-canvas.tsx';

const HEIGHT = 72;
/** Marks are drawn in a strip below the curve. */
const STRIP = 20;
const LEAST_EVENTS = 20;

/** The events that are in sight; all that are known, if null. */
const sight = signal<readonly [from: number, to: number] | null>(null);

const SHAPES: Readonly<Record<MarkKind, { readonly letter: string; readonly words: string }>> = {
  fork: { letter: '▲', words: 'fork' },
  exit: { letter: '▼', words: 'exit' },
  fault: { letter: '✕', words: 'fault' },
  'out of memory': { letter: '■', words: 'no page is free' },
  stopped: { letter: '●', words: 'stopped' },
  broken: { letter: '◆', words: 'an invariant breaks' },
};

export const Timeline = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  return picture === null ? null : <Line session={session} picture={picture} />;
};

const Line = ({ session, picture }: { readonly session: Session; readonly picture: Picture }) => {
  const [box, canvas] = [useRef<HTMLDivElement>(null), useRef<HTMLCanvasElement>(null)];
  const width = useWidth(box);
  const last = Math.max(1, session.passed.last.value);
  const [from, to] = sight.value ?? [0, last];
  useLayoutEffect(() => {
    if (canvas.current !== null && width > 0) draw(canvas.current, session, { from, to, width });
  });
  const hasEvents = session.opening.value?.hasEvents === true;
  const here = hasEvents ? picture.event : picture.step;
  const go = (event: number): void => {
    session.pause();
    void session.go(hasEvents ? { event } : { step: event });
  };
  const at = (event: MouseEvent): number => Math.round(from + (event.offsetX / width) * (to - from));
  return (
    <div class="timeline" ref={box}>
      <canvas
        ref={canvas}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          go(nearest(session, at(event), to - from));
        }}
        onPointerMove={(event) => {
          if (event.buttons === 1) go(at(event));
        }}
        onWheel={(event) => {
          event.preventDefault();
          zoom(event.deltaY < 0 ? 0.5 : 2, at(event), last);
        }}
      />
      <input
        type="range"
        min={from}
        max={to}
        value={here}
        aria-label={hasEvents ? 'Event' : 'Step'}
        aria-valuetext={`${hasEvents ? 'event' : 'step'} ${inThousands(here)} of ${inThousands(last)}`}
        onInput={(event) => go(Number(event.currentTarget.value))}
      />
    </div>
  );
};

/** Where one stands, what the marks mean, and how far one sees. */
export const Place = ({ session }: { readonly session: Session }) => {
  const picture = session.picture.value;
  if (picture === null) return null;
  const hasEvents = session.opening.value?.hasEvents === true;
  const last = Math.max(1, session.passed.last.value);
  const here = hasEvents ? picture.event : picture.step;
  return (
    <div class="timeline-foot">
      <span>
        {hasEvents ? 'event' : 'step'} <strong data-testid="here">{inThousands(here)}</strong> of {inThousands(last)}
        {session.passed.goesOn.value ? ', and on' : ''}
      </span>
      <Marks marks={session.marks.value} />
      <span class="zoom">
        <button type="button" onClick={() => zoom(0.5, here, last)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => zoom(2, here, last)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => void session.extend(last * 5)} disabled={!session.passed.goesOn.value}>
          further
        </button>
      </span>
    </div>
  );
};

/** What the marks mean, those that are there. */
const Marks = ({ marks }: { readonly marks: readonly Mark[] }) => {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  return (
    <span class="marks">
      {kinds.map((kind) => (
        <span key={kind} data-kind={kind}>
          {SHAPES[kind].letter} {SHAPES[kind].words}
        </span>
      ))}
    </span>
  );
};

const zoom = (factor: number, around: number, last: number): void => {
  const [from, to] = sight.value ?? [0, last];
  const span = Math.max(LEAST_EVENTS, Math.min(last, Math.round((to - from) * factor)));
  const start = Math.max(0, Math.min(last - span, Math.round(around - span / 2)));
  sight.value = span >= last ? null : [start, start + span];
};

/** A click near a mark goes to the mark. */
const nearest = ({ marks }: Session, event: number, span: number): number => {
  const reach = span / 150;
  const close = marks.value.filter((mark) => Math.abs(mark.event - event) <= reach);
  return close.toSorted((a, b) => Math.abs(a.event - event) - Math.abs(b.event - event))[0]?.event ?? event;
};

interface Frame {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

const draw = (canvas: HTMLCanvasElement, session: Session, frame: Frame): void => {
  const ratio = window.devicePixelRatio || 1;
  const { width, from, to } = frame;
  canvas.width = width * ratio;
  canvas.height = HEIGHT * ratio;
  canvas.style.height = `${HEIGHT}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(ratio, ratio);
  const xOf = (event: number): number => ((event - from) / Math.max(1, to - from)) * width;
  drawFree(context, session, frame);
  for (const mark of session.marks.value)
    if (mark.event >= from && mark.event <= to) drawMark(context, mark, xOf(mark.event));
  const picture = session.picture.value;
  const here = session.opening.value?.hasEvents === true ? (picture?.event ?? 0) : (picture?.step ?? 0);
  context.fillStyle = palette.value.chosen;
  context.fillRect(xOf(here) - 1, 0, 2, HEIGHT);
};

/** Free pages over time, as an area between the fewest and the most that are in sight. */
const drawFree = (context: CanvasRenderingContext2D, { passed }: Session, { from, to, width }: Frame): void => {
  const { free } = passed;
  const at = (x: number): number => free[Math.min(free.length - 1, Math.round(from + (x / width) * (to - from)))] ?? 0;
  const counts = Array.from({ length: Math.ceil(width) }, (_, x) => at(x));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const [height, colours] = [HEIGHT - STRIP, palette.value];
  context.fillStyle = colours.roles.free.ground;
  context.fillRect(0, 0, width, height);
  context.fillStyle = colours.owners[4].ground;
  for (const [x, count] of counts.entries()) {
    const top = height - 3 - ((count - least) / Math.max(1, most - least)) * (height - 18);
    context.fillRect(x, top, 1, height - top);
  }
  context.fillStyle = colours.roles.free.ink;
  context.font = `11px ${colours.font}`;
  context.textBaseline = 'top';
  context.fillText(least === most ? `${most} pages are free` : `free pages, ${least} to ${most}`, 4, 2);
};

const drawMark = (context: CanvasRenderingContext2D, { kind }: Mark, x: number): void => {
  const colours = palette.value;
  const isBad = kind === 'broken' || kind === 'stopped';
  context.fillStyle = isBad
    ? colours.roles.wrong.ground
    : kind === 'fault' || kind === 'out of memory'
      ? colours.owners[0].ground
      : colours.roles.blank.ink;
  context.font = `${isBad ? 16 : 10}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(SHAPES[kind].letter, x, HEIGHT - STRIP / 2);
  context.textAlign = 'left';
  if (isBad) context.fillRect(x - 0.5, 0, 1, HEIGHT - STRIP);
};
