import type { JsonObject, JsonValue } from '@backstage/types';
import { cloneDeep, set, unset } from 'lodash';
import { clusterAnswers, edgeAnswers } from '../../testUtils/clusterSpec';

/** What is wrong, the field that has to be named, and the answers. */
export type Malformed = [what: string, field: string, answers: unknown];

const ID = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups';
const link = (name: string) =>
  `${ID}/rg-hub/providers/Microsoft.Network/virtualNetworks/${name}`;
const group = (name: string) =>
  `${ID}/rg-ops/providers/Microsoft.Insights/actionGroups/${name}`;

/** Everything answered, and all of it right. */
export function fullAnswers(): JsonObject {
  return clusterAnswers({
    provider: 'azure',
    resourceGroup: 'rg-shop-neu',
    tags: { team: 'platform' },
    network: {
      range: '10.240.0.0/16',
      subnets: {
        nodes: '10.240.0.0/22',
        ingress: '10.240.4.0/28',
        applicationGateway: '10.240.5.0/24',
        privateEndpoints: '10.240.4.32/27',
      },
      pods: '10.244.0.0/16',
      services: '172.16.0.0/16',
      ingressAddress: '10.240.4.4',
      dnsAddress: '172.16.0.10',
      peers: ['10.0.0.0/16', '10.1.0.0/16'],
      clients: ['10.0.8.0/24', '192.168.0.0/24'],
    },
    kubernetes: {
      version: '1.35',
      tier: 'Standard',
      access: { type: 'authorizedRanges', ranges: ['203.0.113.0/24'] },
      adminGroups: ['11111111-1111-1111-1111-111111111111'],
      upgradeChannel: 'patch',
      nodeImageChannel: 'NodeImage',
      zones: ['1', '2', '3'],
    },
    nodes: { size: 'Standard_D4ds_v5', min: 3, max: 10, maxPods: 110 },
    mesh: { revision: 'asm-1-29', ca: 'istiod' },
    dns: { zone: 'mesh.internal', links: [link('vnet-hub')] },
    edge: edgeAnswers({
      backend: 'https',
      waf: 'Prevention',
      minCapacity: 1,
      maxCapacity: 10,
    }),
    monitoring: { logRetentionDays: 30, actionGroups: [group('on-call')] },
  });
}

/** Right answers of which one is replaced, or taken away. */
function change(field: string, value?: JsonValue): JsonObject {
  const answers = cloneDeep(fullAnswers());
  if (value === undefined) {
    unset(answers, field);
  } else {
    set(answers, field, value);
  }
  return answers;
}

