import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { findAccessibilityProblems } from '../../__testUtils__/findAccessibilityProblems';
import { meshApiRef } from '../../api';
import {
  failedRun,
  FakeMeshApi,
  sampleRun,
  sampleRunStep,
  verifyRun,
} from '../../testUtils';
import { MeshPage } from '../page/MeshPage';

function renderRun(
  run: MeshRun | undefined,
  options: { address?: string } = {},
) {
  const api = new FakeMeshApi();
  api.runs = run ? [run] : [];
  renderInTestApp(<MeshPage />, {
    apis: [[meshApiRef, api], mockApis.permission()],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [options.address ?? `/?run=${run?.id ?? 'gone'}`],
  });
  return api;
}

const sentence = () => screen.findByTestId('mesh-run-sentence');

const row = async (title: RegExp) =>
  within(await screen.findByRole('table', { name: 'Steps' })).getByRole('row', {
    name: title,
  });

describe('RunPage', () => {
  it('says how far a run is, and what happens', async () => {
    renderRun(sampleRun());

    expect(await sentence()).toHaveTextContent(
      'Running: 1 of 3 steps are over, 1 under way, about 8 minutes left.',
    );
    expect(await row(/^Virtual network/)).toHaveTextContent('Done');
    expect(await row(/^Cluster shop-new/)).toHaveTextContent(
      /Running.*3 min.*of about 10 min 40 sec.*Azure is creating it.*attempt 2/,
    );
    expect(await row(/^Alert rules/)).toHaveTextContent('Not begun');
    expect(await screen.findByRole('log')).toHaveTextContent(
      /Warning: Cluster shop-new: Too many requests/,
    );
  });

  it('follows a run to its end', async () => {
    const api = renderRun(sampleRun());
    expect(await sentence()).toHaveTextContent(/^Running/);

    act(() => {
      api.runs = [
        sampleRun({
          state: 'succeeded',
          endedAt: new Date().toISOString(),
          steps: [sampleRunStep(), sampleRunStep({ id: '2', changed: false })],
        }),
      ];
      api.events = [
        ...api.events,
        {
          ...{ sequence: 3, at: '2027-01-01T00:00:00Z', level: 'info' },
          message: 'That was all.',
        },
      ];
    });

    await waitFor(async () =>
      expect(await sentence()).toHaveTextContent(
        /^Done: shop-new is as planned. 1 of 2 steps changed something, in 6 min/,
      ),
    );
    expect(screen.getByRole('log')).toHaveTextContent('That was all.');
  });

  it('says when nothing had to be written', async () => {
    renderRun(
      sampleRun({
        state: 'succeeded',
        steps: [
          sampleRunStep({
            ...{ operation: 'keep', state: 'skipped', changed: undefined },
          }),
        ],
      }),
    );

    expect(await sentence()).toHaveTextContent(/Nothing was written/);
  });

  it.each([
    ['keep', 'As planned'],
    ['leave', 'Left alone'],
    ['create', 'Not run'],
  ] as const)(
    'calls a step that was skipped (%s): %s',
    async (operation, word) => {
      renderRun(
        sampleRun({
          steps: [
            sampleRunStep({ operation, state: 'skipped', message: undefined }),
          ],
        }),
      );

      expect(await row(/^Virtual network/)).toHaveTextContent(word);
    },
  );

  it('says what exists after a cancel', async () => {
    renderRun(
      sampleRun({ state: 'canceled', message: 'There now: the network.' }),
    );

    expect(await sentence()).toHaveTextContent(/^Canceled: 1 of 3/);
    expect(screen.getByText('There now: the network.')).toBeVisible();
  });

  it('says that waiting steps wait', async () => {
    renderRun(
      sampleRun({
        steps: [
          sampleRunStep({
            ...{ state: 'waiting', endedAt: undefined },
            message: 'Waits until Azure accepts requests again.',
          }),
        ],
      }),
    );

    expect(await row(/^Virtual network/)).toHaveTextContent(
      /Waiting.*Waits until Azure accepts requests again/,
    );
  });

  it('does not call green what it does not know', async () => {
    const run = sampleRun();
    renderRun({
      ...run,
      state: 'odd' as MeshRun['state'],
      steps: [sampleRunStep({ state: 'odd' as 'failed' })],
    });

    const step = await row(/^Virtual network/);
    expect(within(step).getByText('Unknown')).toHaveAttribute(
      'data-tone',
      'unknown',
    );
  });
});

