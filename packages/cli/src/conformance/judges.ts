import { judgeAmbient, judgeTranslation } from './cases/judgeAmbient';
import { judgeAnalyzers } from './cases/judgeAnalyzers';
import { judgeCall } from './cases/judgeCall';
import { judgeKiali } from './cases/judgeKiali';
import { judgeNetwork } from './cases/judgeNetwork';
import { judgeRules } from './cases/judgeRules';
import {
  judgeAttachment,
  judgePath,
  judgePeers,
  judgeReachability,
} from './cases/judgeTransport';
import { judgeSchema, judgeWebhook } from './cases/judgeValidation';
import type { Judge } from './types';

/** How the cases of each suite are run. */
export const judges: Readonly<Record<string, Judge>> = {
  'istio-ambient': judgeAmbient,
  'istio-ambient-l4-conversion': judgeTranslation,
  'istio-analyzers': judgeAnalyzers,
  'istio-crd-schema': judgeSchema,
  'istio-integration-authz': judgeCall,
  'istio-integration-jwt': judgeCall,
  'istio-path-normalization': judgePath,
  'istio-peerauthn-compose': judgePeers,
  'istio-policy-attach': judgeAttachment,
  'istio-rbac-golden': judgeRules,
  'istio-rbac-leaf': judgeRules,
  'istio-reachability-mtls': judgeReachability,
  'istio-validation': judgeWebhook,
  'kiali-mtls-required': judgeKiali,
  'netpol-connlist': judgeNetwork,
  'real-mesh-basics': judgeCall,
  'real-mesh-edges': judgeCall,
  'real-mesh-mtls': judgeCall,
  'real-mesh-random': judgeCall,
};
