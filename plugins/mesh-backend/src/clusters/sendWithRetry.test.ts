import { HttpMethod } from '@kubernetes/client-node';
import { KubernetesApiError } from './KubernetesApiError';
import { attemptsOf, sendWithRetry } from './sendWithRetry';

const request = { method: HttpMethod.GET, path: '/' };
const answer = { body: {}, warnings: [] };
const busy = (retryAfterSeconds?: number) =>
  new KubernetesApiError({ code: 429, status: {}, retryAfterSeconds });

describe('sendWithRetry', () => {
  it('waits as long as the server asks', async () => {
    const send = jest
      .fn()
      .mockRejectedValueOnce(busy(1))
      .mockResolvedValue(answer);
    const start = Date.now();

    const { attempts } = await sendWithRetry({ send }, request);

    expect(attempts).toBe(2);
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
  });

  it('does not repeat what was refused', async () => {
    const error = new KubernetesApiError({ code: 422, status: {} });
    const send = jest.fn().mockRejectedValue(error);

    await expect(sendWithRetry({ send }, request)).rejects.toBe(error);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('gives up after four attempts and says how many', async () => {
    const error = busy(0);
    const send = jest.fn().mockRejectedValue(error);

    await expect(sendWithRetry({ send }, request)).rejects.toBe(error);
    expect(send).toHaveBeenCalledTimes(4);
    expect(attemptsOf(error)).toBe(4);
  });

  it('stops waiting when the work is stopped', async () => {
    const controller = new AbortController();
    const send = jest.fn().mockRejectedValue(busy(60));
    const sending = sendWithRetry(
      { send },
      { ...request, signal: controller.signal },
    );
    setTimeout(() => controller.abort(), 50);

    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });
});
