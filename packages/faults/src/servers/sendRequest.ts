import http from 'node:http';
import https from 'node:https';

/** Sends a request over connections that are kept; resolves to its answer. */
export function sendRequest(
  url: string,
  options: https.RequestOptions & { body?: string },
): Promise<{ status: number; text: string }> {
  const { body, ...rest } = options;
  const { request } = url.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, rest, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // The server ended a connection that nobody used in the same moment.
      const isLate = sent.reusedSocket && error.code === 'ECONNRESET';
      if (isLate) {
        resolve(sendRequest(url, options));
      } else {
        reject(error);
      }
    });
    sent.end(body);
  });
}
