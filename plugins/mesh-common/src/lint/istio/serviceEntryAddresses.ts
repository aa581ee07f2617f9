import type { MeshObject } from '../../objects';
import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { readProxyDefaults } from './context/meshConfig';
import { fullName, groups, specOf } from './context/objects';

/** Without an address of its own, a TCP port takes all calls to that port. */
export const serviceEntryAddresses: ObjectRule = {
  code: 'MW2134',
  severity: 'warning',
  summary: 'ServiceEntries with TCP ports have addresses',
  aliases: ['IST0134'],
  check: context =>
    allocatesAddresses(context)
      ? []
      : context
          .ofKind('ServiceEntry', groups.networking)
          .filter(object => !hasAddresses(object))
          .flatMap(object =>
            toRecords(specOf(object).ports)
              .map(({ protocol }, index) => ({
                protocol: (toText(protocol) ?? '').toUpperCase(),
                path: `spec/ports[${index}]`,
              }))
              .filter(({ protocol }) => protocol === '' || protocol === 'TCP')
              .map(({ path }) => ({
                object,
                path,
                message: `${path} of ServiceEntry ${fullName(
                  object,
                )} is TCP, and the ServiceEntry has no addresses, so it stands for all calls to that port. Add addresses, or use a protocol with host names.`,
              })),
          ),
};

function hasAddresses({ spec, status }: MeshObject): boolean {
  return [spec, status].some(part => {
    const { addresses } = toRecord(part);
    return Array.isArray(addresses) && addresses.length > 0;
  });
}

/** Whether proxies answer DNS and give out addresses of their own. */
function allocatesAddresses(context: LintContext): boolean {
  const metadata = toRecord(context.derive(readProxyDefaults).proxyMetadata);
  const isOn = (name: string) => String(metadata[name]) === 'true';
  return (
    isOn('ISTIO_META_DNS_CAPTURE') &&
    (isOn('ISTIO_META_DNS_AUTO_ALLOCATE') ||
      isOn('PILOT_ENABLE_IP_AUTOALLOCATE'))
  );
}
