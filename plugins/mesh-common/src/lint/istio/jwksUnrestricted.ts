import type { MeshObject } from '../../objects';
import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { fullName, groups, labelsOf, specOf } from './context/objects';

const SETTING = 'BLOCKED_CIDRS_IN_JWKS_URIS';

/** Who may write a RequestAuthentication lets istiod call any address. */
export const jwksUnrestricted: ObjectRule = {
  code: 'MW2175',
  severity: 'warning',
  summary: 'The control plane may not fetch keys from just anywhere',
  aliases: ['IST0175'],
  check: context => {
    const { length } = context.ofKind('RequestAuthentication', groups.security);
    if (length === 0) return [];
    return context
      .ofKind('Deployment', groups.apps)
      .filter(object => labelsOf(object).app === 'istiod')
      .filter(object => !isRestricted(object))
      .map(object => ({
        object,
        path: 'spec/template/spec/containers',
        message: `Deployment ${fullName(
          object,
        )} fetches keys from any address that one of the ${length} RequestAuthentications names, internal ones too. Set ${SETTING} to the blocks that it must not call.`,
      }));
  },
};

function isRestricted(deployment: MeshObject): boolean {
  const { spec } = toRecord(specOf(deployment).template);
  return toRecords(toRecord(spec).containers)
    .flatMap(({ env }) => toRecords(env))
    .some(({ name, value }) => name === SETTING && !!toText(value));
}
