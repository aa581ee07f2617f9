import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ObjectState } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { StatusBadge } from './StatusBadge';
import { objectTones } from './tones';

/** What became of an object; a backend may be newer than this page. */
export function ObjectBadge(props: { state: ObjectState }) {
  const state = props.state in objectTones ? props.state : 'unknown';
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <StatusBadge tone={objectTones[state]}>
      {t(`objectState.${state}`)}
    </StatusBadge>
  );
}
