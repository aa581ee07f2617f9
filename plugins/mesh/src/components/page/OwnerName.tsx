import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { meshTranslationRef } from '../../translation';
import { EntityName } from '../text';

/** The owner of something, or that it has none. */
export function OwnerName(props: { owner?: string }) {
  const { owner } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return owner ? (
    <EntityName entityRef={owner} />
  ) : (
    <Text color="secondary">{t('page.noOwner')}</Text>
  );
}
