/** All that can be read in a text: messages, pictures of memory, results of tests, and the functions of a backtrace. */
import { plainFunction } from '../../dumps/symbols/names.ts';
import { type Graded, gradedIn, isOfJos } from '../messages/grading.ts';
import { assertionsLike, checksLeft } from '../messages/jos/assertions.ts';
import { MESSAGES } from '../messages/list.ts';
import { type Found, messagesIn, type System } from '../messages/message.ts';
import { readScreens, type Screen } from './screen.ts';
import { flowing, terminalLines } from './terminal-text.ts';

export interface Reading {
  readonly messages: readonly Found[];
  /** In the order of the text; the last is the latest. */
  readonly screens: readonly Screen[];
  readonly graded: readonly Graded[];
  /** Functions of a backtrace, the innermost first, by their plain names. */
  readonly functions: readonly string[];
  /** Assertions of JOS's checks that failed, by number, where several are possible all of them. */
  readonly assertions: readonly string[];
  /** Which checks of JOS may still have been running, by letter: all of them where the text does not say. */
  readonly checksLeft: readonly string[];
  readonly boot: Boot;
  /** Whether the kernel of WeensyOS stopped in the middle of what it did. */
  readonly hasStopped: boolean;
  readonly system: System | null;
}

/** What a log tells of JOS's boot. */
export interface Boot {
  /** Whether it tells anything of it, how often the machine booted, and whether it came to the monitor or to programs. */
  readonly isTold: boolean;
  readonly count: number;
  readonly isOver: boolean;
  /** Whether the list of free pages passed its check: MIT's kernel says so. */
  readonly listWasChecked: boolean;
}

/** Of a longer text the end is read: what happened last stands there. */
const MOST_CHARACTERS = 1 << 18;

/** Reads `text`; whatever is in it, something is returned. */
export const read = (text: string): Reading => {
  const { screens, others } = readScreens(terminalLines(text.slice(-MOST_CHARACTERS)));
  const flow = flowing(others);
  const messages = messagesIn(flow, MESSAGES);
  const left = checksLeft(flow);
  const graded = gradedIn(others);
  const failed = messages.filter(({ name }) => name === 'check assertion');
  return {
    ...{ messages, screens, checksLeft: left, graded, functions: functionsIn(flow) },
    assertions: [...new Set(failed.flatMap(({ groups }) => assertionsLike(groups.text ?? '', left)))],
    boot: bootOf(flow),
    hasStopped: messages.some(({ name }) => STOPPING.test(name)) || functionsIn(flow).length > 0,
    system: systemOf(messages, screens, JOS_LINES.test(flow) || graded.some(({ test }) => isOfJos(test))),
  };
};

/** Messages after which nothing runs any more. */
const STOPPING = /^kernel|freed$|mapping failed|tables unsound|not aligned|not cleared|strange page|nobody to resume/;

const bootOf = (text: string): Boot => {
  const count = text.match(/Physical memory: \d+K/g)?.length ?? 0;
  return {
    count,
    isTold: count > 0 || /check_page\w*\(\) succeeded/.test(text),
    isOver: /JOS kernel monitor|\bK> |\[[0-9a-f]{8}\] new env|check_page_installed_pgdir\(\) succeeded/.test(text),
    listWasChecked: text.includes('check_page_free_list() succeeded'),
  };
};

/** `  #1  0x41107  <_Z5kfreePv>`, and the same of our own kernels. */
const FRAME = /#\d+\s+0x[0-9a-f]+\s+<([\w.$:]+)>/gi;

const functionsIn = (text: string): string[] => [...text.matchAll(FRAME)].map(([, name]) => plainFunction(name));

/** Lines by which a log is known to be of JOS though it holds no message. */
const JOS_LINES = /check_\w+\(\) succeeded|JOS kernel monitor|Physical memory: \d+K|\[[0-9a-f]{8}\] new env/;

const systemOf = (messages: readonly Found[], screens: readonly Screen[], isJos: boolean): System | null => {
  if (screens.length > 0) return 'WeensyOS';
  const named = messages.find(({ system }) => system !== undefined)?.system;
  return named ?? (isJos ? 'JOS' : null);
};
