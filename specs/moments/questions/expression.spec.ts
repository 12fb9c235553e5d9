/** The text of questions: it parses to what was meant, and what does not parse is shown to whoever wrote it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuestionError } from './complaint.ts';
import { type Expression, PRECEDENCE, textOf } from './expression.ts';
import { parseQuestion, parseWatched } from './parser.ts';
import { VERBS } from './verbs.ts';

const AT = { start: 0, end: 0 };
const SIGNS = PRECEDENCE.flat();
const named = fc.constantFrom('free', 'refcount', 'rax', 'broken', 'running');
const isKind = fc.constantFrom('page' as const, 'process' as const);

/** Every tree that can be written. */
const { expression } = fc.letrec<{ expression: Expression; leaf: Expression }>((tie) => ({
  leaf: fc.oneof(
    fc
      .oneof(
        fc.nat(),
        fc.nat().map((value) => `0x${value.toString(16)}`),
      )
      .map((value) => ({ kind: 'number' as const, text: `${value}`, ...AT })),
    fc.constantFrom('nothing leaks', "a page's", 'say "x"').map((text) => ({ kind: 'text' as const, text, ...AT })),
    fc.constant({ kind: 'none' as const, ...AT }),
    named.map((name) => ({ kind: 'name' as const, name, given: null, ...AT })),
  ),
  expression: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc
      .record({ name: named, given: fc.array(tie('expression'), { maxLength: 3 }) })
      .map((call) => ({ kind: 'name' as const, ...call, ...AT })),
    fc.tuple(isKind, tie('expression'), fc.nat(9)).map(([subject, object, i]) => {
      const verbs = Object.keys(VERBS[subject]);
      return { kind: 'sentence' as const, subject, object, verb: verbs[i % verbs.length], ...AT };
    }),
    fc
      .record({ sign: fc.constantFrom('!', '-'), operand: tie('expression') })
      .map((part) => ({ kind: 'unary' as const, ...part, ...AT })),
    fc
      .record({ sign: fc.constantFrom(...SIGNS), left: tie('expression'), right: tie('expression') })
      .map((part) => ({ kind: 'binary' as const, ...part, ...AT })),
  ),
}));

/** A tree without the places where its parts stood. */
const bare = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));

test('what is printed parses to the same again, whatever it is', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const text = textOf(tree);
      const again = parseQuestion(text);
      expect(bare(again)).toEqual(bare(tree));
      expect(textOf(again)).toBe(text);
    }),
    { numRuns: 400 },
  );
});

test('only the parentheses that are needed are printed', () => {
  const printed = [
    '((a)) + (b * c)',
    '(a + b) * c',
    'a - (b - c)',
    '!(a == b)',
    '!(a)',
    '(process 2 exits) || b',
    '(a & b) == c',
  ];
  expect(printed.map((text) => textOf(parseQuestion(text)))).toEqual([
    ...['a + b * c', '(a + b) * c', 'a - (b - c)', '!(a == b)', '!a', 'process 2 exits || b', 'a & b == c'],
  ]);
});

test('every part of a question knows where it stands in the text', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const text = textOf(tree);
      const check = (part: Expression): void => {
        if (part.kind === 'number') expect(text.slice(part.start, part.end)).toBe(part.text);
        if (part.kind === 'name') {
          expect(text.slice(part.start, part.end)).toMatch(new RegExp(`^${part.name}(?:\\(.*\\))?$`));
          part.given?.forEach(check);
        }
        if (part.kind === 'binary') [part.left, part.right].forEach(check);
      };
      check(parseQuestion(text));
    }),
    { numRuns: 100 },
  );
});

const complaint = (text: string): string => {
  try {
    parseQuestion(text);
  } catch (error) {
    if (error instanceof QuestionError) return error.lines.join('\n');
    throw error;
  }
  return 'parses';
};

describe('what does not parse is shown with a caret', () => {
  test.each([
    ['refcount(0x5000 > 1', '                   ^\na ) is missing here'],
    ['free = 3', '     ^\nto compare, write =='],
    ['free <', '      ^\nsomething is missing at the end'],
    ['', '^\nsomething is missing at the end'],
    ['free < 3 < 4', '         ^\ntwo comparisons in a row: join them with &&, or put one in parentheses'],
    ['free 3', '     ^\nfree ends here, and 3 is no sign that joins it to more'],
    ['* 3', '^\na value is expected here, and * is none'],
    ['free + * 3', '       ^\na value is expected here, and * is none'],
    ['broken("nothing leaks)', '       ^\na quote that is not closed: another " is missing'],
    ['free § 2', '     ^\n§ means nothing here'],
    [
      'process 2 exit',
      '          ^^^^\na process does nothing called exit; did you mean exits? There are exists, runs, starts, exits, forks, faults',
    ],
    ['page 0x5000', '           ^\nwhat of that page? There are is free, is taken'],
    ['process', '       ^\nsomething is missing at the end'],
  ])('%s', (text, told) => {
    expect(complaint(text)).toBe(`${text}\n${told}`);
  });

  test('whatever is typed, there is a tree or a complaint that points into the text', () => {
    const anything = fc.array(
      fc.constantFrom('free', 'page', 'process', '2', '0x1', '(', ')', ',', ...SIGNS, '!', '"a"', "'", 'exits', 'is'),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anything, (words) => {
        const text = words.join(' ');
        try {
          parseQuestion(text);
        } catch (error) {
          if (!(error instanceof QuestionError)) throw error;
          expect(error.span.start).toBeGreaterThanOrEqual(0);
          expect(error.span.start).toBeLessThanOrEqual(text.length);
          expect(error.message).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('what is watched is a thing by itself, and else a question', () => {
  const told = (text: string): string => {
    const { thing, object } = parseWatched(text);
    return `${thing} ${textOf(object)}`;
  };
  expect(['page 0x5000', 'page 0x5000 is free', 'word 0x5004', 'word(0x5004)', 'word(0x5004) + 1'].map(told)).toEqual([
    ...[
      'page 0x5000',
      'question page 0x5000 is free',
      'word 0x5004',
      'question word(0x5004)',
      'question word(0x5004) + 1',
    ],
  ]);
  expect(
    ['count cr3', 'env 00001000', 'process 2 exits', 'invariant nothing leaks', 'invariant "nothing leaks"'].map(told),
  ).toEqual([
    ...[
      'count cr3',
      'process 00001000',
      'question process 2 exits',
      'invariant "nothing leaks"',
      'invariant "nothing leaks"',
    ],
  ]);
});
