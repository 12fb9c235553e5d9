/** What the event between two dumps shows of mistakes. */
import type { Violation } from '../../judge/invariant.ts';
import { freshPageIsZero } from '../../judge/invariants/fresh-page-is-zero.ts';
import { memorySign } from '../../symptoms/signs/memory.ts';
import type { Observed } from '../../symptoms/signs/observed.ts';
import type { Finding } from '../finding.ts';
import { childIsLikeParent, IN_REGISTERS, NOT_YET, RESULT } from './child.ts';

/** The signs in what rules found. */
export const signsOfEvent = (found: readonly Finding[]): Observed[] => {
  const placesOf = (name: string): readonly Violation[] => found.find((finding) => finding.name === name)?.places ?? [];
  const child = placesOf(childIsLikeParent.name);
  const told = (places: readonly Violation[], what: string): string | null =>
    places[0] === undefined ? null : `memory shows ${what}: ${places[0].found}, in place of ${places[0].expected}`;
  const of = (mark: string): readonly Violation[] => child.filter(({ expected }) => expected.includes(mark));
  return [
    ...memorySign('page not zero', told(placesOf(freshPageIsZero.name), 'a page that a program just got')),
    ...memorySign('fork result', told(of(RESULT), 'a child as fork left it')),
    ...memorySign('child without registers', told(of(IN_REGISTERS), 'a child as fork left it')),
    ...memorySign('child too early', told(of(NOT_YET), 'a child as fork left it')),
    ...memorySign(
      'child without memory',
      told(
        child.filter(({ address }) => address !== undefined),
        'a child as fork left it',
      ),
    ),
  ];
};
