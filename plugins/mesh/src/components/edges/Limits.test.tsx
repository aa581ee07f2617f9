import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { sampleEdge } from '../../testUtils';
import { EdgeDetails } from './EdgeDetails';

const show = (changes: Parameters<typeof sampleEdge>[1]) =>
  renderInTestApp(
    <EdgeDetails
      edge={sampleEdge({ from: 'web', to: 'api' }, changes)}
      objects={[]}
    />,
  );

describe('EdgeDetails', () => {
  it('names every operation, the hours and the rule that limit an edge', async () => {
    await show({
      operations: [
        { methods: ['GET', 'HEAD'], paths: ['/items/{*}', '/items'] },
        { paths: ['/health'] },
        { methods: ['POST'] },
      ],
      window: {
        days: ['mon', 'fri'],
        from: '08:00',
        to: '18:00',
        timezone: 'Europe/Amsterdam',
      },
      consent: {
        state: 'denied',
        reason: 'Guardrail',
        message: 'Card data stays in payments.',
        guardrailId: 'pci',
      },
    });

    for (const text of [
      'GET, HEAD /items/{*}, /items',
      'any method /health',
      'POST any path',
      'Mon, Fri, 08:00–18:00 (Europe/Amsterdam)',
      'pci',
      'denied (rule of the platform): Card data stays in payments.',
    ]) {
      expect(screen.getByText(text)).toBeInTheDocument();
    }
  });

  it('is silent about limits that there are none of', async () => {
    await show({});

    expect(screen.queryByText('Operations')).not.toBeInTheDocument();
    expect(screen.queryByText('Hours')).not.toBeInTheDocument();
  });
});
