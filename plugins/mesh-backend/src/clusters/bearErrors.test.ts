import { EventEmitter } from 'node:events';
import { bearErrors } from './bearErrors';

describe('bearErrors', () => {
  it('lets a connection end with an error that nobody listens to', () => {
    const dispatcher = new EventEmitter();
    const client = new EventEmitter();
    const fail = () => client.emit('error', new Error('other side closed'));
    expect(fail).toThrow('other side closed');

    bearErrors(dispatcher);
    dispatcher.emit('connect', new URL('https://a.example'), [
      dispatcher,
      client,
    ]);
    dispatcher.emit('connect', new URL('https://a.example'), [
      dispatcher,
      client,
    ]);

    expect(fail).not.toThrow();
    expect(client.listenerCount('error')).toBe(1);
  });
});
