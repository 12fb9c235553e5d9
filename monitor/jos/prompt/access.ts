/** `load` and `store`: one access of the kernel, through the MMU, with all that follows: A and D bits, the TLB, faults. */
import { va } from '../../../hardware/hardware.ts';
import { type Command, parseVa, parseWord } from './command.ts';
import { hex } from './hex.ts';

export const load: Command = {
  name: 'load',
  parameters: 'VA',
  does: 'let the kernel load a word through the MMU; a fault ends in a triple fault, as nothing handles it yet',
  words: [1, 1],
  run: (session, [at]) => {
    const address = parseVa(at);
    return session.perform(() => [`${hex(address)}: ${hex(session.kernel.load(va(address)))}`]);
  },
};

export const store: Command = {
  name: 'store',
  parameters: 'VA WORD',
  does: 'let the kernel store a word',
  words: [2, 2],
  run: (session, [at, value]) => {
    const [address, word] = [parseVa(at), parseWord('a word', value)];
    return session.perform(() => {
      session.kernel.store(va(address), word);
      return [`${hex(address)}: ${hex(word)} stored`];
    });
  },
};
