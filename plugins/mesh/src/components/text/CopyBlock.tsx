import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { meshTranslationRef } from '../../translation';
import styles from './text.module.css';

/** Lines to put into a file. */
export function CopyBlock(props: { text: string }) {
  const { text } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [{ value }, copy] = useCopyToClipboard();

  return (
    <Flex direction="column" gap="2" align="start">
      <pre className={styles.block}>{text}</pre>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiFileCopyLine aria-hidden />}
        onPress={() => copy(text)}
      >
        {value === text ? t('states.copied') : t('states.copy')}
      </Button>
    </Flex>
  );
}
