import { z } from 'zod';
import { GUID_PATTERN, SIZE_PATTERN, VERSION_PATTERN } from './patterns';
import { cidr, text } from './texts';

export const DEFAULT_MAX_NODES = 10;

const adminGroup = text({
  max: 36,
  pattern: GUID_PATTERN,
  hint: 'give the object id of a group, 32 hexadecimal digits in five groups',
});

export const kubernetesSchema = z.strictObject({
  version: text({
    max: 4,
    pattern: VERSION_PATTERN,
    hint: 'write major and minor, 1.25 or later, for example 1.35; leave it out for the newest that fits',
  }).optional(),
  tier: z.enum(['Free', 'Standard', 'Premium']).default('Standard'),
  access: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('private') }),
      z.strictObject({
        type: z.literal('authorizedRanges'),
        ranges: z.array(cidr()).min(1).max(200),
      }),
    ])
    .default({ type: 'private' }),
  adminGroups: z.array(adminGroup).min(1).max(20),
  upgradeChannel: z
    .enum(['patch', 'stable', 'rapid', 'node-image', 'none'])
    .default('patch'),
  nodeImageChannel: z
    .enum(['NodeImage', 'SecurityPatch', 'Unmanaged', 'None'])
    .default('NodeImage'),
  zones: z
    .array(z.enum(['1', '2', '3']))
    .max(3)
    .default(['1', '2', '3']),
});

export const nodesSchema = z.strictObject({
  size: text({
    max: 64,
    pattern: SIZE_PATTERN,
    hint: 'give the size of a virtual machine, for example Standard_D4ds_v5',
  }).default('Standard_D4ds_v5'),
  min: z.number().int().min(1).max(1000).default(3),
  max: z.number().int().min(1).max(1000).default(DEFAULT_MAX_NODES),
  maxPods: z.number().int().min(10).max(250).default(110),
});
