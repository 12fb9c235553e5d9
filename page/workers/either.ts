/** The script of both workers, for a page that has all of itself in one file: a worker is the one whose name it has. */
import { PLAYER } from '../player/player.ts';
import { serve, theWindow } from '../remote.ts';
import { SCHOLAR } from '../scholar/scholar.ts';

serve(theWindow, (globalThis as { readonly name?: string }).name === 'scholar' ? SCHOLAR : PLAYER);
