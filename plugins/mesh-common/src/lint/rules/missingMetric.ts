import { toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { plain } from './read/plain';

const mistakes: readonly [RegExp, string][] = [
  [
    /\bistio_cert_expiry_timestamp\b/,
    'no component exports istio_cert_expiry_timestamp: the alert never fires. Use citadel_server_root_cert_expiry_timestamp, or envoy_server_days_until_first_cert_expiring.',
  ],
  [
    /[{,]\s*security_policy\s*[=!]/,
    'the label is connection_security_policy (with reporter="destination"): the expression selects nothing.',
  ],
  [
    /response_code\s*=~?\s*"403"/,
    'a 403 may be the answer of the application, and refused TCP connections have no code: count rbac denials of Envoy, or access logs with rbac_access_denied.',
  ],
];

/** An alert on what does not exist is silence. */
export const missingMetric: ObjectRule = {
  code: 'MW2067',
  severity: 'warning',
  summary: 'Alerts ask for metrics and labels that exist',
  aliases: ['SEG-METRIC'],
  check: context =>
    context.ofKind('PrometheusRule').flatMap(object =>
      toRecords(toRecord(object.spec).groups).flatMap((group, at) =>
        toRecords(group.rules).flatMap(({ expr, alert, record }, index) => {
          const text = toText(expr) ?? '';
          return mistakes
            .filter(([shape]) => shape.test(text))
            .map(([, why]) => ({
              object,
              path: `spec/groups[${at}]/rules[${index}]/expr`,
              message: `'${plain(alert ?? record)}': ${why}`,
            }));
        }),
      ),
    ),
};
