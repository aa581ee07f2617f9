import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex, Skeleton } from '@backstage/ui';
import type { EntityStatusResponse } from '@meshwright/plugin-mesh-common';
import { useMeshStatus } from '../../hooks';
import { Ask } from '../ask';
import { OutcomeMessage, OutcomeProvider } from '../dialogs';
import { Loading, StaleBanner, StatusGate, TableSkeleton } from '../states';
import { Readable } from '../text';
import { Findings } from './Findings';
import { Summary } from './Summary';
import { WorkloadSections } from './WorkloadSections';

/** The tab on the page of a service. */
export function EntityMeshContent() {
  const { entity } = useEntity();
  const polled = useMeshStatus(stringifyEntityRef(entity));
  const { value, error, retry } = polled;

  return (
    <Readable>
      <StatusGate entity={entity} polled={polled} skeleton={<TabSkeleton />}>
        {response => (
          <OutcomeProvider passAt={value?.status.passAt} onDone={retry}>
            <TabContent response={response} error={error} />
          </OutcomeProvider>
        )}
      </StatusGate>
    </Readable>
  );
}

function TabContent(props: { response: EntityStatusResponse; error?: Error }) {
  const { response, error } = props;
  const { status, allowed } = response;

  return (
    <Flex direction="column" gap="5">
      <StaleBanner
        staleSince={status.staleSince}
        passAt={status.passAt}
        error={error}
      />
      <Summary status={status} />
      <OutcomeMessage />
      {status.workloads.map(workload => (
        <WorkloadSections
          key={workload.key}
          workload={workload}
          allowed={allowed}
          several={status.workloads.length > 1}
        />
      ))}
      <Ask entityRef={status.entityRef} workloads={status.workloads} />
      <Findings diagnostics={status.diagnostics} />
    </Flex>
  );
}

function TabSkeleton() {
  return (
    <Loading>
      <Skeleton width={96} height={22} rounded />
      <Skeleton width="70%" height={24} />
      <TableSkeleton rows={3} />
      <TableSkeleton rows={3} />
    </Loading>
  );
}
