import { readFileSync } from 'node:fs';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  type ProvisionPlan,
  validateClusterSpec,
} from '@meshwright/plugin-mesh-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { parse } from 'yaml';
import { meshApiRef } from '../../api';
import { FakeMeshApi, samplePlan } from '../../testUtils';
import { AddressPlanField } from './AddressPlanField';
import { ClusterPreview } from './ClusterPreview';
import { validateClusterPreview } from './validateClusterPreview';

type Page = { title: string };

const extensions = [
  { name: 'MeshAddressPlan', component: AddressPlanField },
  {
    name: 'MeshClusterPreview',
    component: ClusterPreview,
    validation: validateClusterPreview,
  },
  // Of the catalog; not ours to test.
  { name: 'MyGroupsPicker', component: () => null },
  { name: 'EntityPicker', component: () => null },
];

/** The form of a template as it is shipped, up to its preview. */
async function openPreview(name: string, answers: Record<string, unknown>) {
  const file = require.resolve(
    `../../../../../templates/${name}/template.yaml`,
  );
  const { spec } = parse(readFileSync(file, 'utf8'));
  const pages: Page[] = spec.parameters;
  const api = new FakeMeshApi();
  api.plan = samplePlan();
  renderInTestApp(
    <Stepper
      extensions={extensions}
      initialState={answers as Record<string, never>}
      onCreate={async () => {}}
      manifest={{
        title: name,
        steps: pages.map(page => ({ title: page.title, schema: page })) as [],
      }}
    />,
    { apis: [[meshApiRef, api], mockApis.permission()] },
  );
  for (let page = 1; page < pages.length; page++) {
    await userEvent.click(await screen.findByRole('button', { name: 'Next' }));
    await waitFor(() =>
      expect(document.querySelector('.MuiStepLabel-active')).toHaveTextContent(
        pages[page].title,
      ),
    );
  }
  await screen.findByTestId('mesh-plan-sentence');
  const [{ body }] = api.sent.slice(-1);
  return body as Pick<ProvisionPlan, 'purpose' | 'spec'>;
}

const cluster = {
  ...{ name: 'made', environment: 'staging', region: 'westeurope' },
  owner: 'group:default/platform',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  network: { range: '10.240.0.0/16' },
  adminGroups: ['11111111-1111-1111-1111-111111111111'],
};

describe('forms of templates', () => {
  it('ask for a whole cluster in new-mesh-cluster', async () => {
    const { purpose, spec } = await openPreview('new-mesh-cluster', cluster);

    expect(purpose).toBe('provision');
    expect(validateClusterSpec(spec)).toMatchObject({
      problems: [],
      spec: { name: 'made', network: { range: '10.240.0.0/16' } },
    });
  });

  it('retire the cluster that is chosen', async () => {
    await expect(
      openPreview('retire-mesh-cluster', {
        cluster: 'resource:default/made',
        confirm: 'made',
      }),
    ).resolves.toEqual({ purpose: 'retire', spec: { name: 'made' } });
  });
});
