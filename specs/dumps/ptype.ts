/** Layouts of structures, as gdb's `ptype /o` lists them. */

export interface Structure {
  readonly name: string;
  /** In bytes, padding included: how far one lies from the next in an array. */
  readonly size: number;
  /** Offsets of its members by name. */
  readonly members: ReadonlyMap<string, number>;
}

/** `/*      8      |       4 *\/    pid_t pid;`, and the offset alone where a bit field or an array begins. */
const MEMBER = /^\/\*\s*(\d+)(?::\s*\d+)?\s*\|\s*\d+\s*\*\/\s+(.*)$/;
const OPENS = /\b(?:struct|class|union)\b\s*(\w*)[^;{]*\{\s*$/;
const TOTAL = /\/\* total size(?: \(bytes\))?:\s*(\d+)(?: bytes?)? \*\//;

/** The structures in `text`; members of structures within one are left out, but for the name of the whole. */
export const readStructures = (text: string): Structure[] => {
  const found: Structure[] = [];
  const open: { name: string; size: number; members: Map<string, number>; offset: number }[] = [];
  for (const line of text.split('\n')) {
    const [, offset = '0', rest = line] = MEMBER.exec(line) ?? [];
    const opens = OPENS.exec(rest);
    const top = open.at(-1);
    if (opens !== null) open.push({ name: opens[1], size: 0, members: new Map(), offset: Number(offset) });
    else if (TOTAL.test(line) && top !== undefined) top.size = Number(TOTAL.exec(line)?.[1]);
    else if (/^\s*\}/.test(rest.replace(MEMBER, '$2')) && top !== undefined) close(open, found, rest);
    else if (top !== undefined && MEMBER.test(line)) addMember(top.members, Number(offset), rest);
  }
  return found;
};

const close = (
  open: { name: string; size: number; members: Map<string, number>; offset: number }[],
  found: Structure[],
  rest: string,
): void => {
  const done = open.pop();
  const outer = open.at(-1);
  if (done === undefined) return;
  if (outer === undefined) found.push({ name: done.name, size: done.size, members: done.members });
  else addMember(outer.members, done.offset, rest);
};

const addMember = (members: Map<string, number>, offset: number, declaration: string): void => {
  const name = /(\w+)(?:\[[^\]]*\])*(?:\s*:\s*\d+)?;\s*$/.exec(declaration)?.[1];
  if (name !== undefined && !members.has(name)) members.set(name, offset);
};
