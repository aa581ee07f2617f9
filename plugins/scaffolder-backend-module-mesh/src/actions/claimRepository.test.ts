import { registerMswTestHooks } from '@backstage/backend-test-utils';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { GiteaClient } from '../client/GiteaClient';
import { claimRepository } from './claimRepository';

const host = 'git.example.com';
const api = `https://${host}/api/v1`;
const ref = { owner: 'shop', repo: 'orders' };

type Answer = { status: number; body: unknown };
const answer = (status: number, body: unknown = {}): Answer => ({
  ...{ status, body },
});
const exists = answer(409, { message: 'already exists' });
const toAnswer = ({ status, body }: Answer) =>
  typeof body === 'string'
    ? HttpResponse.text(body, { status })
    : HttpResponse.json(body as object, { status });

describe('claimRepository', () => {
  const server = setupServer();
  registerMswTestHooks(server);

  /** Claims of a host that answers so to `POST`, and to `GET`. */
  function claim(made: Answer, read: Answer = answer(500)) {
    server.use(
      http.post(`${api}/orgs/shop/repos`, () => toAnswer(made)),
      http.get(`${api}/repos/shop/orders`, () => toAnswer(read)),
    );
    const gitea = GiteaClient.create({ host });
    return claimRepository(ref, { gitea, description: '' });
  }

  it('takes one that is new, or empty in whatever spelling', async () => {
    const empty = answer(200, { full_name: 'Shop/orders', empty: true });

    expect(await claim(answer(201))).toEqual({ isNew: true });
    expect(await claim(exists, empty)).toEqual({ isNew: false });
  });

  it.each<[string, [Answer, Answer?], { name: string; says: RegExp }]>([
    [
      'has commits',
      [exists, answer(200, { full_name: 'shop/orders', empty: false })],
      {
        name: 'ConflictError',
        says: /has commits, so nothing was pushed.*another name.*delete the repository/,
      },
    ],
    [
      'does not say that it is empty',
      [exists, answer(200, { full_name: 'shop/orders' })],
      { name: 'ConflictError', says: /has commits/ },
    ],
    [
      'has been moved',
      [exists, answer(200, { full_name: 'store/orders', empty: true })],
      {
        name: 'ConflictError',
        says: /'shop\/orders' is 'store\/orders' now, and is left alone/,
      },
    ],
    [
      'cannot be seen',
      [exists, answer(404)],
      {
        name: 'NotFoundError',
        says: /cannot see. Start again with another name/,
      },
    ],
    [
      'may not be looked at',
      [exists, answer(500, 'oops')],
      {
        name: 'ServiceUnavailableError',
        says: /answered 500 about the repository 'shop\/orders'. Start again .* later/,
      },
    ],
    [
      'is behind something that is no Gitea',
      [exists, answer(200, '<html>Sign in</html>')],
      { name: 'ServiceUnavailableError', says: /answered 200 about/ },
    ],
    [
      'was made by something that is no Gitea',
      [answer(200, '<html>Sign in</html>')],
      { name: 'ServiceUnavailableError', says: /answered 200 about/ },
    ],
    [
      'may not be made',
      [answer(403, { message: `no more repositories${'!'.repeat(9_999)}` })],
      {
        name: 'NotAllowedError',
        says: /: no more repositories!{280}\. Ask those who run 'git\.example\.com'/,
      },
    ],
    [
      'has a name that is not allowed',
      [answer(422, { message: 'name is reserved' })],
      {
        name: 'InputError',
        says: /: name is reserved. Start again with another name/,
      },
    ],
    [
      'is asked for too often',
      [answer(429, { message: { not: 'words' } })],
      {
        name: 'ServiceUnavailableError',
        says: /answered 429 about the repository 'shop\/orders'. Start again/,
      },
    ],
  ])('refuses one that %s', async (_, answers, { name, says }) => {
    await expect(claim(...answers)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(says),
    });
  });
});
