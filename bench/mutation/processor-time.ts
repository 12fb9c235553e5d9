/** Processor time of a group of processes: it tells what loops from what waits for a busy machine. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for whoever reads /proc (proc(5), sysconf(_SC_CLK_TCK)). */
const TICKS = 100;
/** Fields of /proc/PID/stat, from the one behind the name in brackets: group, and times of the process and of its children that ended. */
const GROUP = 2;
const TIMES = [11, 12, 13, 14];

/** Seconds that the processes of `group` have computed, with those of theirs that ended. Where the system does not tell, seconds by the clock. */
export const secondsOf = (group: number): number => {
  try {
    // The time of one that ends while this reads may be missed with it, and not yet be its parent's: then it is there the second time.
    return Math.max(sampleOf(group), sampleOf(group));
  } catch {
    return performance.now() / 1000;
  }
};

const sampleOf = (group: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, name) => sum + secondsIn(name, group), 0);

const secondsIn = (name: string, group: number): number => {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[GROUP]) === group ? TIMES.reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS : 0;
  } catch {
    // It has just ended.
    return 0;
  }
};
