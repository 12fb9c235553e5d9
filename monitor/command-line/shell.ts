/** Words as a shell takes them (POSIX, 2.2.2): commands that are printed can be pasted. */

const PLAIN = /^[\w@%+=:,./~-]+$/;

/** `word`, in quotes if the shell would make anything else of it. */
export const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
