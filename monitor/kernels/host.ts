/** The command line as a place where runs are shown: it opens files, and limits how long constructors of the user's own may take. */
import type { Host } from '../../presentation/presentation.ts';
import { made } from '../command-line/boot-options.ts';
import { loadJosProgram, loadProgram } from '../command-line/own-program.ts';

export const COMMAND_LINE: Host = { construct: made, loadProgram, loadJosProgram };
