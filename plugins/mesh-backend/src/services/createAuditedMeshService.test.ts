import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import type { Request } from 'express';
import { createAuditedMeshService } from './createAuditedMeshService';
import type { MeshService } from './MeshService';

const call = {
  credentials: mockCredentials.user('user:default/petra'),
  request: { method: 'POST' } as Request,
};
const adopt = { cluster: 'dev', namespace: 'shop', reason: 'Ours' };

function start(answer: MeshService['adopt']) {
  const auditor = mockServices.auditor.mock();
  const event = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(event);
  const service = createAuditedMeshService({
    service: {
      adopt: answer,
      getInput: jest.fn(),
    } as Partial<MeshService> as MeshService,
    auditor,
  });
  return { auditor, event, service };
}

describe('createAuditedMeshService', () => {
  it('records who asked for what, with the request', async () => {
    const { auditor, event, service } = start(jest.fn());

    await service.adopt(adopt, call);

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'namespace-adopt',
        request: call.request,
        meta: { request: adopt, by: 'user:default/petra' },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
  });

  it('records who took the whole input along', async () => {
    const { auditor, event, service } = start(jest.fn());

    await service.getInput(call);

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'input-read',
        meta: { request: {}, by: 'user:default/petra' },
      }),
    );
    expect(event.success).toHaveBeenCalledTimes(1);
  });

  it('records what was refused', async () => {
    const error = new Error('not allowed');
    const { event, service } = start(async () => {
      throw error;
    });

    await expect(service.adopt(adopt, call)).rejects.toBe(error);
    expect(event.fail).toHaveBeenCalledWith({ error });
  });
});
