/** Says why nothing is taken from a definition, to the developer who wrote it. */
export class UnreadableDefinition extends Error {
  readonly at?: string;

  constructor(message: string, at?: string) {
    super(message);
    this.name = 'UnreadableDefinition';
    this.at = at;
  }
}
