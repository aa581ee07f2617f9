import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../../translation';

/** The question that every admin action asks. */
export function useReasonField() {
  const { t } = useTranslationRef(meshTranslationRef);
  return {
    name: 'reason',
    label: t('actions.reason'),
    description: t('actions.reasonHint'),
    required: true,
    multiline: true,
  };
}
