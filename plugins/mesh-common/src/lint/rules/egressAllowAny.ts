import { toRecord, toText } from '../../evaluate/readJson';
import type { ObjectRule, RuleFinding } from '../types';
import { listMeshConfigs } from './read/meshConfigs';

/** What leaves the mesh is under no policy. */
export const egressAllowAny: ObjectRule = {
  code: 'MW2051',
  severity: 'warning',
  summary: 'Workloads reach only what is declared',
  aliases: ['SEG-EGRESS-ALLOW-ANY'],
  check: context => {
    const sidecars = context
      .ofKind('Sidecar', 'networking.istio.io')
      .filter(({ spec }) => readMode(toRecord(spec)) === 'ALLOW_ANY');
    return [
      ...sidecars.map(
        (object): RuleFinding => ({
          object,
          path: 'spec/outboundTrafficPolicy/mode',
          message:
            'The workloads may call any address, outside every policy. Set REGISTRY_ONLY and declare what they need with ServiceEntries.',
        }),
      ),
      ...listMeshConfigs(context)
        .filter(({ config }) => readMode(config) !== 'REGISTRY_ONLY')
        .map(
          ({ object, path }): RuleFinding => ({
            object,
            path,
            message:
              'outboundTrafficPolicy is not REGISTRY_ONLY (ALLOW_ANY is what Istio does by default): workloads without a Sidecar of their own may call any address. Set REGISTRY_ONLY.',
          }),
        ),
    ];
  },
};

function readMode(config: Record<string, unknown>): string | undefined {
  return toText(toRecord(config.outboundTrafficPolicy).mode);
}
