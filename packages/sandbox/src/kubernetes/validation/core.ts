import type { StatusCause } from '../errors';
import { isJson } from '../types';
import type { Json, KubeObject } from '../types';
import { invalidValue, notSupported, required, wrongType } from './causes';
import { checkLabels, isLabelName } from './names';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** The items of a list with their paths; what is no list has none. */
function items(value: unknown, field: string): Array<[Json, string]> {
  return Array.isArray(value)
    ? value.map((item, at) => [record(item), `${field}[${at}]`])
    : [];
}

function checkPort(value: unknown, field: string): StatusCause[] {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65536
    ? []
    : [invalidValue(field, value, 'must be between 1 and 65535, inclusive')];
}

function checkPortOrName(value: unknown, field: string): StatusCause[] {
  const isName =
    typeof value === 'string' && value.length <= 15 && isLabelName(value);
  return isName ? [] : checkPort(value, field);
}

function checkProtocol(value: unknown, field: string): StatusCause[] {
  return value === undefined || PROTOCOLS.includes(String(value))
    ? []
    : [notSupported(field, value, PROTOCOLS)];
}

function checkSelector(value: unknown, field: string): StatusCause[] {
  if (!isJson(value)) {
    return [wrongType(field, value, 'object')];
  }
  const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
  return [
    ...checkLabels(record(value.matchLabels), `${field}.matchLabels`),
    ...items(value.matchExpressions, `${field}.matchExpressions`).flatMap(
      ([one, at]) =>
        operators.includes(String(one.operator))
          ? []
          : [notSupported(`${at}.operator`, one.operator, operators)],
    ),
  ];
}

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

function checkNetworkPolicy(spec: Json): StatusCause[] {
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

function checkService(spec: Json): StatusCause[] {
  const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
  const ports = items(spec.ports, 'spec.ports');
  const headless = spec.clusterIP === 'None' || spec.type === 'ExternalName';
  return [
    ...(types.includes(String(spec.type))
      ? []
      : [notSupported('spec.type', spec.type, types)]),
    ...(ports.length === 0 && !headless ? [required('spec.ports')] : []),
    ...checkLabels(record(spec.selector), 'spec.selector'),
    ...ports.flatMap(([port, at]) => [
      ...(ports.length > 1 && !port.name ? [required(`${at}.name`)] : []),
      ...checkPort(port.port, `${at}.port`),
      ...(port.targetPort === undefined
        ? []
        : checkPortOrName(port.targetPort, `${at}.targetPort`)),
      ...checkProtocol(port.protocol, `${at}.protocol`),
    ]),
  ];
}

function checkPodSpec(spec: Json, field: string): StatusCause[] {
  const containers = items(spec.containers, `${field}.containers`);
  const all = [
    ...containers,
    ...items(spec.initContainers, `${field}.initContainers`),
  ];
  return [
    ...(containers.length === 0 ? [required(`${field}.containers`)] : []),
    ...all.flatMap(([container, at]) => [
      ...(container.name ? [] : [required(`${at}.name`)]),
      ...(container.image ? [] : [required(`${at}.image`)]),
      ...(container.name && !isLabelName(String(container.name))
        ? [
            invalidValue(
              `${at}.name`,
              container.name,
              "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'",
            ),
          ]
        : []),
      ...items(container.ports, `${at}.ports`).flatMap(([port, f]) => [
        ...checkPort(port.containerPort, `${f}.containerPort`),
        ...checkProtocol(port.protocol, `${f}.protocol`),
      ]),
    ]),
  ];
}

function checkWorkload(spec: Json): StatusCause[] {
  const template = record(spec.template);
  const labels = record(record(template.metadata).labels);
  const wanted = record(record(spec.selector).matchLabels);
  const unmatched = Object.entries(wanted).some(
    ([key, value]) => labels[key] !== value,
  );
  return [
    ...(isJson(spec.selector)
      ? checkSelector(spec.selector, 'spec.selector')
      : [required('spec.selector')]),
    ...(unmatched
      ? [
          invalidValue(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]
      : []),
    ...checkLabels(labels, 'spec.template.metadata.labels'),
    ...checkPodSpec(record(template.spec), 'spec.template.spec'),
  ];
}

function checkCount(spec: Json, key: string): StatusCause[] {
  const value = spec[key];
  return value === undefined || (Number.isInteger(value) && Number(value) >= 0)
    ? []
    : [
        invalidValue(
          `spec.${key}`,
          value,
          'must be greater than or equal to 0',
        ),
      ];
}

function checkJob(spec: Json): StatusCause[] {
  const template = record(spec.template);
  const pod = record(template.spec);
  const field = 'spec.template.spec.restartPolicy';
  const policies = ['OnFailure', 'Never'];
  return [
    ...checkCount(spec, 'activeDeadlineSeconds'),
    ...checkCount(spec, 'backoffLimit'),
    ...checkCount(spec, 'ttlSecondsAfterFinished'),
    ...(policies.includes(String(pod.restartPolicy))
      ? []
      : [notSupported(field, pod.restartPolicy, policies)]),
    ...checkLabels(
      record(record(template.metadata).labels),
      'spec.template.metadata.labels',
    ),
    ...checkPodSpec(pod, 'spec.template.spec'),
  ];
}

const checks: Record<string, (spec: Json) => StatusCause[]> = {
  NetworkPolicy: checkNetworkPolicy,
  Service: checkService,
  Pod: spec => checkPodSpec(spec, 'spec'),
  Deployment: checkWorkload,
  ReplicaSet: checkWorkload,
  StatefulSet: checkWorkload,
  DaemonSet: checkWorkload,
  Job: checkJob,
};

const immutable: Record<string, string[]> = {
  Deployment: ['selector'],
  ReplicaSet: ['selector'],
  DaemonSet: ['selector'],
  StatefulSet: ['selector', 'serviceName'],
  Job: ['completions', 'selector', 'template'],
};

/** What a built-in kind asks of its objects, the part that we check. */
export function checkCore(
  object: KubeObject,
  before: KubeObject | undefined,
): StatusCause[] {
  const spec = record(object.spec);
  const frozen = immutable[object.kind] ?? [];
  return [
    ...(checks[object.kind]?.(spec) ?? []),
    ...frozen
      .filter(
        key =>
          before &&
          JSON.stringify(record(before.spec)[key]) !==
            JSON.stringify(spec[key]),
      )
      .map(key => invalidValue(`spec.${key}`, spec[key], 'field is immutable')),
  ];
}
