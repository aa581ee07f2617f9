import { toLabels, toRecord } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { isAddOn } from './read/namespaces';

const gateways = new Set([
  'aks-istio-ingressgateway-external',
  'aks-istio-ingressgateway-internal',
]);

/** The gateways of the AKS add-on have labels of their own. */
export const addOnGatewaySelector: ObjectRule = {
  code: 'MW2056',
  severity: 'error',
  summary: 'Gateways of the AKS add-on are selected by their own labels',
  aliases: ['KIA0302', 'SEG-GW-SELECTOR'],
  check: context =>
    isAddOn(context)
      ? context.ofKind('Gateway', 'networking.istio.io').flatMap(object => {
          const { istio } = toLabels(toRecord(object.spec).selector);
          return istio === 'ingressgateway' ||
            (istio?.startsWith('aks-istio-') && !gateways.has(istio))
            ? [
                {
                  object,
                  path: 'spec/selector',
                  message: `No gateway of the add-on has the label istio=${istio}, so the object configures none. Select ${[
                    ...gateways,
                  ].join(' or ')}.`,
                },
              ]
            : [];
        })
      : [],
};