/** Values, each of which is wrong in that field, which is named. */
const wrong: Record<string, JsonValue[]> = {
  provider: ['aws', 'Azure', '', 1],
  name: [
    ...['', 'Shop', '1shop', '-shop', 'shop-', 'shop--neu', 'shop_neu'],
    ...['shop.neu', 'shop neu', 'a'.repeat(31), 'žshop', 'shop\n', 7],
  ],
  environment: ['', 'Production', 'a b', 'x'.repeat(64), '-a', ['production']],
  owner: [
    ...['', 'platform', 'group:platform', 'user:default/petra', 'group:/x'],
    ...['group:default/', 'group:default/a/b', 'Group:default/platform', {}],
  ],
  subscriptionId: [
    ...['', 'my subscription', '00000000-0000-0000-0000-00000000000'],
    ...[
      '00000000000000000000000000000001',
      'g0000000-0000-0000-0000-000000000001',
    ],
    `${'0'.repeat(8)}-0000-0000-0000-000000000001\n`,
  ],
  resourceGroup: ['', 'rg.', 'rg shop', 'rg/shop', 'r'.repeat(91), 'rg#1'],
  region: ['', 'West Europe', 'west-europe', 'WestEurope', '1weu', 12],
  tags: [[], 'a=b', 3],
  'network.range': [
    ...['', '10.240.0.0', '10.240.0.0/33', '10.240.0.1/16', '10.240/16'],
    ...['010.240.0.0/16', '10.240.0.0/016', '10.256.0.0/16', 'fd00::/64'],
    ...['8.8.0.0/16', '0.0.0.0/0', '10.240.0.0/16 ', '1'.repeat(5000)],
    ...['172.30.0.0/16', '0x0a.240.0.0/16', 10],
  ],
  'network.subnets.nodes': [
    ...['', '10.240.0.0', '10.240.0.3/22', '10.240.0.0/29', '10.241.0.0/22'],
  ],
  'network.subnets.ingress': [
    ...['10.240.4.0/30', '10.241.4.0/28', '10.240.0.0/28', 'ingress'],
  ],
  'network.subnets.applicationGateway': [
    ...['10.240.5.0/27', '10.239.0.0/24', '10.240.4.0/24', 'x/y'],
  ],
  'network.subnets.privateEndpoints': [
    ...['10.240.4.32/30', '10.0.0.0/27', '10.240.5.0/27', null],
  ],
  'network.pods': [
    ...['', '10.244.0.0/21', '10.240.128.0/17', '10.0.0.0/8', '8.8.0.0/16'],
    ...['10.1.0.0/16', '169.254.0.0/16', '192.0.2.0/24'],
  ],
  'network.services': [
    ...['10.240.0.0/16', '10.244.0.0/20', '10.1.0.0/20', '172.16.0.0/12'],
    ...['172.31.0.0/20', '9.0.0.0/16', '172.16.0.0/25', '172.16.0.10'],
  ],
  'network.ingressAddress': [
    ...['', '10.240.4.16', '10.240.0.4', '10.240.4.0', '10.240.4.3'],
    ...['10.240.4.15', '10.240.4.04', '10.240.4', '10.240.4.4/28', 4],
  ],
  'network.dnsAddress': [
    ...['', '172.16.0.0', '172.16.0.1', '172.16.255.255', '172.17.0.10'],
    ...['10.240.0.10', 'dns'],
  ],
  'network.peers': ['10.0.0.0/16', {}, Array(101).fill('10.0.0.0/16')],
  'network.peers[0]': [
    ...['10.240.0.0/16', '10.240.5.0/24', '10.244.7.0/24', '172.16.0.0/20'],
    ...['10.0.0.1/16', '1.2.3.0/24', 'hub', null, '10.128.0.0/9'],
  ],
  'network.peers[1]': ['10.0.0.0/16', '10.0.128.0/17', '10.0.0.0/15'],
  'network.clients': ['everybody', Array(101).fill('10.0.8.0/24')],
  'network.clients[1]': [
    ...['10.0.8.0/24', '10.244.1.0/24', '172.16.3.0/24', '0.0.0.0/0'],
    ...['81.2.69.0/24', '10.0.8.1/24', ''],
  ],
  'kubernetes.version': [
    ...['', '1', '1.24', '1.35.2', 'v1.35', '2.30', '1.035', 'latest', 1.35],
  ],
  'kubernetes.tier': ['standard', 'Basic', ''],
  'kubernetes.access': ['private', [], null],
  'kubernetes.access.type': ['public', '', 'Private'],
  'kubernetes.access.ranges': [[], '203.0.113.0/24'],
  'kubernetes.access.ranges[0]': ['0.0.0.0/0', '203.0.113.7', '::/0', ''],
  'kubernetes.access.ranges[1]': ['203.0.113.0/24'],
  'kubernetes.adminGroups': [[], '11111111-1111-1111-1111-111111111111'],
  'kubernetes.adminGroups[0]': ['admins', '', 'group:default/platform'],
  'kubernetes.adminGroups[1]': ['11111111-1111-1111-1111-111111111111'],
  'kubernetes.upgradeChannel': ['weekly', 'Patch', ''],
  'kubernetes.nodeImageChannel': ['node-image', 'nodeimage', true],
  'kubernetes.zones': ['1', 3],
  'kubernetes.zones[0]': ['4', '0', 'a', 1],
  'kubernetes.zones[1]': ['1'],
  'nodes.size': ['', 'D4ds_v5', 'Standard D4', 'Standard_', 'standard_d4'],
  'nodes.min': [0, -1, 1.5, 11, '3', null],
  'nodes.max': [0, 1001, 10.5, '10', 1e9],
  'nodes.maxPods': [9, 251, 30.5, '110'],
  'mesh.revision': ['', '1-29', 'asm-1-029', 'asm-2-1', 'default', 'asm-1-29 '],
  'mesh.ca': ['plug-in', 'Istiod', 'vault', ''],
  'dns.zone': [
    ...['', 'internal', 'Mesh.internal', 'mesh..internal', '.mesh.internal'],
    ...['mesh.internal.', 'mesh_1.internal', '*.internal', 'cluster.local'],
    ...['shop.cluster.local', 'default.svc', 'privatelink.example.com'],
    ...['privatelink.vaultcore.azure.net', 'mesh.azure.com', '10.0.0.1'],
    ...[`${'a'.repeat(64)}.internal`, `${'a.'.repeat(127)}internal`],
  ],
  'dns.links': [{}, link('a')],
  'dns.links[0]': [
    ...['', 'vnet-hub', link(''), group('on-call'), `${link('a')}/subnets/b`],
  ],
  'dns.links[1]': [link('VNET-HUB')],
  edge: ['yes', [], true],
  'edge.hosts': [[], '*.shop.example.com', Array(41).fill('www.example.com')],
  'edge.hosts[1]': [
    ...[
      '*',
      '*.com',
      '',
      'www',
      'www.*.com',
      'a*.example.com',
      '**.example.com',
    ],
    ...['WWW.example.com', '*.shop.example.com', 'www.example.com:443'],
    ...['https://www.example.com', 'mesh.internal', 'admin.mesh.internal'],
    ...['*.mesh.internal', '*.a.mesh.internal', '203.0.113.7', null],
  ],
  'edge.certificateSecretId': [
    ...['', 'shop', 'http://shop-certificates.vault.azure.net/secrets/shop'],
    ...['https://shop-certificates.vault.azure.net/certificates/shop'],
    ...['https://shop-certificates.vault.azure.net/secrets/shop/0123abcd'],
    ...['https://vault.example.com/secrets/shop'],
    ...['https://a.vault.azure.net.example.com/secrets/shop'],
    ...['https://shop-certificates.vault.azure.net/secrets/'],
    ...['https://u:p@shop-certificates.vault.azure.net/secrets/shop'],
    ...['https://shop-certificates.vault.azure.net/secrets/shop?x=1'],
  ],
  'edge.vaultId': [
    ...['', 'shop-certificates', link('shop-certificates')],
    `${ID}/rg/providers/Microsoft.KeyVault/vaults/another`,
  ],
  'edge.backend': ['tcp', 'HTTPS', ''],
  'edge.waf': ['Off', 'prevention', false],
  'edge.minCapacity': [-1, 11, 126, 1.5, '1'],
  'edge.maxCapacity': [1, 126, -2, '10'],
  'monitoring.logRetentionDays': [0, 29, 731, 30.5, '30'],
  'monitoring.actionGroups': ['on-call', Array(11).fill(group('a'))],
  'monitoring.actionGroups[0]': ['', 'on-call', link('vnet')],
  'monitoring.actionGroups[1]': [group('On-Call')],
};

