/**
 * The process of a command: its words, its exit code, limits for code that people bring, and a reader that goes away. Under a debugger
 * there is no second process: what is to be debugged runs in this one.
 */
import { bringsCode, explain, obey } from './commands.ts';
import { isChild } from './limits/last-words.ts';
import { isDebugged } from './limits/lookout.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
const words = process.argv.slice(2);
// What limits code that people bring is loaded for them alone.
if (isChild() || (isDebugged() && bringsCode(words)))
  (await import('./limits/child.ts')).obeyWatched(
    () => obey(words),
    (error) => explain(error, words),
  );
else if (!bringsCode(words)) process.exitCode = await obey(words);
else
  process.exitCode = await (await import('./limits/supervisor.ts'))
    .supervise(words)
    .catch((error) => explain(error, words));
