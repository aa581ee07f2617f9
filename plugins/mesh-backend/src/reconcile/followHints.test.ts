import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  hashDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { followHints } from './followHints';

const older = component({ name: 'web' });
const newer = component({ name: 'web', dependsOn: ['component:default/api'] });

async function start(entities: Entity[]) {
  const events = mockServices.events.mock();
  const hints = { add: jest.fn(), list: jest.fn(), remove: jest.fn() };
  const onChanged = jest.fn();
  const readEntity = jest.fn(async () => entities.shift() ?? newer);
  await followHints({
    events,
    hints,
    reader: { readEntity, readListing: jest.fn() },
    logger: mockServices.logger.mock(),
    onChanged,
    signal: new AbortController().signal,
  });
  const publish = (eventPayload: unknown) =>
    events.subscribe.mock.calls[0][0].onEvent({
      topic: TOPIC_DECLARATION_CHANGED,
      eventPayload,
    });
  return { hints, onChanged, readEntity, publish };
}

describe('followHints', () => {
  const hint = {
    entityRef: 'component:default/web',
    hash: hashDeclaration(newer),
  };

  it('asks for a pass as soon as the catalog has what the hint tells of', async () => {
    const { hints, onChanged, readEntity, publish } = await start([older]);

    await publish(hint);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(hints.add).toHaveBeenCalledWith(expect.objectContaining(hint));
    expect(onChanged).not.toHaveBeenCalled();

    await new Promise(resolve => setTimeout(resolve, 500));
    expect(readEntity).toHaveBeenCalledTimes(2);
    expect(onChanged).toHaveBeenCalledTimes(1);
  });

  it.each([[undefined], [{ entityRef: 'nonsense', hash: 'x' }], ['text']])(
    'ignores %p',
    async payload => {
      const { hints, publish } = await start([]);

      await publish(payload);

      expect(hints.add).not.toHaveBeenCalled();
    },
  );
});
