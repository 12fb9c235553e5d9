/**
 * A rule of programs that the TypeScript behind a program broke: it threw, yielded something else than an operation, did
 * not repeat itself on replay, or never jumped. The process is stopped; the machine goes on.
 */
export class ProgramError extends Error {
  /** What went wrong, as a sentence that needs no context. */
  readonly problem: string;
  program = '';
  entry = '';
  /** Number of the operation since the entry began, from 1. */
  operation = 0;
  process = 0;

  constructor(problem: string, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'ProgramError';
    this.problem = problem;
  }

  /** Says where it happened, once the CPU knows; the message then says it too. */
  locate(program: string, entry: string, operation: number, process: number): void {
    this.program = program;
    this.entry = entry;
    this.operation = operation;
    this.process = process;
    this.message = `program ${program} (pid ${process}), entry ${entry}, operation ${operation}: ${this.problem}`;
  }
}
