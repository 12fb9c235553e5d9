/** Charts: how full memory is over time and how much of it is wasted, of one allocator; one of these, of several. */

import { chartOf, meansOf, type Series } from '../../presentation/presentation.ts';
import type { MeasuredSeries, Survey } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import type { Comparison } from './comparison.ts';

const PERCENT = 100;

/** An SVG document with this title. */
export const surveyChart = (title: string, survey: Survey): string => {
  const { operations, utilisation, internal, external } = survey;
  const x = utilisation.map((_, i) => ((i + 1) * operations) / utilisation.length);
  const percent = (values: readonly number[]): number[] => values.map((value) => value * PERCENT);
  return chartOf({
    title,
    x: 'operations',
    y: 'per cent',
    series: [
      { name: 'utilisation', x, y: percent(utilisation) },
      { name: 'internal fragmentation', x, y: percent(internal) },
      { name: 'external fragmentation', x, y: percent(external) },
    ],
  });
};

/** What can be drawn of several allocators, by the word that asks for it. */
export const PLOTS = {
  external: 'external fragmentation',
  internal: 'internal fragmentation',
  taken: 'pages taken up',
  failures: 'allocations that failed although enough pages were free',
} as const;

export type Plot = keyof typeof PLOTS;

const AXES: Readonly<Record<Plot, string>> = {
  external: 'per cent',
  internal: 'per cent',
  taken: 'pages',
  failures: 'allocations',
};
/** Fragmentation goes up and down with each operation: lines of several can be told apart if each point is the mean of a stretch. */
const MOST_POINTS = 100;

/** An SVG document, a line for each allocator that fits. */
export const comparisonChart = ({ input, entries }: Comparison, plot: Plot): string =>
  chartOf({
    title: `${input.short}: ${PLOTS[plot]}, on ${inThousands(input.pages)} pages`,
    x: 'operations',
    y: AXES[plot],
    series: entries.flatMap(({ allocator, measures }) =>
      measures === null ? [] : [{ name: allocator, ...pointsOf(measures.series, plot) }],
    ),
  });

const pointsOf = (series: MeasuredSeries, plot: Plot): Pick<Series, 'x' | 'y'> => {
  const { done, taken, inPieces } = series;
  if (plot === 'taken') return { x: done, y: taken };
  if (plot === 'failures') return { x: done, y: inPieces };
  const count = Math.min(MOST_POINTS, done.length);
  const y = meansOf(
    series[plot].map((value) => value * PERCENT),
    count,
  );
  return { x: meansOf(done, count), y };
};
