/** The kernel did something that the model of its contracts does not: what it did, and what would have been right. */
export class ModelBroken extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ModelBroken';
  }
}
