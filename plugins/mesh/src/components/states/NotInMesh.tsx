import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../../translation';
import { CopyBlock } from '../text';
import { Placeholder } from './Placeholder';

const LINES = `mesh:
  cluster: my-cluster
  namespace: my-namespace
  ports:
    - { name: http, port: 8080, protocol: http }`;

/** For an entity without `spec.mesh`: the lines to add. */
export function NotInMesh() {
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Placeholder
      title={t('states.notConfiguredTitle')}
      hint={t('states.notConfiguredHint')}
    >
      <CopyBlock text={LINES} />
    </Placeholder>
  );
}
