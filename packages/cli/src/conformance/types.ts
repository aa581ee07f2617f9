/** One JSON object of a case file. */
export type Json = Record<string, unknown>;

/** A file of cases; what is common to its cases stands beside them. */
export type Suite = { suite: string; file: Json; cases: unknown[] };

/** What a case expects and what came out instead. */
export type Difference = { expected: unknown; got: unknown };

/** Runs one case; undefined when everything is as expected. */
export type Judge = (file: Json, item: Json) => Difference | undefined;

export type Failure = {
  /** Place in the file: ids are not unique everywhere. */
  index: number;
  id: string;
} & Difference;

export type SuiteResult = {
  suite: string;
  file: string;
  passed: number;
  failed: number;
  /** Cases that fail and are wrong upstream. */
  excepted: number;
  failures: Failure[];
};

export type FileError = { file: string; message: string };

export type Report = { suites: SuiteResult[]; errors: FileError[] };

/** A case that is wrong upstream, and why we think so. */
export type Exception = {
  suite: string;
  index: number;
  id: string;
  argument: string;
};

/** Says that cases of this sort are not supported: neither good nor bad. */
export class NotSupported extends Error {}
