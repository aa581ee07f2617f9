import type {
  AuditorService,
  AuthService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  PermissionsService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';

const silent = () => undefined;

/** Problems go to standard error; the rest is silent. */
export const logger: LoggerService = {
  error: (message, meta) => tell(String(message), meta),
  warn: (message, meta) => tell(String(message), meta),
  info: silent,
  debug: silent,
  child: () => logger,
};

function tell(message: string, meta: unknown) {
  process.stderr.write(`  backend: ${message} ${JSON.stringify(meta ?? {})}\n`);
}

const credentials = {
  $$type: '@backstage/BackstageCredentials' as const,
  principal: { type: 'user' as const, userEntityRef: 'user:default/olaf' },
};

/** Everybody is somebody, and may do everything. */
export const auth = {
  getOwnServiceCredentials: async () => credentials,
} as unknown as AuthService;
export const httpAuth = {
  credentials: async () => credentials,
} as unknown as HttpAuthService;
export const permissions = {
  authorize: async (requests: unknown[]) =>
    requests.map(() => ({ result: AuthorizeResult.ALLOW })),
  authorizeConditional: async (requests: unknown[]) =>
    requests.map(() => ({ result: AuthorizeResult.ALLOW })),
} as unknown as PermissionsService;
export const userInfo = {
  getUserInfo: async () => ({
    userEntityRef: 'user:default/olaf',
    ownershipEntityRefs: [],
  }),
} as unknown as UserInfoService;

export const auditor = {
  createEvent: async () => ({ success: async () => {}, fail: async () => {} }),
} as unknown as AuditorService;
export const lifecycle = {
  addShutdownHook: silent,
  addStartupHook: silent,
} as unknown as LifecycleService;

/** Passes are asked for by name. */
export const scheduler = {
  scheduleTask: async () => {},
} as unknown as SchedulerService;

type Listener = Parameters<EventsService['subscribe']>[0];

/** Hands on events within the process. */
export function createEvents(): EventsService {
  const listeners: Listener[] = [];
  return {
    async subscribe(listener) {
      listeners.push(listener);
    },
    async publish(event) {
      await Promise.all(listeners.map(({ onEvent }) => onEvent(event)));
    },
  };
}
