import { Random } from './Random';

/** Cluster in which everything runs. */
export const MAIN_CLUSTER = 'weu';
/** Cluster in which a fifth runs a second time. */
export const SECOND_CLUSTER = 'neu';

/** A service of a generated company, before it becomes an entity. */
export type Blueprint = {
  index: number;
  name: string;
  kind: 'service' | 'database' | 'external';
  /** Full reference of its group. */
  owner: string;
  system: string;
  namespace: string;
  clusters: string[];
  /** True when it provides an API with a contract. */
  hasContract: boolean;
  access: 'default' | 'open' | 'system';
  /** Indices of what it needs; no duplicates. */
  needs: number[];
};

const SERVICES_PER_TEAM = 12;
const TEAMS_PER_SYSTEM = 2;
const SERVICES_PER_NAMESPACE = 4;
const MEAN_NEEDS = 8;
/** Databases and external services need nobody: the others make up for it. */
const CALLERS_SHARE = 1 / 0.84;
/** How much callers flock to few services: 1 would be not at all. */
const FLOCKING = 2.5;

/** The services of a company, and who needs whom; the same for each seed. */
export function drawBlueprints(services: number, seed: number): Blueprint[] {
  const random = new Random(seed);
  const blueprints = Array.from({ length: services }, (_, index) =>
    drawBlueprint(index, random),
  );
  for (const blueprint of blueprints) {
    blueprint.needs = drawNeeds(blueprint, blueprints, random);
  }
  return blueprints;
}

function drawBlueprint(index: number, random: Random): Blueprint {
  const team = Math.floor(index / SERVICES_PER_TEAM);
  const kind = drawKind(random);
  const clusters =
    kind === 'external' || random.chance(0.2)
      ? [MAIN_CLUSTER, SECOND_CLUSTER]
      : [MAIN_CLUSTER];
  return {
    index,
    name: `${kind === 'database' ? 'db' : kind}-${String(index).padStart(
      5,
      '0',
    )}`,
    kind,
    owner: `group:default/team-${team}`,
    system: `system-${Math.floor(team / TEAMS_PER_SYSTEM)}`,
    namespace: `team-${team}-${
      Math.floor(index / SERVICES_PER_NAMESPACE) %
      (SERVICES_PER_TEAM / SERVICES_PER_NAMESPACE)
    }`,
    clusters,
    hasContract: kind === 'service' && random.chance(0.25),
    access: random.pick(['default', 'default', 'open', 'system']),
    needs: [],
  };
}

function drawKind(random: Random): Blueprint['kind'] {
  const drawn = random.next();
  if (drawn < 0.01) return 'external';
  return drawn < 0.16 ? 'database' : 'service';
}

/** Few services are needed by very many, most by a few neighbours. */
function drawNeeds(
  { index, kind }: Blueprint,
  all: readonly Blueprint[],
  random: Random,
): number[] {
  if (kind !== 'service') return [];
  const wanted = random.heavyTailed({
    mean: MEAN_NEEDS * CALLERS_SHARE,
    max: Math.min(200, all.length - 1),
  });
  const needs = new Set<number>();
  for (let tries = 0; needs.size < wanted && tries < 3 * wanted; tries += 1) {
    const target = random.chance(0.3)
      ? index + random.below(2 * SERVICES_PER_TEAM) - SERVICES_PER_TEAM
      : Math.floor(all.length * random.next() ** FLOCKING);
    if (target !== index && all[target]) needs.add(target);
  }
  return [...needs].sort((a, b) => a - b);
}
