import { toRecord, toRecords, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { readMeshConfig } from './context/meshConfig';
import { fullName, specOf } from './context/objects';
import { listTelemetries } from './context/telemetries';

/** Nobody writes the log that is asked for. */
export const telemetryWithoutProvider: ObjectRule = {
  code: 'MW2157',
  severity: 'warning',
  summary: 'Access logs name a provider where the mesh has no default',
  aliases: ['IST0157'],
  check: context => {
    const mesh = context.derive(readMeshConfig);
    if (!mesh) return [];
    const { accessLogging } = toRecord(mesh.defaultProviders);
    if (toTexts(accessLogging).length > 0) return [];
    return listTelemetries(context).flatMap(object =>
      toRecords(specOf(object).accessLogging)
        .filter(
          ({ disabled, providers }) =>
            disabled !== true && toRecords(providers).length === 0,
        )
        .slice(0, 1)
        .map(() => ({
          object,
          path: 'spec/accessLogging',
          message: `Telemetry ${fullName(
            object,
          )} asks for access logs and names no provider, and the mesh has no default, so nothing is logged. Add providers, for example 'envoy'.`,
        })),
    );
  },
};