describe('a run that failed', () => {
  it('names everything that helps', async () => {
    renderRun(failedRun());

    expect(await sentence()).toHaveTextContent(
      'Failed: 1 of 1 steps are over, 1 of them failed.',
    );
    const errors = within(
      await screen.findByRole('region', { name: 'What went wrong' }),
    );
    for (const text of [
      'The range of the services is taken; choose another one.',
      'ServiceCidrOverlapExistingSubnetsCidr',
      '400',
      'request-7',
      'network.services',
    ]) {
      expect(errors.getByText(text)).toBeVisible();
    }
  });

  it('is resumed', async () => {
    const api = renderRun(failedRun());

    await userEvent.click(
      await screen.findByRole('button', { name: 'Resume' }),
    );

    expect(await screen.findByText(/^Running:/)).toBeVisible();
    expect(api.sent).toEqual([{ call: 'resumeRun', body: 'run-3' }]);
  });
});

describe('canceling', () => {
  it('says what it means, and asks first', async () => {
    const api = renderRun(sampleRun());

    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel the run' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/What was made stays/)).toBeVisible();
    expect(api.sent).toEqual([]);
    await userEvent.click(
      dialog.getByRole('button', { name: 'Cancel the run' }),
    );

    expect(await screen.findByText(/^Canceling: nothing new/)).toBeVisible();
    expect(api.sent).toEqual([{ call: 'cancelRun', body: 'run-1' }]);
  });

  it('can be thought better of', async () => {
    const api = renderRun(sampleRun());

    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel the run' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Keep it running' }),
    );

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.sent).toEqual([]);
  });
});

describe('a verification', () => {
  it('shows evidence, and unknown is not as expected', async () => {
    renderRun(verifyRun());

    expect(await sentence()).toHaveTextContent(
      'Not verified: 1 of 3 are as expected, 0 are not, 2 could not be seen.',
    );
    const rows = within(
      await screen.findByRole('table', { name: 'Evidence' }),
    ).getAllByRole('row');
    expect(rows[1]).toHaveTextContent(
      /Plaintext call to web.*As expected.*refused.*connection reset/,
    );
    expect(rows[2]).toHaveTextContent(/Share of mTLS.*Unknown/);
    expect(rows[3]).toHaveTextContent(
      /Metrics arrive.*Unknown.*workspace did not answer/,
    );
  });

  it('says what is wrong first', async () => {
    const [step] = verifyRun().steps;
    renderRun(
      verifyRun({
        steps: [
          {
            ...step,
            evidence: [
              { what: 'a', expected: 'refused', seen: 'allowed', ok: false },
            ],
          },
        ],
      }),
    );

    expect(await sentence()).toHaveTextContent(
      'Not verified: 0 of 1 are as expected, 1 are not',
    );
  });

  it.each(['failed', 'canceled'] as const)(
    'is not verified when it %s, whatever was seen',
    async state => {
      const [step] = verifyRun().steps;
      const [evidence] = step.evidence ?? [];
      renderRun(
        verifyRun({ state, steps: [{ ...step, evidence: [evidence] }] }),
      );

      expect(await sentence()).not.toHaveTextContent('Verified');
    },
  );

  it('is not verified when nothing was looked at', async () => {
    renderRun(verifyRun({ steps: [] }));

    expect(await sentence()).toHaveTextContent(
      'Not verified: nothing was looked at.',
    );
  });

  it('is verified when all was seen', async () => {
    const [step] = verifyRun().steps;
    const [evidence] = step.evidence ?? [];
    renderRun(verifyRun({ steps: [{ ...step, evidence: [evidence] }] }));

    expect(await sentence()).toHaveTextContent(
      'Verified: everything that was looked at is as expected (1 of 1).',
    );
  });
});

describe('what a run page shows without a run', () => {
  it('keeps what it knew when nobody answers, and says so', async () => {
    const api = renderRun(sampleRun());
    await sentence();

    act(() => {
      api.failure = new Error('The backend is away.');
    });

    expect(await screen.findByText(/The backend is away/)).toBeVisible();
    expect(await sentence()).toHaveTextContent(/^Running/);
  });

  it('shows what went wrong', async () => {
    renderRun(undefined);

    expect(await screen.findByText("There is no run 'gone'.")).toBeVisible();
  });

  it('leads from the address of a run to it, and back', async () => {
    renderRun(sampleRun(), { address: '/runs/run-1' });
    await sentence();

    await userEvent.click(
      screen.getByRole('link', { name: 'All clusters and runs' }),
    );

    expect(await screen.findByRole('table', { name: 'Runs' })).toBeVisible();
  });

  it('has no problem that axe knows of', async () => {
    renderRun(verifyRun({ state: 'failed' }));
    await sentence();

    expect(await findAccessibilityProblems()).toEqual([]);
  });
});
