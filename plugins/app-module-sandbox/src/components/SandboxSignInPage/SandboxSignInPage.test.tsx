import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { JsonObject } from '@backstage/types';
import { screen } from '@testing-library/react';
import { rememberChosenPerson } from '../../lib/chosenPerson';
import { SandboxSignInPage } from './SandboxSignInPage';

const people = [
  {
    userRef: 'user:default/dana',
    name: 'Dana Developer',
    description: 'Develops the shop',
  },
  {
    userRef: 'user:default/olaf',
    name: 'Olaf Owner',
    description: 'Owns the database',
  },
];

function renderPage(config: JsonObject) {
  renderInTestApp(<SandboxSignInPage onSignInSuccess={() => {}} />, {
    config,
  });
}

describe('SandboxSignInPage', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('offers every person by name', async () => {
    renderPage({ auth: { providers: { sandbox: { people } } } });

    expect(
      await screen.findByRole('button', { name: 'Enter as Dana Developer' }),
    ).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Enter as Olaf Owner' }),
    ).toBeVisible();
    expect(screen.getByText('Owns the database')).toBeVisible();
  });

  it('does not ask for who is not there any more', async () => {
    rememberChosenPerson('user:default/gone');
    renderPage({ auth: { providers: { sandbox: { people } } } });

    expect(
      await screen.findByRole('button', { name: 'Enter as Olaf Owner' }),
    ).toBeVisible();
  });

  it('says what to configure when there is nobody', async () => {
    renderPage({});

    expect(
      await screen.findByText(/Add auth.providers.sandbox.people/),
    ).toBeVisible();
  });
});
