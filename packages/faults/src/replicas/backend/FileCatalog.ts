import { readFileSync } from 'node:fs';
import { SimulatedCatalog } from '../../backend/SimulatedCatalog';

/** The catalog that all replicas have in common: a file that is replaced. */
export class FileCatalog {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  streamEntities = () => this.#read().streamEntities();

  queryEntities = () => this.#read().queryEntities();

  getEntityByRef = (ref: string) => this.#read().getEntityByRef(ref);

  getEntitiesByRefs = (request: { entityRefs: string[] }) =>
    this.#read().getEntitiesByRefs(request);

  #read(): SimulatedCatalog {
    return new SimulatedCatalog(JSON.parse(readFileSync(this.#file, 'utf8')));
  }
}
