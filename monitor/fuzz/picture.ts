/** The chart of a survey: how full memory is over time, and how much of it is wasted inside blocks and between them. */
import type { Survey } from '../../specs/specs.ts';
import { chartOf } from '../chart.ts';

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
