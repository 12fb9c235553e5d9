/** What is told of a dump, or of what comes with it, that cannot be used: what is wrong, and what to do. */

/** A dump, a list of symbols or a layout that cannot be used. Its message is a sentence for whoever gave it. */
export class UnusableDump extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableDump';
  }
}
