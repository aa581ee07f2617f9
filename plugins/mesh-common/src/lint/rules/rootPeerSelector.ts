import type { ObjectRule } from '../types';
import { listPeers } from './read/peers';

/** In the root namespace only a PeerAuthentication without selector counts. */
export const rootPeerSelector: ObjectRule = {
  code: 'MW2037',
  severity: 'error',
  summary: 'PeerAuthentications of the root namespace have no selector',
  aliases: ['SEG-ROOT-PEERAUTHN'],
  check: context =>
    listPeers(context)
      .filter(
        ({ namespace, matchLabels }) =>
          namespace === context.options.rootNamespace && matchLabels,
      )
      .map(({ object }) => ({
        object,
        path: 'spec/selector',
        message:
          'A PeerAuthentication with a selector in the root namespace is for nobody, not even there. Put it into the namespace of the workloads.',
      })),
};
