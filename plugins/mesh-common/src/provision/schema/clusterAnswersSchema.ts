import { z } from 'zod';
import { edgeSchema } from './edgeSchema';
import {
  DEFAULT_MAX_NODES,
  kubernetesSchema,
  nodesSchema,
} from './kubernetesSchema';
import { networkSchema } from './networkSchema';
import {
  GROUP_PATTERN,
  GUID_PATTERN,
  LABEL_PATTERN,
  NAME_PATTERN,
  REGION_PATTERN,
  RESOURCE_GROUP_PATTERN,
  REVISION_PATTERN,
} from './patterns';
import { tagsSchema } from './tagsSchema';
import { resourceId, text } from './texts';
import { zoneSchema } from './zoneSchema';

/** Days, for most; less is not offered. */
const LOG_DAYS = { min: 30, max: 730 };

const monitoringSchema = z.strictObject({
  logRetentionDays: z
    .number()
    .int()
    .min(LOG_DAYS.min)
    .max(LOG_DAYS.max)
    .default(LOG_DAYS.min),
  actionGroups: z
    .array(resourceId('Microsoft.Insights/actionGroups'))
    .max(10)
    .default([]),
});

const meshSchema = z.strictObject({
  revision: text({
    max: 10,
    pattern: REVISION_PATTERN,
    hint: 'write it like asm-1-29, or leave it out for the newest that fits',
  }).optional(),
  ca: z.enum(['istiod', 'plug-in']).default('istiod'),
});

/** What a form may answer: nothing else, and no field of another name. */
export const clusterAnswersSchema = z.strictObject({
  provider: z.literal('azure').default('azure'),
  name: text({
    max: 30,
    pattern: NAME_PATTERN,
    hint: 'use lower-case letters, digits and single dashes, begin with a letter, at most 30 characters',
  }),
  environment: text({
    max: 63,
    pattern: LABEL_PATTERN,
    hint: 'use lower-case letters, digits and dashes, for example production',
  }),
  owner: text({
    max: 140,
    pattern: GROUP_PATTERN,
    hint: 'give the full reference of a group, for example group:default/platform',
  }),
  subscriptionId: text({
    max: 36,
    pattern: GUID_PATTERN,
    hint: 'give the id of the subscription, 32 hexadecimal digits in five groups',
  }),
  resourceGroup: text({
    max: 90,
    pattern: RESOURCE_GROUP_PATTERN,
    hint: 'use at most 90 letters, digits, dashes, underscores, parentheses and periods, with no period at the end',
  }).optional(),
  region: text({
    max: 40,
    pattern: REGION_PATTERN,
    hint: 'give the short name of a region, for example westeurope',
  }),
  tags: tagsSchema.default({}),
  network: networkSchema,
  kubernetes: kubernetesSchema,
  nodes: nodesSchema.prefault({}),
  mesh: meshSchema.prefault({}),
  dns: z.strictObject({
    zone: zoneSchema,
    links: z
      .array(resourceId('Microsoft.Network/virtualNetworks'))
      .max(100)
      .default([]),
  }),
  edge: edgeSchema.optional(),
  monitoring: monitoringSchema.prefault({}),
});

export type ClusterAnswers = z.output<typeof clusterAnswersSchema>;

/** What addresses need, of answers that may be wrong elsewhere. */
export const partSchema = z.object({
  network: networkSchema,
  nodes: z
    .object({ max: nodesSchema.shape.max.catch(DEFAULT_MAX_NODES) })
    .catch({ max: DEFAULT_MAX_NODES }),
  edge: z
    .object({ maxCapacity: edgeSchema.shape.maxCapacity.catch(0) })
    .optional()
    .catch(undefined),
});
