import type { JsonObject } from '@backstage/types';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { ArmCore } from '@meshwright/sandbox';

const TENANT = '00000000-0000-0000-0000-0000000000aa';

/** Makes what a specification takes for granted: it is there before us. */
export async function seedSurroundings(
  arm: ArmCore,
  spec: MeshClusterSpec,
): Promise<void> {
  const { region: location } = spec;
  const put = (id: string, body: JsonObject) =>
    write(arm, { id, body: { location, ...body } });
  if (spec.edge?.vaultId) {
    const sku = { family: 'A', name: 'standard' };
    await put(spec.edge.vaultId, {
      properties: { tenantId: TENANT, sku, enableRbacAuthorization: true },
    });
  }
  for (const id of spec.dns.links) {
    const addressSpace = { addressPrefixes: ['10.250.0.0/24'] };
    await put(id, { properties: { addressSpace } });
  }
  arm.journal.clear();
}

const VERSIONS: Record<string, string> = {
  'Microsoft.KeyVault': '2026-02-01',
  'Microsoft.Network': '2026-01-01',
};

async function write(
  arm: ArmCore,
  { id, body }: { id: string; body: JsonObject },
): Promise<void> {
  const [, , subscription, , group, , provider] = id.split('/');
  const groupId = `/subscriptions/${subscription}/resourceGroups/${group}`;
  const requests = [
    {
      url: `${groupId}?api-version=2025-04-01`,
      // Where the one is that is there already.
      body: { location: 'westeurope' },
    },
    { url: `${id}?api-version=${VERSIONS[provider]}`, body },
  ];
  for (const request of requests) {
    const answer = await arm.handle({
      method: 'PUT',
      url: request.url,
      headers: {
        authorization: `Bearer ${arm.issueToken()}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request.body),
    });
    if (answer.status >= 300) {
      throw new Error(`'${id}' is not there: ${JSON.stringify(answer.body)}`);
    }
  }
}
