import type {
  MeshInput,
  MeshModel,
  MeshObject,
} from '@meshwright/plugin-mesh-common';

/** What the measurements of one size share. */
export type Subject = {
  input: MeshInput;
  model: MeshModel;
  /** Objects of the main cluster, as they would be read back. */
  objects: MeshObject[];
};

/** One thing that is measured. */
export type Measurement = {
  name: string;
  /** What it does, for whoever reads the report. */
  about: string;
  /** Work that is not measured; returns what is measured, run by run. */
  prepare(subject: Subject): () => unknown;
  /** How many things one run does, when a rate is of interest. */
  count?: (subject: Subject) => number;
};

/** Of several runs. */
export type Spread = { min: number; median: number; max: number };

export type MeasurementResult = {
  about: string;
  runs: number;
  milliseconds: Spread;
  /** Processor time, which a busy machine lengthens less. */
  cpuMilliseconds: Spread;
  /** Of the things that a run does. */
  perSecond?: Spread;
  perCpuSecond?: Spread;
  /** Of the process so far, with everything in it. */
  peakMegabytes: number;
};

export type SizeResult = {
  services: number;
  workloads: number;
  edges: number;
  objects: number;
  measurements: Record<string, MeasurementResult>;
  /** Of the whole process. */
  peakMegabytes: number;
};
