import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import type { MeshService, StatusAnswer } from '../services';
import { createStatusRouter } from './createStatusRouter';

const sentence = 'Says "wait" until 12:00 – ünïcode';
const answer: StatusAnswer = {
  status: { json: JSON.stringify({ sentence }), version: 'first' },
  allowed: { decide: true, bind: false, adopt: false, confirmRetiring: false },
};

function start() {
  const getStatus = jest.fn(async () => answer);
  const app = express().use(
    createStatusRouter({
      httpAuth: mockServices.httpAuth(),
      mesh: { getStatus } as Partial<MeshService> as MeshService,
    }),
  );
  const get = (etag = '') =>
    request(app)
      .get('/status/Component/default/web')
      .set('If-None-Match', etag);
  return { get, getStatus };
}

describe('createStatusRouter', () => {
  it('answers with the status as it is stored, and what is allowed', async () => {
    const { get, getStatus } = start();

    const { body, type } = await get().expect(200);

    expect(type).toBe('application/json');
    expect(body).toEqual({ status: { sentence }, allowed: answer.allowed });
    expect(getStatus).toHaveBeenCalledWith(
      { entityRef: 'component:default/web' },
      expect.anything(),
    );
  });

  it('sends nothing to who has it, and everything once it is another', async () => {
    const { get, getStatus } = start();
    const { headers } = await get().expect(200);

    await get(headers.etag).expect(304, '');
    for (const other of [
      { ...answer, status: { ...answer.status, version: 'second' } },
      { ...answer, allowed: { ...answer.allowed, decide: false } },
    ]) {
      getStatus.mockResolvedValue(other);
      const { body } = await get(headers.etag).expect(200);
      expect(body.allowed).toEqual(other.allowed);
    }
  });
});
