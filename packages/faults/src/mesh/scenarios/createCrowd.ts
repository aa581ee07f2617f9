import { type Service, service } from './Upgrade';

const NAMESPACES = 10;

/** Services of which each needs as many others. */
export function createCrowd(options: {
  services: number;
  needs: number;
}): Service[] {
  const names = Array.from(
    { length: options.services },
    (_, index) => `s${index}`,
  );
  return names.map((name, index) =>
    service({
      name,
      namespace: `a-crowd-${index % NAMESPACES}`,
      needs: Array.from(
        { length: options.needs },
        (_, step) => names[(index + step + 1) % names.length],
      ),
      allows: names,
    }),
  );
}