const required = [
  ...['name', 'environment', 'owner', 'subscriptionId', 'region', 'network'],
  ...['network.range', 'kubernetes', 'kubernetes.adminGroups', 'dns'],
  ...['dns.zone', 'edge.hosts', 'edge.certificateSecretId'],
  'kubernetes.access.type',
];

/** Misspelt, in another place, or made up to do harm. */
const unknown = [
  ...['nmae', 'Name', 'digest', 'network.rnage', 'network.pod'],
  ...['network.subnets.node', 'network.subnets.bastion', 'kubernetes.versoin'],
  ...['kubernetes.localAccounts', 'kubernetes.access.range', 'nodes.maximum'],
  ...['mesh.revisions', 'dns.zones', 'edge.host', 'edge.certificate'],
  ...['monitoring.retention', 'mesh.toString'],
];

const tags: Array<[key: string, value: JsonValue]> = [
  ['managed-by', 'terraform'],
  ['meshwright-instance', 'other'],
  ['Meshwright-Cluster', 'other'],
  ['a/b', 'x'],
  ['a?', 'x'],
  ['<a>', 'x'],
  ['microsoft-x', 'x'],
  ['AzureCost', 'x'],
  ['k'.repeat(600), 'x'],
  ['long', 'v'.repeat(257)],
  ['number', 1],
  ['nothing', null],
];

