import type { ObjectRule } from '../types';
import { fullName } from './context/objects';
import { listUnreachable } from './context/reachability';

/** An earlier rule takes the calls. */
export const ineffectiveMatch: ObjectRule = {
  code: 'MW2131',
  severity: 'info',
  summary: 'Every match of a VirtualService takes calls',
  aliases: ['IST0131'],
  check: context =>
    context
      .derive(listUnreachable)
      .filter(({ isWholeRule }) => !isWholeRule)
      .map(({ object, path, reason }) => ({
        object,
        path,
        message: `${path} of VirtualService ${fullName(
          object,
        )} takes no call: ${reason}. Move it before that, or remove it.`,
      })),
};
