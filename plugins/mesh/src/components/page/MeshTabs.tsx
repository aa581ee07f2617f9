import { useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Bindings } from './Bindings';
import { Clusters } from './Clusters';
import { Namespaces } from './Namespaces';
import { Requests } from './Requests';
import styles from './MeshTabs.module.css';
import { RetiringEntities } from './RetiringEntities';

const TABS = {
  clusters: Clusters,
  namespaces: Namespaces,
  requests: Requests,
  bindings: Bindings,
  retiring: RetiringEntities,
};

type TabId = keyof typeof TABS;
const ids = Object.keys(TABS) as TabId[];

/** The parts of the page; the open one is in its address. */
export function MeshTabs(props: { overview: OverviewResponse }) {
  const { overview } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [params, setParams] = useSearchParams();
  const selected = ids.find(id => id === params.get('tab')) ?? 'clusters';
  const counts: Partial<Record<TabId, number>> = {
    requests: overview.requests.length,
    bindings: overview.unbound.length,
    retiring: overview.retiring.length,
  };

  return (
    <Tabs
      selectedKey={selected}
      onSelectionChange={key =>
        setParams({ tab: String(key) }, { replace: true })
      }
    >
      <div className={styles.tabs}>
        <TabList aria-label={t('page.tabs')}>
          {ids.map(id => (
            <Tab key={id} id={id}>
              {t(`page.${id}`)}
              {counts[id] ? ` (${counts[id]})` : ''}
            </Tab>
          ))}
        </TabList>
      </div>
      {ids.map(id => {
        const Panel = TABS[id];
        return (
          <TabPanel key={id} id={id}>
            <Panel overview={overview} />
          </TabPanel>
        );
      })}
    </Tabs>
  );
}
