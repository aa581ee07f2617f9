import type { ObjectRule } from '../types';
import { fullName } from './context/objects';
import { listUnreachable } from './context/reachability';

/** What people wrote there does not happen. */
export const unreachableRule: ObjectRule = {
  code: 'MW2130',
  severity: 'warning',
  summary: 'Calls can get to every rule of a VirtualService',
  aliases: ['IST0130'],
  check: context =>
    context
      .derive(listUnreachable)
      .filter(({ isWholeRule }) => isWholeRule)
      .map(({ object, path, reason }) => ({
        object,
        path,
        message: `No call gets to ${path} of VirtualService ${fullName(
          object,
        )}: ${reason}. Move it up, or remove it.`,
      })),
};
