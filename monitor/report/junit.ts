/**
 * Results as a JUnit file, for those who show tests: Jenkins, GitHub's reporters, GitLab. It has all that the strict schema of Ant's reports asks for
 * (JUnit.xsd of windyroad), and nothing that Jenkins' own lacks (junit-10.xsd of its xUnit plugin).
 */

import { isPath } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { writeOutput } from '../command-line/options.ts';
import { version } from '../command-line/package.ts';

export type Verdict =
  | { readonly kind: 'passed' }
  /** Not tried, and why. */
  | { readonly kind: 'skipped'; readonly message: string }
  /** Something is wrong with what was tested; or it could not be tested to the end. */
  | { readonly kind: 'failure' | 'error'; readonly message: string; readonly text: string };

export interface Case {
  readonly name: string;
  readonly verdict: Verdict;
  /** Where it was taken by itself. */
  readonly seconds?: number;
}

export const PASSED: Verdict = { kind: 'passed' };
export const JUNIT_OPTION = { junit: { type: 'string' } } as const;

/**
 * Writes the file that `--junit` asks for, if it does: `cases` of the suite `command`, about `subject`, which took so many `seconds`. Throws a
 * UsageError if it cannot be written.
 */
export const writeJunit = (values: Values, suite: Suite): void => {
  const file = textOf(values, 'junit');
  if (file !== undefined) writeOutput('junit', file, junitText(suite));
};

/** Writes the file that `--junit` asks for among the `words` of a command, where `problem` ended that before it could tell more. */
export const writeMistake = ([command, ...words]: readonly string[], problem: string): void => {
  const at = words.indexOf('--junit');
  const file = at < 0 ? words.find((word) => word.startsWith('--junit='))?.slice('--junit='.length) : words[at + 1];
  if (file === undefined) return;
  const verdict = { kind: 'error', message: problem.split('\n')[0], text: problem } as const;
  const cases = [{ name: 'it comes to an end', verdict }];
  writeJunit({ junit: file }, { command, subject: words.find(isPath) ?? command, seconds: 0, cases });
};

export interface Suite {
  /** The command: `check`, `jos --grade`. */
  readonly command: string;
  /** What was tested: the kernel, the allocator. */
  readonly subject: string;
  readonly seconds: number;
  readonly cases: readonly Case[];
}

export const junitText = ({ command, subject, seconds, cases }: Suite): string => {
  const count = (kind: Verdict['kind']): number => cases.filter(({ verdict }) => verdict.kind === kind).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
  const head = { name: `ringfence ${command}`, package: 'ringfence', id: 0, timestamp: now(), hostname: 'localhost' };
  const classname = `ringfence ${command}: ${subject}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite${attributes({ ...head, ...counts, time: seconds.toFixed(3) })}>`,
    '    <properties>',
    `      <property${attributes({ name: 'ringfence', value: version() })}/>`,
    '    </properties>',
    ...cases.map((one) => caseText(one, classname)),
    '    <system-out/>',
    '    <system-err/>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

const caseText = ({ name, verdict, seconds = 0 }: Case, classname: string): string => {
  const start = `    <testcase${attributes({ name, classname, time: seconds.toFixed(3) })}`;
  if (verdict.kind === 'passed') return `${start}/>`;
  const { kind, message } = verdict;
  const inner =
    kind === 'skipped'
      ? `<skipped${attributes({ message })}/>`
      : `<${kind}${attributes({ message, type: kind })}>${escaped(verdict.text)}</${kind}>`;
  return `${start}>\n      ${inner}\n    </testcase>`;
};

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escaped(String(value))
          .replaceAll('"', '&quot;')
          .replace(/[\t\n\r]/g, ' ')}"`,
    )
    .join('');

/** Text as XML 1.0 has it: what it cannot hold (control characters, halves of surrogate pairs) becomes the character that says so. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those that XML cannot hold (Char of XML 1.0, 2.2).
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

/** To the second, without a zone, as the schema demands: in UTC. */
const now = (): string => new Date().toISOString().slice(0, 19);
