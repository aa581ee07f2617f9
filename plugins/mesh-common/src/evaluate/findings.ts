import type { CompiledPolicy } from './compilePolicy';
import type { AuthorizationResult } from './evaluateAuthorization';
import type { NetworkResult } from './evaluateNetworkPolicy';
import type { TransportResult } from './evaluateTransport';
import type { Seen } from './seen';
import type { CallRequest } from './types';
import type { TokenResult } from './verifyTokens';

/** What every layer says about a call; absent: not asked. */
export type Findings = {
  request: CallRequest;
  network?: NetworkResult;
  transport: TransportResult;
  tokens?: TokenResult;
  /** True when the proxy cannot make sense of the request's path. */
  malformed?: boolean;
  authorization?: AuthorizationResult;
  policies: readonly CompiledPolicy[];
  seen?: Seen;
};
