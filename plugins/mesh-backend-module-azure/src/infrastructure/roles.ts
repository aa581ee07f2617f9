/** Built-in roles, by the GUID of their definition. */
export const ROLES = {
  networkContributor: '4d97b98b-1d4f-4787-a291-c67834d212e7',
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6',
  managedIdentityOperator: 'f1a07417-d97a-45cb-824c-7a7467783830',
} as const;
