/** What is said of an allocator that broke no rule: how much was tried, by what it was judged, and how well it does. */

import { grouped, sparkline } from '../../presentation/presentation.ts';
import { judgedBy, type Percentiles, type Survey } from '../../specs/specs.ts';
import { shardText } from '../workers/shard.ts';
import type { Campaign, Outcome } from './course.ts';

const COLUMNS = 48;
const percent = (part: number): string => `${(part * 100).toFixed(1).padStart(5)} %`;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const many = (count: number, one: string, more = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : more}`;

export const survivorLines = (campaign: Campaign, outcome: Outcome): readonly string[] => {
  const { promised, notPromised, offered } = judgedBy(campaign.chosen.Allocator);
  return [
    outcome.interruptedAt === undefined
      ? `${campaign.chosen.name} broke no rule.`
      : `Interrupted: ${campaign.chosen.name} broke no rule so far.`,
    '',
    ...effortLines(campaign, outcome),
    '',
    `Judged by what it promises: ${promised.join(', ') || 'nothing'}.`,
    ...(offered.length > 0 ? [`And by the methods that it has beyond allocate and free: ${offered.join(', ')}.`] : []),
    ...(notPromised.length > 0 ? [`Not promised, and not judged: ${notPromised.join(', ')}.`] : []),
    ...(outcome.survey === null ? [] : ['', ...surveyLines(outcome.survey, ', memory kept nearly full')]),
  ];
};

const effortLines = ({ plan, workers, shard }: Campaign, { effort }: Outcome): readonly string[] => {
  const { operations, runs, seconds, saved, small } = effort;
  const rate = grouped(operations / seconds);
  const part = shard === null ? '' : `, shard ${shardText(shard)}`;
  return [
    ...(saved > 0 ? [`${many(saved, 'saved sequence')} that broke a rule once: none does now`] : []),
    ...(small === null
      ? []
      : [
          `every sequence of up to ${many(small.length, 'operation')} on 1 to ${small.pages} pages: ${grouped(small.tried)} tried`,
        ]),
    `${many(operations, 'operation')} in ${many(runs, 'random run')} of seed ${plan.seed}${part}: ${rate} a second, ${many(workers, 'thread')}`,
  ];
};

/** How well an allocator does, below a line that says on what. */
export const surveyLines = (survey: Survey, what = ''): readonly string[] => [
  `On ${many(survey.pages, 'page')}, ${many(survey.operations, 'operation')}${what}:`,
  '',
  `  peak utilisation        ${percent(survey.peakUtilisation)}`,
  `  utilisation             ${percent(mean(survey.utilisation))}  ${sparkline(survey.utilisation, COLUMNS)}`,
  `  internal fragmentation  ${percent(mean(survey.internal))}  ${sparkline(survey.internal, COLUMNS)}`,
  `  external fragmentation  ${percent(mean(survey.external))}  ${sparkline(survey.external, COLUMNS)}`,
  `  failed allocations      ${grouped(survey.failedFull)} for want of pages, ${grouped(survey.failedInPieces)} because free memory was in pieces`,
  '',
  `  cycles of memory access   50 %     90 %     99 %   99.9 %     most`,
  `  an allocation         ${cyclesText(survey.allocation)}`,
  `  a free                ${cyclesText(survey.release)}`,
];

const cyclesText = ({ p50, p90, p99, p999, most }: Percentiles): string =>
  [p50, p90, p99, p999, most].map((cycles) => grouped(cycles).padStart(8)).join(' ');
