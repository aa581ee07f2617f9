/** Collects what a webhook says to an object. */
export class Findings {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  /** Something that the object is refused for; nothing when undefined. */
  error(...messages: (string | undefined | false)[]): void {
    for (const message of messages) if (message) this.errors.push(message);
  }

  /**
   * Runs a check of a part whose warnings the webhook does not pass on.
   */
  errorsOf(check: (out: Findings) => void): void {
    const part = new Findings();
    check(part);
    this.error(...part.errors);
  }

  /** Something to be said of an object that is accepted. */
  warn(...messages: (string | undefined | false)[]): void {
    for (const message of messages) if (message) this.warnings.push(message);
  }
}
