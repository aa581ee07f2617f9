import type { ObjectRule } from '../types';
import { groupBy } from './context/groupBy';
import { listNames } from './context/listNames';
import { fullName, namespaceOf } from './context/objects';
import { listTelemetries, telemetryLabels } from './context/telemetries';

/** Which of them counts is left to chance; logs may be missing. */
export const severalGeneralTelemetries: ObjectRule = {
  code: 'MW2160',
  severity: 'error',
  summary: 'One Telemetry without a selector is in a namespace',
  aliases: ['IST0160'],
  check: context => {
    const general = listTelemetries(context).filter(
      object => telemetryLabels(object) === undefined,
    );
    return [...groupBy(general, namespaceOf)]
      .filter(([, telemetries]) => telemetries.length > 1)
      .flatMap(([home, telemetries]) =>
        telemetries.map(object => ({
          object,
          path: 'spec/selector',
          message: `Several Telemetries are for all of namespace ${home}: ${listNames(
            telemetries.map(fullName),
          )}. Which one counts is left to chance; merge them.`,
        })),
      );
  },
};
