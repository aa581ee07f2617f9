import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Box, Flex, Skeleton, VisuallyHidden } from '@backstage/ui';
import { meshTranslationRef } from '../../translation';

/** Bars in the shape of what is being loaded, and a word for it. */
export function Loading(props: { children: ReactNode; label?: string }) {
  const { children, label } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Box aria-busy="true" data-testid="mesh-loading">
      <VisuallyHidden>{label ?? t('states.loading')}</VisuallyHidden>
      <Flex direction="column" gap="4" aria-hidden>
        {children}
      </Flex>
    </Box>
  );
}

/** A sentence and so many rows. */
export function TableSkeleton(props: { rows: number }) {
  const { rows } = props;

  return (
    <Flex direction="column" gap="3">
      <Skeleton width="30%" height={20} />
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} width="100%" height={32} />
      ))}
    </Flex>
  );
}
