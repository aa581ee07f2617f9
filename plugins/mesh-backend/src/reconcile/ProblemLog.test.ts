import type {
  Diagnostic,
  EntityMeshStatus,
} from '@meshwright/plugin-mesh-common';
import { ProblemLog } from './ProblemLog';

const problem: Diagnostic = {
  ...{ code: 'MW1901', severity: 'error', pointer: '' },
  ...{ entityRef: 'component:default/web', message: 'It cannot be read' },
};
const at = (time: string) => `2027-01-01T${time}:00.000Z`;

function createLog(diagnostics: Diagnostic[] = []) {
  const status = { diagnostics } as EntityMeshStatus;
  const get = jest.fn(async () => status);
  return { get, log: new ProblemLog({ get }) };
}

describe('ProblemLog', () => {
  it('says since when there is a problem, until it is gone', async () => {
    const { get, log } = createLog();

    await log.date([problem], at('08:00'));
    const [again] = await log.date([problem], at('08:05'));
    await log.date([], at('08:10'));
    const [anew] = await log.date([problem], at('08:12'));

    expect(again).toMatchObject({
      since: at('08:00'),
      message: 'It cannot be read. It is so since 2027-01-01 08:00 UTC',
    });
    expect(anew.since).toBe(at('08:12'));
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('goes by what is stored after a restart', async () => {
    const stored = { ...problem, since: at('07:00') };

    const [one] = await createLog([stored]).log.date([problem], at('08:00'));
    const many = Array.from({ length: 30 }, (_, index) => ({
      ...problem,
      entityRef: index === 0 ? problem.entityRef : `component:default/${index}`,
    }));
    const [first, second] = await createLog([stored]).log.date(
      many,
      at('08:00'),
    );

    expect(one.since).toBe(at('07:00'));
    expect([first.since, second.since]).toEqual([at('07:00'), at('08:00')]);
  });
});
