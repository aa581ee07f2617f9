const GUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

export const GUID_PATTERN = new RegExp(`^${GUID}$`);
/** No two dashes in a row: names of vaults must not have them. */
export const NAME_PATTERN = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
export const LABEL_PATTERN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
export const GROUP_PATTERN =
  /^group:[A-Za-z0-9][-A-Za-z0-9_.]{0,62}\/[A-Za-z0-9][-A-Za-z0-9_.]{0,62}$/;
export const RESOURCE_GROUP_PATTERN = /^[-\w.()]*[-\w()]$/;
export const REGION_PATTERN = /^[a-z]+[a-z0-9]*$/;
export const VERSION_PATTERN = /^1\.(?:2[5-9]|[3-9]\d)$/;
export const REVISION_PATTERN = /^asm-1-[1-9]\d{0,2}$/;
export const SIZE_PATTERN = /^Standard_[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;
export const SECRET_PATTERN =
  /^https:\/\/[a-zA-Z][-a-zA-Z0-9]{1,22}[a-zA-Z0-9]\.vault\.azure\.net\/secrets\/[-a-zA-Z0-9]{1,127}$/;
