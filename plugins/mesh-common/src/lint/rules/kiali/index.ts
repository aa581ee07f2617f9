import type { ObjectRule } from '../../types';
import { ambientLayer7 } from './ambientLayer7';
import { ambientTokens } from './ambientTokens';
import { appProtocol } from './appProtocol';
import { clientTlsAlone } from './clientTlsAlone';
import { duplicateDestinationRule } from './duplicateDestinationRule';
import { exportToUnknown } from './exportToUnknown';
import { globalSidecarSelector } from './globalSidecarSelector';
import { httpMethod } from './httpMethod';
import { overriddenTls } from './overriddenTls';
import { policyHost } from './policyHost';
import { selectsNothing } from './selectsNothing';
import { serverWithoutClient } from './serverWithoutClient';
import { sidecarHosts } from './sidecarHosts';
import { subsetWithoutLabels } from './subsetWithoutLabels';
import { twoDataPlanes } from './twoDataPlanes';
import { waypointLabels } from './waypointLabels';

/** Checks in the manner of Kiali that concern security, MW2201 to MW2299. */
export const kialiRules: readonly ObjectRule[] = [
  httpMethod,
  policyHost,
  duplicateDestinationRule,
  overriddenTls,
  clientTlsAlone,
  subsetWithoutLabels,
  serverWithoutClient,
  appProtocol,
  ambientLayer7,
  ambientTokens,
  twoDataPlanes,
  waypointLabels,
  selectsNothing,
  exportToUnknown,
  sidecarHosts,
  globalSidecarSelector,
];
