import { isRecord, toText } from '@meshwright/plugin-mesh-common/evaluate';
import { messageOf } from '../messageOf';
import { judges } from './judges';
import {
  NotSupported,
  type Difference,
  type Exception,
  type Json,
  type Judge,
  type Suite,
  type SuiteResult,
} from './types';

export type Judged = {
  result: Omit<SuiteResult, 'file'>;
  /** Says which cases were left out, and why. */
  problem?: string;
};

/** Runs all cases of a suite; a text says why that is not possible. */
export function judgeSuite(
  { suite, file, cases }: Suite,
  exceptions: readonly Exception[],
): Judged | string {
  if (!Object.hasOwn(judges, suite)) {
    const kind = toText(file.kind);
    return `Suite ${suite}${kind ? ` (kind ${kind})` : ''} is not supported`;
  }
  const judge = judges[suite];
  const excused = new Set(
    exceptions.filter(other => other.suite === suite).map(keyOf),
  );
  const result: Omit<SuiteResult, 'file'> = {
    suite,
    passed: 0,
    failed: 0,
    excepted: 0,
    failures: [],
  };
  const leftOut = new Map<string, number>();
  cases.forEach((item, index) => {
    const id = isRecord(item) ? String(item.id ?? '') : '';
    const difference = run(judge, file, item);
    if (difference instanceof NotSupported) {
      const { message } = difference;
      leftOut.set(message, (leftOut.get(message) ?? 0) + 1);
    } else if (!difference) result.passed += 1;
    else if (excused.has(keyOf({ index, id }))) result.excepted += 1;
    else {
      result.failed += 1;
      result.failures.push({ index, id, ...difference });
    }
  });
  return leftOut.size === 0 ? { result } : { result, problem: list(leftOut) };
}

function list(leftOut: ReadonlyMap<string, number>): string {
  const parts = [...leftOut].map(([what, count]) => `${what} (${count})`);
  return `Cases that are not supported were left out: ${parts.join(', ')}`;
}

function keyOf({ index, id }: { index: number; id: string }): string {
  return `${index} ${id}`;
}

/** A case that cannot be run has failed. */
function run(
  judge: Judge,
  file: Json,
  item: unknown,
): Difference | NotSupported | undefined {
  const expected = isRecord(item) ? item.expect ?? item.expected : undefined;
  if (!isRecord(item)) {
    return { expected, got: 'This is no case: it is no object' };
  }
  try {
    return judge(file, item);
  } catch (error) {
    if (error instanceof NotSupported) return error;
    return {
      expected: expected ?? null,
      got: `It cannot be run: ${messageOf(error)}`,
    };
  }
}
