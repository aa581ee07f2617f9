import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { EdgePeer, EdgeStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { EntityName, RelativeTime } from '../text';
import { textColors } from '../status';

/** Who is on the other side: name, owner, lifecycle, and where it runs. */
export function PeerCell(props: { peer: EdgePeer; cluster: string }) {
  const { peer, cluster } = props;

  return (
    <Flex direction="column" gap="1" align="start">
      <EntityName entityRef={peer.entityRef} title={peer.title} />
      <Text variant="body-small" color="secondary">
        {peer.owner && <EntityName entityRef={peer.owner} />}
        {[peer.owner && '', peer.lifecycle, `${cluster}/${peer.namespace}`]
          .filter(part => part !== undefined)
          .join(' · ')}
      </Text>
    </Flex>
  );
}

/** What was seen of it, and how much of that was refused. */
export function SeenCell(props: { edge: EdgeStatus }) {
  const { traffic } = props.edge;
  const { t } = useTranslationRef(meshTranslationRef);

  if (!traffic) {
    return <Text color="secondary">{t('edges.never')}</Text>;
  }
  const number = new Intl.NumberFormat(undefined, {
    maximumSignificantDigits: 2,
  });
  const share = new Intl.NumberFormat(undefined, {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  return (
    <Flex direction="column" gap="1">
      <RelativeTime instant={traffic.lastSeen} />
      <Text variant="body-small" color="secondary">
        {t('edges.rate', { rate: number.format(traffic.rate) })}
      </Text>
      {traffic.denied > 0 && (
        <Text variant="body-small" style={textColors.danger}>
          {t('edges.deniedShare', { share: share.format(traffic.denied) })}
        </Text>
      )}
    </Flex>
  );
}

/** Since when it is granted, and until when. */
export function SinceCell(props: { edge: EdgeStatus }) {
  const { state, at, until } = props.edge.consent;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="1">
      {at ? (
        <RelativeTime instant={at} />
      ) : (
        <Text color="secondary">
          {state === 'granted' ? t('edges.always') : t('edges.noSince')}
        </Text>
      )}
      {until && (
        <Text variant="body-small" color="secondary">
          {t('edges.until')} <RelativeTime instant={until} />
        </Text>
      )}
    </Flex>
  );
}
