import { inspect } from 'node:util';
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';

/** A log and an audit log whose every word somebody is told. */
export function createVoices(tell: (text: string) => void): {
  logger: LoggerService;
  auditor: AuditorService;
} {
  const say = (message: unknown, meta?: unknown) =>
    tell(`${inspect(message, { depth: 8 })} ${inspect(meta, { depth: 8 })}`);
  const logger: LoggerService = {
    error: say,
    warn: say,
    info: say,
    debug: say,
    child: () => logger,
  };
  const note = async (options?: unknown) =>
    tell(inspect(options, { depth: 12 }));
  const auditor: AuditorService = {
    createEvent: async options => {
      await note(options);
      return { success: note, fail: note };
    },
  };
  return { logger, auditor };
}
