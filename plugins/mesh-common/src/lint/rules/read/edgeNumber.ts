const PORTS = 65_536;

/** Numbers for texts, in the order in which they are first asked for. */
export class Numbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}

/** More parties than any cluster has pods; keys stay exact numbers. */
const PARTIES = 300_000;

/** One number for two parties and a port. */
export function edgeNumber(from: number, to: number, port: number): number {
  return (from * PARTIES + to) * PORTS + port;
}
