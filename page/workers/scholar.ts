/** The script of the worker `scholar`. */

import { serve, theWindow } from '../remote.ts';
import { SCHOLAR } from '../scholar/scholar.ts';

serve(theWindow, SCHOLAR);
