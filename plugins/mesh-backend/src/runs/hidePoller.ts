import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { StepWork } from './StepWork';

/** Signatures are in what follows the question mark. */
const SIGNED_URL = /(https?:\/\/[^\s?"'<>]{1,2048})\?[^\s"'<>]*/g;

/** A text without secrets and without what follows the path of addresses. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((shown, secret) => shown.split(secret).join('…'), text)
    .replace(SIGNED_URL, '$1');
}

/** Those of the provider are signed; others are names of what was made. */
export function secretsOf({
  step,
  progress,
}: Pick<StepWork, 'step' | 'progress'>): string[] {
  return step.target === 'arm' && progress.poller ? [progress.poller] : [];
}

/**
 * Pollers are signed: whoever reads one can act. Drivers leave them out of
 * what they say; should one forget, it is left out here.
 */
export function hidePoller(
  progress: StepProgress,
  options: { step: ProvisionStep; secrets: readonly string[] },
): StepProgress {
  const { step, secrets } = options;
  const isSecret = step.target === 'arm' && progress.state === 'running';
  const all = isSecret ? [...secrets, progress.poller] : secrets;
  const hide = (text: string) => hideSecrets(text, all);
  const shown = { ...progress };
  if ('message' in shown && shown.message !== undefined) {
    shown.message = hide(shown.message);
  }
  if ('error' in shown) {
    shown.error = { ...shown.error, message: hide(shown.error.message) };
  }
  if ('evidence' in shown && shown.evidence) {
    shown.evidence = shown.evidence.map(item => ({
      ...item,
      seen: hide(item.seen),
    }));
  }
  return shown;
}
