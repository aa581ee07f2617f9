import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { ResponseError } from '@backstage/errors';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import {
  FakeMeshApi,
  overlappingPlan,
  samplePlan,
  sampleStep,
} from '../../testUtils';
import { AddressPlanField } from './AddressPlanField';
import { ClusterPreview } from './ClusterPreview';
import { validateClusterPreview } from './validateClusterPreview';

const extensions = [
  { name: 'MeshAddressPlan', component: AddressPlanField },
  {
    name: 'MeshClusterPreview',
    component: ClusterPreview,
    validation: validateClusterPreview,
  },
];

const answers: JsonObject = {
  name: 'shop-new',
  nodesMax: 10,
  network: { range: '10.240.0.0/16' },
};

/** The scaffolder's own form, with our fields in it. */
function renderForm(
  api: FakeMeshApi,
  options: { start?: JsonObject; purpose?: string } = {},
) {
  const created: JsonObject[] = [];
  const title = { type: 'string' };
  renderInTestApp(
    <Stepper
      extensions={extensions}
      initialState={{ ...answers, ...options.start } as Record<string, never>}
      onCreate={async values => {
        created.push(values);
      }}
      manifest={{
        title: 'New mesh cluster',
        steps: [
          {
            title: 'Network',
            schema: {
              properties: {
                name: { title: 'Name', ...title },
                network: {
                  title: 'Network',
                  type: 'object',
                  'ui:field': 'MeshAddressPlan',
                  properties: {
                    range: { title: 'Range', ...title },
                    pods: { title: 'Pods', ...title },
                  },
                },
              },
            },
          },
          {
            title: 'Preview',
            schema: {
              required: ['preview'],
              properties: {
                preview: {
                  title: 'Preview',
                  'ui:field': 'MeshClusterPreview',
                  'ui:options': { purpose: options.purpose ?? 'provision' },
                  ...title,
                },
              },
            },
          },
        ],
      }}
    />,
    { apis: [[meshApiRef, api], mockApis.permission()] },
  );
  return created;
}

const next = async (name: string) =>
  userEvent.click(await screen.findByRole('button', { name }));

const sentence = () => screen.findByTestId('mesh-plan-sentence');

describe('MeshAddressPlan', () => {
  const plan = async () =>
    within(await screen.findByRole('region', { name: 'Address plan' }));

  it('draws what is typed, and names overlaps at once', async () => {
    renderForm(new FakeMeshApi());
    expect(await (await plan()).findByText(/no overlap/)).toBeVisible();

    await userEvent.type(
      await screen.findByRole('textbox', { name: /Pods/ }),
      '10.240.0.0/16',
    );

    expect(
      await (await plan()).findByText(/^\d ranges overlap with another one/),
    ).toHaveAttribute('data-tone', 'danger');
    expect(
      (await plan()).getAllByText(/overlaps with .*Network/)[0],
    ).toBeVisible();
  });

  it('says what would be here', async () => {
    renderForm(new FakeMeshApi(), { start: { network: {} } });

    expect(
      await (await plan()).findByText(/^The address plan is drawn as soon/),
    ).toBeVisible();
  });

  it('has the same as a table, and no problem that axe knows of', async () => {
    renderForm(new FakeMeshApi());
    await userEvent.click(await (await plan()).findByText('As a table'));

    const table = within(screen.getByRole('table', { name: 'Address plan' }));
    expect(table.getByRole('row', { name: /^Nodes/ })).toHaveTextContent(
      /10\.240\..*Fits/,
    );
    expect(await findAccessibilityProblems()).toEqual([]);
  });
});

