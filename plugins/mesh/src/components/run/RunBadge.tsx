import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunState } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { runTones, StatusBadge } from '../status';

/** The word for the state of a run; unknown when it is none of ours. */
export function RunBadge(props: { state: RunState }) {
  const { state } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const isKnown = state in runTones;

  return (
    <StatusBadge tone={isKnown ? runTones[state] : 'unknown'}>
      {t(`runState.${isKnown ? state : 'unknown'}`)}
    </StatusBadge>
  );
}
