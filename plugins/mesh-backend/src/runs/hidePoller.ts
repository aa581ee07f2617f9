import type { StepProgress } from '@meshwright/plugin-mesh-node';

/** Signatures are in what follows the question mark. */
const SIGNED_URL = /(https?:\/\/[^\s?"'<>]{1,2048})\?[^\s"'<>]*/g;

/** A text without pollers and without what follows the path of addresses. */
export function hideSecrets(text: string, pollers: Array<string | undefined>) {
  return pollers
    .reduce<string>(
      (shown, poller) => (poller ? shown.split(poller).join('…') : shown),
      text,
    )
    .replace(SIGNED_URL, '$1');
}

/**
 * Pollers are signed: whoever reads one can act. Drivers leave them out of
 * what they say; should one forget, it is left out here.
 */
export function hidePoller(
  progress: StepProgress,
  poller?: string,
): StepProgress {
  const pollers = [
    poller,
    progress.state === 'running' ? progress.poller : undefined,
  ];
  const hide = (text: string) => hideSecrets(text, pollers);
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
