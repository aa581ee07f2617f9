import type { ObjectRule } from '../types';
import { listNames } from './context/listNames';
import { fullName } from './context/objects';
import { selectTelemetries } from './context/telemetries';

/** Which of them counts is left to chance; logs may be missing. */
export const conflictingTelemetries: ObjectRule = {
  code: 'MW2159',
  severity: 'error',
  summary: 'One Telemetry with a selector is for a pod',
  aliases: ['IST0159'],
  check: context =>
    [...context.derive(selectTelemetries).byPod]
      .filter(([, telemetries]) => telemetries.length > 1)
      .flatMap(([pod, telemetries]) =>
        telemetries.map(object => ({
          object,
          path: 'spec/selector',
          message: `Several Telemetries are for pod ${fullName(
            pod,
          )}: ${listNames(
            telemetries.map(fullName),
          )}. Which one counts is left to chance; leave one.`,
        })),
      ),
};
