import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  type EdgeStatus,
  meshRequestDecidePermission,
} from '@meshwright/plugin-mesh-common';
import useAsync from 'react-use/esm/useAsync';
import { DecideButtons } from '../dialogs';

/** Buttons for those who may decide; for others, whom it waits for. */
export function RequestDecision(props: { edge: EdgeStatus }) {
  const { edge } = props;
  const { entityRef, owner } = edge.provider;
  const identity = useApi(identityApiRef);
  const { value } = useAsync(() => identity.getBackstageIdentity(), [identity]);
  const { allowed } = usePermission({
    permission: meshRequestDecidePermission,
    resourceRef: entityRef,
  });
  const mine =
    owner !== undefined && value?.ownershipEntityRefs.includes(owner);

  return allowed || mine ? (
    <DecideButtons edge={edge} />
  ) : (
    <>{edge.consent.message}</>
  );
}
