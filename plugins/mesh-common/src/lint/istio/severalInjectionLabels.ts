import type { ObjectRule } from '../types';
import { listInjectionLabels } from './context/injectionLabels';
import { listUserNamespaces } from './context/userNamespaces';

/** Two labels that decide the same: which one wins surprises people. */
export const severalInjectionLabels: ObjectRule = {
  code: 'MW2123',
  severity: 'warning',
  summary: 'Namespaces have one label that decides about the mesh',
  aliases: ['IST0123'],
  check: context =>
    listUserNamespaces(context)
      .map(object => ({ object, labels: listInjectionLabels(object) }))
      .filter(({ labels }) => labels.length > 1)
      .map(({ object, labels }) => ({
        object,
        path: 'metadata/labels',
        message: `Namespace ${
          object.metadata.name
        } has several labels that decide how its pods get into the mesh: ${labels.join(
          ', ',
        )}. Keep one of them.`,
      })),
};
