import type { ChangeResult } from '@meshwright/plugin-mesh-common';
import type { KubernetesApiError } from './KubernetesApiError';

/** What an answer that is no success means for a change. */
type Judgement = Pick<ChangeResult, 'advice'> & {
  /** `failed`: nobody knows yet whether the object would be taken. */
  outcome: 'refused' | 'failed';
};

const TOO_LARGE = /request is too large|must have at most \d+ bytes/;

/**
 * Tells a refusal from a failure, and what somebody can do about it.
 *
 * @remarks
 *
 * The words are those of kube-apiserver 1.30 and newer; an answer that is not
 * recognized is judged by its code.
 */
export function judgeRefusal(error: KubernetesApiError): Judgement {
  const { code, status } = error;
  const { message = '', details } = status;
  const silent = /failed calling webhook "([^"]{1,253})"/.exec(message);
  if (silent) {
    return {
      outcome: 'failed',
      advice: `see why the webhook '${silent[1]}' does not answer`,
    };
  }
  if (isDenial(error)) {
    return {
      outcome: 'refused',
      advice: 'change what is declared, or ask whoever runs that check',
    };
  }
  if (
    details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating')
  ) {
    return {
      outcome: 'failed',
      advice: 'wait for the namespace to be gone; it is then made again',
    };
  }
  if (code === 403 && message.includes('exceeded quota')) {
    return {
      outcome: 'refused',
      advice: 'let the quota of the namespace be raised',
    };
  }
  if (code === 403 && /\bcannot \w+ resource\b/.test(message)) {
    return {
      outcome: 'refused',
      advice:
        'give the credentials of the cluster the role that the documentation of the installation shows',
    };
  }
  if (code === 413 || TOO_LARGE.test(message)) {
    return {
      outcome: 'refused',
      advice: 'declare fewer callers or operations for one service',
    };
  }
  return { outcome: [400, 403, 422].includes(code) ? 'refused' : 'failed' };
}

/** True when a webhook or a policy for admission said no. */
function isDenial({ status: { message = '' } }: KubernetesApiError): boolean {
  return (
    /^admission webhook "[^"]{1,253}" denied the request/.test(message) ||
    /ValidatingAdmissionPolicy '[^']{1,253}' with binding '[^']{1,253}' denied request/.test(
      message,
    )
  );
}

/**
 * True when asking again at once would be no use: a webhook has spoken or did
 * not answer in its own time, which would keep all that follows waiting; or
 * the object is too large.
 */
export function isFinal(error: KubernetesApiError): boolean {
  const { message = '' } = error.status;
  return (
    isDenial(error) ||
    TOO_LARGE.test(message) ||
    message.includes('failed calling webhook "')
  );
}