describe('MeshClusterPreview', () => {
  it('plans to retire the cluster that is chosen', async () => {
    const api = new FakeMeshApi();
    api.plan = samplePlan({
      purpose: 'retire',
      steps: [sampleStep({ operation: 'delete' })],
    });
    renderForm(api, {
      start: { name: 'x', cluster: 'resource:default/shop-weu' },
      purpose: 'retire',
    });
    await next('Next');

    expect(await sentence()).toHaveTextContent(
      '1 resource will be deleted; about 11 minutes.',
    );
    expect(api.sent).toMatchObject([
      { body: { purpose: 'retire', spec: { name: 'shop-weu' } } },
    ]);
  });

  it('says first what will happen, then each thing with its reason', async () => {
    const api = new FakeMeshApi();
    const created = renderForm(api);
    await next('Next');

    expect(await sentence()).toHaveTextContent(
      '2 resources will be created, 1 changed, 1 left alone; about 11 minutes; about €412 a month.',
    );
    expect(screen.getByText('To be created (2)')).toBeVisible();
    expect(
      screen.getByText('A rule for the application gateway is missing.'),
    ).toBeVisible();
    expect(
      screen.getByText('properties.flowTimeoutInMinutes').parentElement,
    ).toHaveTextContent('properties.flowTimeoutInMinutes: 4 becomes 10');
    expect(screen.getByText(/It belongs to somebody else/)).toBeVisible();
    expect(screen.getByText(/Traffic between zones/)).toBeVisible();
    expect(api.sent).toEqual([
      {
        call: 'previewCluster',
        body: {
          purpose: 'provision',
          spec: {
            name: 'shop-new',
            nodes: { max: 10 },
            network: { range: '10.240.0.0/16' },
          },
        },
      },
    ]);

    await next('Review');
    await next('Create');
    await waitFor(() => expect(created).toHaveLength(1));
    expect(created[0]).toMatchObject({ preview: 'digest-1' });
  });

  it('does not go on with a plan that has errors', async () => {
    const api = new FakeMeshApi();
    api.plan = overlappingPlan();
    const created = renderForm(api, { start: { preview: 'old digest' } });
    await next('Next');

    expect(await sentence()).toHaveTextContent(
      'This cannot go on: 1 answer has to change.',
    );
    const problems = within(screen.getByRole('region', { name: 'Problems' }));
    expect(problems.getByRole('listitem')).toHaveTextContent(
      /Error.*network\.pods.*choose another range/,
    );
    expect(
      screen.getByText('1 range overlaps with another one.'),
    ).toHaveAttribute('data-tone', 'danger');
    await next('Review');

    expect(
      (await screen.findAllByText(/The preview has not answered/))[0],
    ).toBeVisible();
    expect(created).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Create' })).toBeNull();
  });

  it('does not go on before the preview answered', async () => {
    const api = new FakeMeshApi();
    let answer: () => void = () => {};
    api.previewCluster = () =>
      new Promise(resolve => {
        answer = () => resolve(samplePlan());
      });
    renderForm(api);
    await next('Next');
    expect(await screen.findByTestId('mesh-loading')).toBeVisible();

    await next('Review');
    expect(
      (await screen.findAllByText(/The preview has not answered/))[0],
    ).toBeVisible();

    act(() => answer());
    await sentence();
    await next('Review');
    expect(await screen.findByRole('button', { name: 'Create' })).toBeVisible();
  });

  it('plans again when answers changed', async () => {
    const api = new FakeMeshApi();
    const created = renderForm(api);
    await next('Next');
    await sentence();
    await next('Back');
    api.plan = samplePlan({
      digest: 'digest-2',
      steps: [sampleStep({ operation: 'keep' })],
      cost: undefined,
    });

    await userEvent.type(
      await screen.findByRole('textbox', { name: /Name/ }),
      'er',
    );
    await next('Next');

    expect(await sentence()).toHaveTextContent(
      'Nothing has to be done: everything is there and as planned; no price source answered.',
    );
    await next('Review');
    await next('Create');
    await waitFor(() => expect(created).toHaveLength(1));
    expect(created[0]).toMatchObject({
      name: 'shop-newer',
      preview: 'digest-2',
    });
  });

  it('says what went wrong, and tries again', async () => {
    const api = new FakeMeshApi();
    api.failure = new Error('Azure did not answer.');
    renderForm(api);
    await next('Next');

    expect(await screen.findByText('Azure did not answer.')).toBeVisible();
    await next('Review');
    expect(
      (await screen.findAllByText(/The preview has not answered/))[0],
    ).toBeVisible();

    api.failure = undefined;
    await next('Try again');
    expect(await sentence()).toBeVisible();
  });

  it('asks for nothing while nothing is answered', async () => {
    const api = new FakeMeshApi();
    renderForm(api, { start: { name: '', nodesMax: '', network: {} } });
    await next('Next');

    expect(
      await screen.findByText(/^The preview appears when the answers/),
    ).toBeVisible();
    expect(api.sent).toEqual([]);
  });

  it('says who can grant the permission', async () => {
    const api = new FakeMeshApi();
    const body = { error: { name: 'NotAllowedError', message: 'No.' } };
    api.failure = await ResponseError.fromResponse(
      new Response(JSON.stringify({ ...body, response: { statusCode: 403 } }), {
        status: 403,
        headers: { 'Content-Type': 'application/json' },
      }),
    );
    renderForm(api);
    await next('Next');

    expect(
      await screen.findByText(/the permission is mesh.cluster.read/),
    ).toBeVisible();
  });

  it('has no problem that axe knows of', async () => {
    const api = new FakeMeshApi();
    api.plan = overlappingPlan();
    renderForm(api);
    await next('Next');
    await sentence();

    expect(await findAccessibilityProblems()).toEqual([]);
  });
});
