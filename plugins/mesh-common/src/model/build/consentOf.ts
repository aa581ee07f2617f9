import type { Approval, CallWindow, Consent, Guardrail } from '../types';
import type { Limits } from './asks';

/** Something that lets a caller in, and how far. */
export type Grant = { limits: Limits; consent: Consent };

export function granted(
  reason: Consent['reason'],
  message: string,
  limits: Limits = {},
): Grant {
  return { limits, consent: { state: 'granted', reason, message } };
}

export function expired(message: string, until?: string): Consent {
  return {
    state: 'expired',
    reason: 'Expired',
    message,
    ...(until && { until }),
  };
}

export function declined(decision: Approval, owner: string): Consent {
  const { id, by, at, reason } = decision;
  return {
    state: 'denied',
    reason: 'Declined',
    message: `Declined by ${by}${reason ? `: ${reason}` : ''}. Ask ${owner}`,
    approvalId: id,
    by,
    at,
  };
}

/** The earlier end counts. */
export function withEnd(consent: Consent, until: string | undefined): Consent {
  if (!until) {
    return consent;
  }
  const earlier =
    consent.until && Date.parse(consent.until) <= Date.parse(until)
      ? consent.until
      : until;
  return { ...consent, until: earlier };
}

/** What is granted, but not at this time. */
export function outsideWindow(
  { state: _, reason: __, message: ___, ...consent }: Consent,
  { days, from, to, timezone }: CallWindow,
  opensAt: number | undefined,
): Consent {
  const opens =
    opensAt === undefined
      ? 'It does not open in the next week'
      : `It opens at ${new Date(opensAt).toISOString()}`;
  return {
    ...consent,
    state: 'expired',
    reason: 'OutsideWindow',
    message: `Outside the window ${days.join(
      ', ',
    )} ${from}–${to} ${timezone}. ${opens}`,
  };
}

/** Says that a rule of the platform asks for an approval. */
export function guarded(pending: Consent, guardrail: Guardrail): Consent {
  return {
    ...pending,
    message: `${pending.message}. A rule of the platform asks for it: ${guardrail.reason}`,
    guardrailId: guardrail.id,
  };
}
