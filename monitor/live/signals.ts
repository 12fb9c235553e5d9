/** Signals that end, suspend or continue the live screen, so that the terminal is given back before the process yields to them. */

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Time in which a stop signal takes effect. Who was stopped passes it after going on; who cannot be stopped goes on by it. */
const STOPPING_MILLISECONDS = 50;
const CAN_STOP = process.platform !== 'win32';

export interface Owner {
  /** Gives the terminal back. */
  close(): void;
  /** Takes the terminal again. */
  open(): void;
}

export class Signals {
  private readonly owner: Owner;
  private resuming: NodeJS.Timeout | undefined;
  private readonly onEnd = (signal: NodeJS.Signals): void => this.end(signal);
  private readonly onStop = (): void => this.suspend();
  private readonly onContinue = (): void => this.owner.open();
  private readonly onOrphaned = (): void => process.exit();

  constructor(owner: Owner) {
    this.owner = owner;
  }

  /** From now on signals are answered here, and also the death of the parent that watches this process, if one does. */
  watch(): void {
    for (const signal of ENDING) process.on(signal, this.onEnd);
    process.on('disconnect', this.onOrphaned);
    if (!CAN_STOP) return;
    process.on('SIGTSTP', this.onStop);
    process.on('SIGCONT', this.onContinue);
  }

  release(): void {
    clearTimeout(this.resuming);
    for (const signal of ENDING) process.off(signal, this.onEnd);
    process.off('disconnect', this.onOrphaned);
    process.off('SIGTSTP', this.onStop);
    process.off('SIGCONT', this.onContinue);
  }

  /** Suspends this job, as the terminal does when Ctrl-Z is typed outside raw mode: all its processes, npm among them. */
  suspend(): void {
    if (!CAN_STOP) return;
    this.release();
    this.owner.close();
    process.kill(0, 'SIGTSTP');
    this.resuming = setTimeout(() => {
      this.watch();
      this.owner.open();
    }, STOPPING_MILLISECONDS);
  }

  /** Dies of `signal` after all, so that whoever started this process sees why. */
  private end(signal: NodeJS.Signals): void {
    this.release();
    this.owner.close();
    process.kill(process.pid, signal);
  }
}
