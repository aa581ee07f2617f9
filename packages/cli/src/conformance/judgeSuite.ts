import { isRecord, toText } from '@meshwright/plugin-mesh-common/evaluate';
import { messageOf } from '../messageOf';
import { judges } from './judges';
import type {
  Difference,
  Exception,
  Json,
  Judge,
  Suite,
  SuiteResult,
} from './types';

/** Runs all cases of a suite; a text says why that is not possible. */
export function judgeSuite(
  { suite, file, cases }: Suite,
  exceptions: readonly Exception[],
): Omit<SuiteResult, 'file'> | string {
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
  cases.forEach((item, index) => {
    const id = isRecord(item) ? String(item.id ?? '') : '';
    const difference = run(judge, file, item);
    if (!difference) result.passed += 1;
    else if (excused.has(keyOf({ index, id }))) result.excepted += 1;
    else {
      result.failed += 1;
      result.failures.push({ index, id, ...difference });
    }
  });
  return result;
}

function keyOf({ index, id }: { index: number; id: string }): string {
  return `${index} ${id}`;
}

/** A case that cannot be run has failed. */
function run(judge: Judge, file: Json, item: unknown): Difference | undefined {
  const expected = isRecord(item) ? item.expect ?? item.expected : undefined;
  if (!isRecord(item)) {
    return { expected, got: 'This is no case: it is no object' };
  }
  try {
    return judge(file, item);
  } catch (error) {
    return {
      expected: expected ?? null,
      got: `It cannot be run: ${messageOf(error)}`,
    };
  }
}
