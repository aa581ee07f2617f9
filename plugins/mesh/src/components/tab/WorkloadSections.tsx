import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type {
  EntityStatusResponse,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { EdgeTable } from '../edges';
import { NameTable } from '../names';
import { ObjectTable } from '../objects';
import { Section } from '../section';
import { WorkloadHeader } from './WorkloadHeader';

/** Everything about one deployment of the entity. */
export function WorkloadSections(props: {
  workload: WorkloadStatus;
  allowed: EntityStatusResponse['allowed'];
  /** Headings name the deployment when there are several. */
  several: boolean;
}) {
  const { workload, allowed, several } = props;
  const { inbound, outbound, names, objects, cluster, namespace } = workload;
  const { t } = useTranslationRef(meshTranslationRef);
  const titled = (title: string) =>
    several ? `${title} (${cluster}/${namespace})` : title;

  return (
    <Flex direction="column" gap="5">
      <WorkloadHeader workload={workload} allowed={allowed} several={several} />
      <Section title={titled(t('edges.inboundTitle'))}>
        <EdgeTable
          direction="inbound"
          edges={inbound}
          objects={objects}
          decide={allowed.decide}
        />
      </Section>
      <Section title={titled(t('edges.outboundTitle'))}>
        <EdgeTable
          direction="outbound"
          edges={outbound}
          objects={objects}
          decide={false}
        />
      </Section>
      <Section title={titled(t('names.title'))}>
        <NameTable names={names} />
      </Section>
      <Section title={titled(t('objects.title'))}>
        {objects.length > 0 ? (
          <ObjectTable objects={objects} />
        ) : (
          <Text as="p" color="secondary">
            {t('objects.empty')}
          </Text>
        )}
      </Section>
    </Flex>
  );
}
