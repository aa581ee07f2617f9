import type { StatusCause } from '../../errors';
import { isJson } from '../../types';
import type { Json } from '../../types';
import { invalidValue, notSupported, required } from '../causes';
import { checkLabels, isLabelName } from '../names';
import {
  checkPort,
  checkProtocol,
  checkSelector,
  items,
  record,
} from './parts';

export function checkPodSpec(spec: Json, field: string): StatusCause[] {
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

export function checkWorkload(spec: Json): StatusCause[] {
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

export function checkJob(spec: Json): StatusCause[] {
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
