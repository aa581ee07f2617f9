import type { Severity } from './types';

/**
 * Every finding about a declaration: the code is stable and never reused.
 *
 * @public
 */
export const modelCodes = {
  // What one file says.
  MW1001: { severity: 'error', summary: 'spec.mesh is not an object' },
  MW1002: { severity: 'error', summary: 'A key is unknown' },
  MW1003: { severity: 'error', summary: 'A value has the wrong type' },
  MW1004: { severity: 'error', summary: 'A port number is out of range' },
  MW1005: { severity: 'error', summary: 'A port is declared twice' },
  MW1006: { severity: 'error', summary: 'A name is not allowed in Kubernetes' },
  MW1007: { severity: 'error', summary: 'A namespace is reserved' },
  MW1008: {
    severity: 'error',
    summary: 'The default service account identifies nobody',
  },
  MW1009: { severity: 'error', summary: 'A required value is missing' },
  MW1010: { severity: 'error', summary: 'A refinement has no declaration' },
  MW1011: { severity: 'error', summary: 'An entity reference is not valid' },
  MW1012: { severity: 'error', summary: 'A list is too long' },
  MW1015: {
    severity: 'error',
    summary: 'A restriction of a route is not supported yet',
  },
  MW1016: { severity: 'error', summary: 'A host name is not valid' },
  MW1017: { severity: 'error', summary: 'A path is not valid' },
  MW1018: { severity: 'error', summary: 'A value is not one of those known' },
  MW1019: { severity: 'error', summary: 'A date is not valid' },
  MW1020: { severity: 'error', summary: 'An address range is not valid' },
  MW1021: {
    severity: 'error',
    summary: 'An internal route does not say who may call it',
  },
  MW1022: { severity: 'error', summary: 'Something is declared twice' },
  MW1023: {
    severity: 'error',
    summary: 'Only components and resources can be in the mesh',
  },
  MW1024: {
    severity: 'error',
    summary: 'Operations are named of something that is no API',
  },
  MW1025: {
    severity: 'error',
    summary: 'A time of day or a time zone is not valid',
  },
  MW1026: { severity: 'error', summary: 'A duration is not valid' },
  MW1027: { severity: 'error', summary: 'A number is out of range' },
  MW1028: {
    severity: 'error',
    summary: 'An mTLS exception names no port of the workload',
  },
  MW1029: { severity: 'error', summary: 'An address is not valid' },
  MW1030: { severity: 'error', summary: 'A host is not outside the cluster' },
  // What only shows among all entities.
  MW1101: { severity: 'error', summary: 'A dependency does not exist' },
  MW1102: { severity: 'info', summary: 'A dependency is not in the mesh' },
  MW1103: {
    severity: 'warning',
    summary: 'A dependency does not run in the same cluster',
  },
  MW1104: { severity: 'error', summary: 'A dependency has no such port' },
  MW1105: {
    severity: 'error',
    summary: 'Methods and paths need ports that speak HTTP through the mesh',
  },
  MW1106: {
    severity: 'warning',
    summary: 'Nobody in the mesh provides an API',
  },
  MW1108: { severity: 'error', summary: 'A cluster is not known' },
  MW1109: {
    severity: 'error',
    summary: 'A caller without a proxy has no identity in the mesh',
  },
  MW1110: { severity: 'error', summary: 'A namespace is bound to nobody' },
  MW1111: { severity: 'error', summary: 'A namespace belongs to someone else' },
  MW1112: { severity: 'error', summary: 'Two workloads select the same pods' },
  MW1113: {
    severity: 'warning',
    summary: 'Workloads share a service account',
  },
  MW1114: { severity: 'error', summary: 'A host is not the owner’s to use' },
  MW1115: { severity: 'error', summary: 'A route is taken' },
  MW1116: { severity: 'error', summary: 'A DNS name is taken' },
  MW1117: {
    severity: 'error',
    summary: 'The cluster has no gateway or zone for a name',
  },
  MW1118: { severity: 'error', summary: 'There is nothing to route to' },
  MW1119: {
    severity: 'error',
    summary: 'A component provides an API of another owner',
  },
  MW1120: {
    severity: 'warning',
    summary: 'The last readable declaration stays in force',
  },
  MW1121: { severity: 'warning', summary: 'An entity is gone' },
  MW1122: {
    severity: 'warning',
    summary: 'An entity changed hands; the old claim is on its way out',
  },
  MW1123: {
    severity: 'error',
    summary: 'The definition of an API cannot be read',
  },
  MW1124: { severity: 'error', summary: 'An API has no such operation' },
  MW1125: {
    severity: 'info',
    summary: 'The definition of an API names no operations',
  },
  MW1126: {
    severity: 'error',
    summary: 'A refinement has nothing in common with the API',
  },
  MW1127: {
    severity: 'warning',
    summary: 'A part of a definition is not read',
  },
  MW1128: {
    severity: 'error',
    summary: 'The name of an operation stands for several',
  },
  MW1129: {
    severity: 'warning',
    summary: 'A guardrail stands against a dependency',
  },
  MW1130: { severity: 'warning', summary: 'A dependency is broad' },
  MW1131: { severity: 'warning', summary: 'An access rule is broad' },
  MW1132: { severity: 'warning', summary: 'Access rules form a cycle' },
  MW1133: {
    severity: 'info',
    summary: 'Callers in the mesh meet the token check of a route',
  },
} as const satisfies Record<string, { severity: Severity; summary: string }>;

/**
 * A code of {@link modelCodes}.
 *
 * @public
 */
export type ModelCode = keyof typeof modelCodes;
