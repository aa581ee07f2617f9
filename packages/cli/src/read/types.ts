import type { Entity } from '@backstage/catalog-model';
import type { MeshObject } from '@meshwright/plugin-mesh-common';

/** Where a document of a file stands; what is needed to read it again. */
export type Source = {
  /** As people call it; `<stdin>` for standard input. */
  file: string;
  /** Absent for standard input. */
  absolute?: string;
  /** Line of the file at which the document starts, from 1. */
  line: number;
  /** Bytes before the document, and its length. */
  offset: number;
  length: number;
  format: 'yaml' | 'json';
  /** The document itself, where it cannot be read again. */
  text?: string;
  /** Keys that lead to the item inside the document. */
  path: readonly string[];
};

/** A place in a file, lines and columns from 1. */
export type Place = { file: string; line?: number; column?: number };

/** Something of the input that cannot be read; the rest goes on. */
export type Problem = Place & { message: string };

/** One thing that was read. */
export type Item =
  | { type: 'entity'; entity: Entity; source: Source }
  | { type: 'manifest'; object: MeshObject; source: Source }
  /** YAML that is neither, as a repository has plenty of. */
  | { type: 'other'; source: Source };
