#!/usr/bin/env node
/** The process of a command: its words, its exit code, limits for code that people bring, and a reader that goes away. */
import { bringsCode, explain, obey } from './commands.ts';
import { isChild, supervise } from './limits/supervisor.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
const words = process.argv.slice(2);
process.exitCode = await (bringsCode(words) && !isChild() ? supervise(words).catch(explain) : obey(words));