/** Specifications that cannot be. */
export function listMalformed(): Malformed[] {
  const show = (value: unknown) =>
    JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
  return [
    ...[null, 'spec', 7, [], true].map(
      (answers): Malformed => [
        `${show(answers)} instead of answers`,
        'spec',
        answers,
      ],
    ),
    ...Object.entries(wrong).flatMap(([field, values]) =>
      values.map(
        (value): Malformed => [
          `${field}: ${show(value)}`,
          field,
          change(field, value),
        ],
      ),
    ),
    ...required.map(
      (field): Malformed => [`without ${field}`, field, change(field)],
    ),
    ...unknown.map(
      (field): Malformed => [`an unknown ${field}`, field, change(field, 'x')],
    ),
    ...tags.map(
      ([key, value]): Malformed => [
        `the tag ${key.slice(0, 30)}: ${show(value)}`,
        `tags.${key.slice(0, 80)}`,
        { ...fullAnswers(), tags: { [key]: value } },
      ],
    ),
    ...listCombinations(),
  ];
}

/** Answers that are right alone, and wrong together. */
function listCombinations(): Malformed[] {
  const small = (max: number) => ({
    ...clusterAnswers({ nodes: { min: 1, max } }),
  });
  return [
    [
      'two tags that differ in case',
      'tags.TEAM',
      { ...fullAnswers(), tags: { team: 'a', TEAM: 'b' } },
    ],
    [
      'too many tags',
      'tags',
      {
        ...fullAnswers(),
        tags: Object.fromEntries(
          Array.from({ length: 41 }, (_, n) => [`tag${n}`, 'x']),
        ),
      },
    ],
    [
      'a channel of images that the cluster channel forbids',
      'kubernetes.nodeImageChannel',
      set(
        change('kubernetes.upgradeChannel', 'node-image'),
        'kubernetes.nodeImageChannel',
        'SecurityPatch',
      ),
    ],
    [
      'more nodes than the subnet has addresses',
      'network.subnets.nodes',
      set(change('nodes.max', 800), 'network.pods', '10.128.0.0/12'),
    ],
    [
      'more nodes than the pods have ranges',
      'network.pods',
      change('nodes.max', 200),
    ],
    [
      'a network without room for its subnets',
      'network.range',
      { ...small(10), network: { range: '10.240.0.0/26' } },
    ],
    [
      'a network without room for its nodes',
      'network.range',
      { ...small(500), network: { range: '10.240.0.0/23' } },
    ],
    [
      'peers that leave no room for pods',
      'network.pods',
      {
        ...small(10),
        network: {
          range: '192.168.0.0/20',
          peers: ['10.0.0.0/8', '172.16.0.0/12'],
        },
      },
    ],
    [
      'a wildcard that holds the private zone',
      'edge.hosts[0]',
      change('dns.zone', 'mesh.shop.example.com'),
    ],
    [
      'more units than the application gateway has addresses',
      'network.subnets.applicationGateway',
      set(
        change('edge.maxCapacity', 100),
        'network.subnets.applicationGateway',
        '10.240.5.0/26',
      ),
    ],
    [
      'the key constructor',
      'constructor',
      { ...fullAnswers(), constructor: 'x' },
    ],
  ];
}
