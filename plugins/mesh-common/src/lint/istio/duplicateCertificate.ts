import { toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { listGateways, listServers, selectorOf } from './context/gateways';
import { LabelIndex } from './context/LabelIndex';
import { fullName, type Fields } from './context/objects';

/** Nobody reads more, and a wildcard certificate may be in thousands. */
const MAX_OTHERS = 3;

/** Browsers use one connection for hosts with one certificate. */
export const duplicateCertificate: ObjectRule = {
  code: 'MW2138',
  severity: 'warning',
  summary: 'Gateways of the same pods have different certificates',
  aliases: ['IST0138'],
  check: context => {
    const index = indexCertificates(context);
    return listGateways(context).flatMap(object => {
      const own = fullName(object);
      const others = new Set<string>();
      for (const { tls } of listServers(object)) {
        const users = index.get(certificateOf(tls) ?? '');
        for (const other of users?.select(selectorOf(object)) ?? []) {
          if (others.size >= MAX_OTHERS) break;
          if (other !== own) others.add(other);
        }
      }
      return [...others].map(other => ({
        object,
        path: 'metadata/name',
        message: `Gateways ${own} and ${other} serve the same certificate from the same pods. Clients that use an HTTP/2 connection for both get 404; put the hosts into one Gateway.`,
      }));
    });
  },
};

/** Gateways by the certificates that they serve, and by their selectors. */
function indexCertificates(
  context: LintContext,
): Map<string, LabelIndex<string>> {
  const index = new Map<string, LabelIndex<string>>();
  for (const gateway of listGateways(context)) {
    const served = new Set(
      listServers(gateway).flatMap(({ tls }) => certificateOf(tls) ?? []),
    );
    for (const certificate of served) {
      const users = index.get(certificate) ?? new LabelIndex<string>();
      index.set(certificate, users);
      users.add(selectorOf(gateway), fullName(gateway));
    }
  }
  return index;
}

function certificateOf(tls: Fields | undefined): string | undefined {
  const { credentialName, serverCertificate, privateKey } = tls ?? {};
  if (toText(credentialName)) return JSON.stringify([credentialName]);
  return toText(serverCertificate) && toText(privateKey)
    ? JSON.stringify([serverCertificate, privateKey])
    : undefined;
}
