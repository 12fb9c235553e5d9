#!/usr/bin/env node
/**
 * The process of a command: its words, its exit code, limits for code that people bring, and a reader that goes away. Under a debugger
 * there is no second process: what is to be debugged runs in this one.
 */
import { bringsCode, explain, obey } from './commands.ts';
import { obeyWatched } from './limits/child.ts';
import { isChild } from './limits/last-words.ts';
import { isDebugged } from './limits/lookout.ts';
import { supervise } from './limits/supervisor.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
const words = process.argv.slice(2);
if (isChild() || (isDebugged() && bringsCode(words)))
  obeyWatched(
    () => obey(words),
    (error) => explain(error, words),
  );
else if (!bringsCode(words)) process.exitCode = await obey(words);
else process.exitCode = await supervise(words).catch((error) => explain(error, words));
