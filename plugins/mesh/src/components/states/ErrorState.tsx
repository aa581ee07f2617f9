import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';

/** What went wrong in a sentence, a way to try again, and details folded. */
export function ErrorState(props: {
  error: Error;
  onRetry: () => void;
  /** What could not be read. */
  title?: string;
  /** Whose lack a refusal means. */
  permission?: string;
}) {
  const { error, onRetry, title, permission = 'mesh.status.read' } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { kind, message, details } = describeError(error);
  const notAllowed = kind === 'not-allowed';

  return (
    <Alert
      role="alert"
      icon
      status={notAllowed ? 'info' : 'danger'}
      title={
        notAllowed
          ? t('states.notAllowedTitle')
          : title ?? t('states.errorTitle')
      }
      description={
        <>
          <p>{message}</p>
          {notAllowed && <p>{t('states.notAllowedHint', { permission })}</p>}
          <details>
            <summary>{t('states.details')}</summary>
            {details}
          </details>
        </>
      }
      customActions={
        <Button size="small" variant="secondary" onPress={onRetry}>
          {t('states.retry')}
        </Button>
      }
    />
  );
}
