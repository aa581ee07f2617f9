import type { Approval, Consent } from '../types';
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
