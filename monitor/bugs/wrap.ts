/** Prose in lines. */

const WIDTH = 100;

/** `text`, broken between words into lines of at most 100 characters, unless a word is longer. */
export const wrap = (text: string): string[] => {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
};
