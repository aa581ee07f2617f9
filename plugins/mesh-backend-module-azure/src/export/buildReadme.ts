import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { exportedAs } from './createSymbols';
import type { Manifests } from './buildManifests';

/** How to deploy what was exported. */
export function buildReadme(plan: ProvisionPlan, manifests: Manifests): string {
  const { spec } = plan;
  const deploy = [
    'az deployment sub create \\',
    `  --name meshwright-${spec.name} \\`,
    `  --subscription ${spec.subscriptionId} \\`,
    `  --location ${spec.region} \\`,
    '  --template-file main.bicep \\',
    '  --confirm-with-what-if',
  ].join('\n');
  const sections = [
    `# ${spec.name}`,
    `Everything around the mesh cluster '${spec.name}' as Bicep: \`main.bicep\` makes the resource group, \`cluster.bicep\` what is in it, and \`modules/\` what hangs on resources elsewhere.`,
    code(deploy),
    'The command shows what it would change and asks first. Resources that exist become what is written here: what others added to them is lost, unless you write it down here first.',
    ...describeManifests(plan, manifests),
    ...describeProviders(plan),
    'The tags say that Meshwright looks after these resources. When you deploy them with Bicep from now on, take the tags away, and do not provision the cluster there any more: otherwise each undoes what the other does.',
  ];
  return `${sections.join('\n\n')}\n`;
}

function describeManifests(
  { spec }: ProvisionPlan,
  { files, open }: Manifests,
): string[] {
  if (files.length === 0) {
    return [];
  }
  const { type } = spec.kubernetes.access;
  const from =
    type === 'private'
      ? ' (from a place that reaches the private API server)'
      : '';
  return [
    `Then, when the cluster is there and you are signed in to it${from}:`,
    ...(open.length > 0
      ? [
          'First fill in what only the deployed resources know:',
          open.map(({ mark, value }) => `- \`${mark}\`: ${value}`).join('\n'),
        ]
      : []),
    code('kubectl apply --server-side -f kubernetes/'),
  ];
}

function describeProviders({ steps }: ProvisionPlan): string[] {
  const names = steps
    .filter(
      step =>
        step.resource.type.toLowerCase() === 'microsoft.resources/providers' &&
        exportedAs(step) === 'resource',
    )
    .map(({ resource }) => resource.name);
  return names.length === 0
    ? []
    : [
        'These resource providers are not registered in the subscription yet; register each before you deploy:',
        code(
          names
            .map(name => `az provider register --namespace ${name}`)
            .join('\n'),
        ),
      ];
}

function code(text: string): string {
  return ['```sh', text, '```'].join('\n');
}
