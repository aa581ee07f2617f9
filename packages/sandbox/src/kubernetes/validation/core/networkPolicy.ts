import type { StatusCause } from '../../errors';
import type { Json } from '../../types';
import { invalidValue, notSupported, required } from '../causes';
import {
  checkPortOrName,
  checkProtocol,
  checkSelector,
  items,
  record,
} from './parts';

const cidr = /^(\d{1,3}(\.\d{1,3}){3}\/\d{1,2}|[0-9a-fA-F:]+\/\d{1,3})$/;

function checkPeer(peer: Json, field: string): StatusCause[] {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  const selects = podSelector !== undefined || namespaceSelector !== undefined;
  if (!selects && ipBlock === undefined) {
    return [required(field)];
  }
  if (ipBlock !== undefined) {
    const block = record(ipBlock).cidr;
    const wrong = !cidr.test(String(block));
    return [
      ...(selects
        ? [
            {
              reason: 'FieldValueForbidden',
              message:
                'Forbidden: may not specify both ipBlock and another peer',
              field,
            },
          ]
        : []),
      ...(wrong
        ? [invalidValue(`${field}.ipBlock.cidr`, block, 'must be a valid CIDR')]
        : []),
    ];
  }
  return ['podSelector', 'namespaceSelector'].flatMap(key =>
    peer[key] === undefined ? [] : checkSelector(peer[key], `${field}.${key}`),
  );
}

export function checkNetworkPolicy(spec: Json): StatusCause[] {
  const rules = [
    ...items(spec.ingress, 'spec.ingress'),
    ...items(spec.egress, 'spec.egress'),
  ];
  const types = Array.isArray(spec.policyTypes) ? spec.policyTypes : [];
  return [
    ...checkSelector(spec.podSelector, 'spec.podSelector'),
    ...types
      .filter(type => type !== 'Ingress' && type !== 'Egress')
      .map(type =>
        notSupported('spec.policyTypes', type, ['Egress', 'Ingress']),
      ),
    ...rules.flatMap(([rule, at]) => [
      ...items(rule.from, `${at}.from`).flatMap(([peer, f]) =>
        checkPeer(peer, f),
      ),
      ...items(rule.to, `${at}.to`).flatMap(([peer, f]) => checkPeer(peer, f)),
      ...items(rule.ports, `${at}.ports`).flatMap(([port, f]) => [
        ...(port.port === undefined
          ? []
          : checkPortOrName(port.port, `${f}.port`)),
        ...checkProtocol(port.protocol, `${f}.protocol`),
      ]),
    ]),
  ];
}
