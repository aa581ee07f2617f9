import type { Random } from '../azure/Random';
import { type App, PORTS, type Town } from './Town';

/** A change of what is declared. */
export type Edit = { name: string; apply(town: Town, random: Random): void };

const some = ({ apps }: Town, random: Random): App => random.pick(apps);

function toggle(list: string[], item: string): string[] {
  return list.includes(item)
    ? list.filter(other => other !== item)
    : [...list, item];
}

function otherThan(town: Town, app: App, random: Random): string {
  return some({ ...town, apps: town.apps.filter(one => one !== app) }, random)
    .name;
}

const next = (name: string) => {
  const [base, number = '1'] = name.split('-');
  return `${base}-${Number(number) + 1}`;
};

/** Everything that teams do in their files. */
export const EDITS: readonly Edit[] = [
  {
    name: 'an edge comes or goes',
    apply(town, random) {
      const app = some(town, random);
      app.needs = toggle(app.needs, otherThan(town, app, random));
    },
  },
  {
    name: 'consent comes or goes',
    apply(town, random) {
      const app = some(town, random);
      app.allows = toggle(app.allows, otherThan(town, app, random));
    },
  },
  {
    name: 'another port',
    apply(town, random) {
      const app = some(town, random);
      app.port = random.pick(PORTS.filter(port => port !== app.port));
    },
  },
  {
    name: 'another protocol',
    apply(town, random) {
      const app = some(town, random);
      app.protocol = app.protocol === 'tcp' ? 'http' : 'tcp';
    },
  },
  {
    name: 'another name of the service',
    apply(town, random) {
      const app = some(town, random);
      app.service = next(app.service);
    },
  },
  {
    name: 'another service account',
    apply(town, random) {
      const app = some(town, random);
      app.account = next(app.account);
    },
  },
  {
    name: 'other labels',
    apply(town, random) {
      const app = some(town, random);
      app.label = next(app.label);
    },
  },
  {
    name: 'another namespace',
    apply(town, random) {
      const app = some(town, random);
      const homes = town.namespaces.filter(
        ({ owner, name }) => owner === app.owner && name !== app.namespace,
      );
      app.namespace = random.pick(homes).name;
    },
  },
  {
    name: 'many edges at once',
    apply(town, random) {
      const names = town.apps.map(({ name }) => name);
      for (const app of town.apps) {
        const others = names.filter(name => name !== app.name);
        app.needs = others.filter(() => random.chance(0.5));
        app.allows = others.filter(() => random.chance(0.5));
      }
    },
  },
  {
    name: 'an entity vanishes or is back',
    apply(town, random) {
      const app = some(town, random);
      app.isGone = !app.isGone;
    },
  },
];
