import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import { describeError, formatExact, formatRelative } from '../../lib';
import { meshTranslationRef } from '../../translation';

/** Says that what is shown is old, and since when. */
export function StaleBanner(props: {
  staleSince?: string;
  passAt?: string;
  error?: Error;
}) {
  const { staleSince, passAt, error } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  if (error && passAt) {
    const { message } = describeError(error);
    return (
      <Alert
        role="status"
        icon
        status="warning"
        title={t('states.disconnectedTitle')}
        description={t('states.disconnectedHint', {
          at: formatExact(passAt),
          message,
        })}
      />
    );
  }
  if (!staleSince) {
    return null;
  }
  const relative = formatRelative({ instant: staleSince, now: Date.now() });
  return (
    <Alert
      role="status"
      icon
      status="warning"
      title={t('states.staleTitle', {
        since: `${formatExact(staleSince)} (${relative})`,
      })}
      description={t('states.staleHint')}
    />
  );
}
