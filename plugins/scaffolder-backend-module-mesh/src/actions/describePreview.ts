import type {
  AccessChange,
  PreviewResponse,
} from '@meshwright/plugin-mesh-common';

/** Says in Markdown what a preview means, one sentence per edge. */
export function describePreview(preview: PreviewResponse): string {
  const { access, waiting, objects, diagnostics } = preview;
  const sections = [
    section('Access that this adds', access.gained),
    section('Access that this takes away', access.lost),
    section('Waits for others', waiting),
    diagnostics.length > 0
      ? `**To be put right**\n\n${diagnostics
          .map(d => `- \`${d.pointer}\`: ${escape(d.message)} (${d.code})`)
          .join('\n')}`
      : '',
  ].filter(Boolean);
  if (sections.length === 0) {
    sections.push('No access changes.');
  }
  const count = objects.length;
  sections.push(
    `${count} ${
      count === 1 ? 'object changes' : 'objects change'
    } in the mesh.`,
  );
  return sections.join('\n\n');
}

function section(title: string, changes: readonly AccessChange[]): string {
  return changes.length > 0
    ? `**${title}**\n\n${changes
        .map(({ sentence }) => `- ${escape(sentence)}`)
        .join('\n')}`
    : '';
}

/** Names come from files that anybody may write. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>&]/g, character => `\\${character}`);
}
