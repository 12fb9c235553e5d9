/**
 * Says in a sentence what two lines differ in that consist of words and of fields, `name=value`: first what was done, with what was passed,
 * then, behind an arrow or from the field `result` on, what came of it; changes of pages' counts come last, as `+3b7`.
 */

const CHANGES: Readonly<Record<string, string>> = {
  '+': 'taken',
  '-': 'freed',
  '=': 'shared',
  '~': 'dropped by one of those who refer to it',
};
const CHANGE = /^[-+=~][0-9a-f]+$/;
const ARROW = '->';

/** In which field two lines of a recording part, and what it means, as a sentence; a line that is undefined was not written. */
export const explainFields = (recorded: string | undefined, model: string | undefined): string => {
  if (recorded === undefined) return 'The recording ends here and the model goes on.';
  if (model === undefined) return 'The model stops here and the recording goes on.';
  const [here, there] = [recorded, model].map((line) => line.trim().split(/ +/));
  const at = here.findIndex((word, i) => word !== there[i]);
  const place = at >= 0 ? at : here.length;
  const [one, other] = [here[place], there[place]];
  if (!isCall(here) || !isCall(there) || place < nameIndex(here))
    return `The recording says: ${recorded}; the model says: ${model}.`;
  if (place === nameIndex(here)) return `The recording goes on with ${one}, and the model with ${other}.`;
  const what = describe(here, place) ?? describe(there, place) ?? 'what follows';
  return `${callText(here)}: ${what} is ${valueText(one)} in the recording and ${valueText(other)} in the model.`;
};

/** Lines that tell of a call or an event begin with a letter, or with the number of the event. */
const isCall = (words: readonly string[]): boolean => /^(?:T|R|\d+)$/.test(words[0]) && words.length > 1;

/** Where the name of what was done stands: behind the letter, or behind numbers. */
const nameIndex = (words: readonly string[]): number =>
  Math.max(
    1,
    words.findIndex((word, i) => i > 0 && /^[a-z_]+\b/i.test(word) && !/^[0-9a-f]{8}$/.test(word)),
  );

/** What was done, with what was passed: up to the arrow, or to the first field that says what came of it. */
const callText = (words: readonly string[]): string => {
  const name = nameIndex(words);
  const end = words.findIndex((word, i) => i > name && (word === ARROW || word.startsWith('result=')));
  const [who] = words.slice(1, name);
  const where = words[0] === 'T' ? '' : words[0] === 'R' ? `Step ${who}, ` : `Event ${words[0]}, `;
  const by = words[0] === 'T' || words[0] === 'R' || who === undefined ? '' : ` of ${who}`;
  return `${where}${words.slice(name, end < 0 ? undefined : end).join(' ')}${by}`;
};

const describe = (words: readonly string[], place: number): string | null => {
  const word = words[place];
  if (word === undefined) return null;
  if (words[place - 1] === ARROW) return 'the result';
  if (CHANGE.test(word)) return 'the next change of a page';
  const [, name] = /^(\w+)=/.exec(word) ?? [];
  return name === undefined ? null : name;
};

const valueText = (word: string | undefined): string => {
  if (word === undefined) return 'missing';
  if (CHANGE.test(word)) return `page ${word.slice(1)} ${CHANGES[word[0]]}`;
  return word.replace(/^\w+=/, '');
};
