import type { ArmCore } from '@meshwright/sandbox';

/** Whose certificate the cluster uses is there before it. */
export async function seedVault(arm: ArmCore, vaultId: string): Promise<void> {
  const { status, body } = await arm.handle({
    method: 'PUT',
    url: `${vaultId}?api-version=2026-02-01`,
    headers: {
      authorization: `Bearer ${arm.issueToken()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      location: 'northeurope',
      properties: {
        tenantId: '00000000-0000-0000-0000-0000000000aa',
        sku: { family: 'A', name: 'standard' },
        enableRbacAuthorization: true,
      },
    }),
  });
  if (status >= 300) {
    throw new Error(`No vault: ${JSON.stringify(body)}`);
  }
  arm.journal.clear();
}
