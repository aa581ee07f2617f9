import { ANNOTATION_PORTS } from '../objects/annotations';
import type { MeshObject } from '../objects/types';

/** A port that keeps its name and gets another number. */
export type PortMove = { name: string; from: number; to: number };

type Numbers = Map<string, Set<number>>;

/** The text in which a policy tells the ports of its workload. */
export function portsTextOf({ metadata }: MeshObject): string {
  return metadata.annotations?.[ANNOTATION_PORTS] ?? '';
}

/**
 * Ports whose numbers differ between what policies said and what they are to
 * say. A number that another port has now is no old one: what was meant for
 * the one would reach the other.
 */
export function listPortMoves(
  before: Iterable<string>,
  after: string,
): PortMove[] {
  const current = readNumbers([after]);
  const taken = new Set([...current.values()].flatMap(all => [...all]));
  return [...readNumbers(before)].flatMap(([name, numbers]) =>
    [...numbers]
      .filter(from => !taken.has(from))
      .flatMap(from =>
        [...(current.get(name) ?? [])].map(to => ({ name, from, to })),
      ),
  );
}

/**
 * Whether a pod may still listen on the old number: all but those that declare
 * the new one and not the old. Those that declare neither say nothing.
 */
export function mayListen({ spec }: MeshObject, move: PortMove): boolean {
  const declared = ['containers', 'initContainers']
    .flatMap(field => toRecords(spec?.[field]))
    .flatMap(container => toRecords(container.ports))
    .map(({ containerPort }) => containerPort);
  return declared.includes(move.from) || !declared.includes(move.to);
}

/** The text with old numbers beside the new ones. */
export function addNumbers(text: string, moves: readonly PortMove[]): string {
  const old = moves.map(({ name, from }) => `${name}=${from}`);
  return [...new Set([...text.split(',').filter(Boolean), ...old])]
    .sort()
    .join();
}

function readNumbers(texts: Iterable<string>): Numbers {
  const numbers: Numbers = new Map();
  for (const item of [...texts].flatMap(text => text.split(','))) {
    const [name, number] = item.split('=');
    if (!name || !/^\d{1,5}$/.test(number ?? '')) continue;
    numbers.set(name, (numbers.get(name) ?? new Set()).add(Number(number)));
  }
  return numbers;
}

function toRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'object' && item !== null)
    : [];
}
