import type {
  NamespacePreview,
  TakeOverPreview,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';

/** What an uninstallation would do, as Markdown. */
export function describeUninstall(preview: UninstallPreview): string {
  return join([
    ...preview.consequences,
    ...section('To be deleted', preview.deleted),
    ...section('To stay, without our labels', preview.unlabelled),
    ...names('Names in the private zone', preview.records),
  ]);
}

/** What taking a cluster over would do, as Markdown. */
export function describeTakeOver(preview: TakeOverPreview): string {
  return join([
    ...preview.consequences,
    ...section('To become ours', preview.taken),
    ...section('Of those, to be changed', preview.changed),
    ...names('Calls that end', preview.endingEdges),
    ...section('To stay as they are', preview.leftovers),
    ...names('Names in the private zone', preview.records),
  ]);
}

function section(title: string, groups: readonly NamespacePreview[]): string[] {
  return groups.length === 0
    ? []
    : [
        `**${title}**`,
        ...groups.map(({ namespace, objects, total }) => {
          const more = total - objects.length;
          return `- \`${
            namespace || 'the cluster'
          }\` (${total}): ${objects.join(', ')}${
            more > 0 ? ` and ${more} more` : ''
          }`;
        }),
      ];
}

function names(title: string, all: readonly string[]): string[] {
  return all.length === 0
    ? []
    : [`**${title}**`, ...all.map(name => `- ${name}`)];
}

function join(lines: readonly string[]): string {
  return lines.join('\n\n');
}
