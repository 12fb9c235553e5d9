/** The script of the worker `player`. */
import { PLAYER } from '../player/player.ts';
import { serve, theWindow } from '../remote.ts';

serve(theWindow, PLAYER);
