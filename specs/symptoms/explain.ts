/**
 * From symptom to cause: what a message, a log, a screen or the output of a grading script says, which mistakes are known to lead there, and how
 * to find out.
 */

import { namedIn } from '../bugs/seeded-bug.ts';
import { type Advice, adviceFor } from './advice.ts';
import { knownOf, type Told } from './known.ts';
import type { Blamed, Found, System } from './messages/message.ts';
import { type Experiment, experimentsOf, idOf, type Mistake } from './mistakes/mistake.ts';
import { type Candidate, ranked } from './ranking.ts';
import { read } from './reading/reading.ts';
import { eachOnce, type Observed, observe, shortened } from './signs/observed.ts';

/** A message that was found, in other words. */
export interface ExplainedMessage {
  /** As it stands in the text the first time, on one line and not too long. */
  readonly quote: string;
  /** How often one of its kind stands there. */
  readonly times: number;
  /** What the machine did. */
  readonly did: string;
  readonly means: string;
}

/** A mistake that is known to lead to what was found. */
export interface Cause {
  /** The id of its seeded bug, or a name. */
  readonly id: string;
  readonly title: string;
  /** How one comes to write it, and what happens then. */
  readonly story: string;
  /** What in the text speaks for it, as clauses; there is at least one. */
  readonly because: readonly string[];
  /** What in the text does not fit it. */
  readonly against: readonly string[];
  /** How it differs from others that look alike. */
  readonly tellApart: string;
  /** Commands that try it; FILE in them stands for a kernel of one's own. */
  readonly experiments: readonly Experiment[];
}

/** What a text says went wrong, what is likely to have led there, and how to find out. */
export interface Diagnosis {
  /** Whose text it is; null if that is not clear. */
  readonly system: System | null;
  /**
   * Whether a kernel did wrong, a program on a kernel that did right, or nobody as far as can be seen; or that nothing at all was recognized.
   */
  readonly verdict: 'kernel' | 'program' | 'nothing wrong' | 'nothing recognized';
  readonly messages: readonly ExplainedMessage[];
  /** What else shows that something is wrong, as clauses. */
  readonly signs: readonly string[];
  /** The likeliest first. */
  readonly causes: readonly Cause[];
  /** What else there is to say, as sentences: what the text looks like, and what would show more. */
  readonly advice: Advice;
}

/** What is known beside a text: whose it is, and what was seen elsewhere, as in the memory of the kernel that printed it. */
export interface SeenBeside {
  readonly system: System;
  readonly seen: readonly Observed[];
  /** Signs that say nothing here, by name. */
  readonly without?: readonly string[];
  /** System calls, interrupts and functions of the kernel in which it went wrong, as far as that is known. */
  readonly during?: readonly string[];
}

/**
 * Explains `text`: a message of WeensyOS or JOS in the words of any year, a log, a copied screen with or without colours, or the output of a
 * grading script. Any text is an answer's worth: one in which nothing is known gets an explanation that says so. Each cause has at least one
 * piece of evidence; none is named where nothing looks wrong.
 */
export const explain = async (text: string, beside?: SeenBeside): Promise<Diagnosis> => {
  const reading = read(text);
  const observed = eachOnce([...(beside?.seen ?? []), ...observe(reading)]).filter(
    ({ name }) => beside?.without?.includes(name) !== true,
  );
  const system = beside?.system ?? reading.system;
  const { mistakes, stories } = await knownOf(system);
  const verdict = verdictOf(observed, reading.screens.length + reading.graded.length + Number(reading.boot.isTold));
  const signs = observed.filter(({ blames, isMessage }) => blames !== 'nobody' && !isMessage);
  return {
    ...{ system, verdict, messages: explained(reading.messages) },
    signs: signs.map(({ clause }) => clause),
    causes: ranked(observed, mistakes, (mistake) => placeOf(mistake, beside?.during ?? [], stories)).map((candidate) =>
      causeOf(candidate, stories),
    ),
    advice: adviceFor(reading, verdict),
  };
};

const verdictOf = (observed: readonly { readonly blames: Blamed }[], known: number): Diagnosis['verdict'] => {
  const isBlamed = (who: Blamed): boolean => observed.some(({ blames }) => blames === who);
  if (isBlamed('kernel')) return 'kernel';
  if (isBlamed('program')) return 'program';
  return observed.length + known > 0 ? 'nothing wrong' : 'nothing recognized';
};

/** Each kind of message once, in the order in which they come first. */
const explained = (messages: readonly Found[]): ExplainedMessage[] => {
  const kinds = new Map<string, Found[]>();
  for (const found of messages) kinds.set(found.name, [...(kinds.get(found.name) ?? []), found]);
  return [...kinds.values()].map((all) => {
    const [{ quote, did, means }] = all;
    return { quote: shortened(quote), times: all.length, did, means };
  });
};

/** Whether a mistake goes wrong where it went wrong: what says so, or null; where it is not known, undefined. */
const placeOf = (
  mistake: Mistake,
  during: readonly string[],
  stories: ReadonlyMap<string, Told>,
): string | null | undefined => {
  const names = namedIn(stories.get(idOf(mistake))?.goesWrongIn ?? null).filter((name) => name !== null);
  if (during.length === 0 || names.length === 0) return undefined;
  const met = during.find((name) => names.includes(name));
  return met === undefined ? null : `it went wrong in ${met}`;
};

const causeOf = (
  { mistake, because, against }: Candidate,
  stories: ReadonlyMap<string, { readonly title: string; readonly story: string }>,
): Cause => {
  const id = idOf(mistake);
  const { title, story } = 'bug' in mistake ? (stories.get(id) ?? { title: id, story: '' }) : mistake;
  return { id, title, story, because, against, tellApart: mistake.tellApart, experiments: experimentsOf(mistake) };
};
