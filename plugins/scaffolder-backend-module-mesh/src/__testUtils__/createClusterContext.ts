import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { ClusterRunsClient } from '../client/ClusterRunsClient';

/** The real client, of a server of that address. */
export function createRunsClient(baseUrl: string): ClusterRunsClient {
  return ClusterRunsClient.create({
    auth: mockServices.auth(),
    discovery: { getBaseUrl: async () => baseUrl } as never,
  });
}

/** What an action is handed, and what it logs and puts out. */
export function createClusterContext(
  input: object,
  options: {
    signal?: AbortSignal;
    isDryRun?: boolean;
    workspacePath?: string;
  } = {},
) {
  const lines: string[] = [];
  const write = (level: string) => (text: string) => {
    lines.push(`${level}: ${text}`);
  };
  const logger = mockServices.logger.mock({
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  });
  const outputs: Record<string, unknown> = {};
  const context = {
    ...createMockActionContext({ input: input as never }),
    ...options,
    logger,
    task: { id: 'task-1' },
    step: { id: 'make', name: 'Make the cluster' },
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
    getInitiatorCredentials: async () =>
      mockCredentials.user('user:default/petra'),
  };
  return { context: context as never, lines, outputs };
}
