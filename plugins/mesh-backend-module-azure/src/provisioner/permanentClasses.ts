import type { ErrorClass } from './ErrorClass';

const QUOTA =
  'Ask for more quota in this region (Subscription → Usage + quotas), or ask for less.';

/** What only a person can mend. */
export const permanentClasses: ErrorClass[] = [
  {
    name: 'services',
    codes: ['servicecidroverlap*'],
    remedy:
      'Choose a range for services that lies outside the network, its peers and the pods.',
    answers: ['network.services', 'network.range'],
  },
  {
    name: 'pods',
    codes: ['podcidroverlap*', 'invalidpodcidr*'],
    remedy:
      'Choose a range for pods that lies outside the network, its peers and the services.',
    answers: ['network.pods'],
  },
  {
    name: 'dnsAddress',
    codes: ['invaliddnsserviceip*', 'dnsserviceipoutofservicecidr*'],
    remedy: 'Choose an address inside the range of services.',
    answers: ['network.dnsAddress', 'network.services'],
  },
  {
    name: 'addresses',
    codes: [
      'netcfgsubnetrangesoverlap',
      'netcfgsubnetrangeoutsidevnet',
      'netcfginvalid*',
      'invalidcidrnotation',
      'subnetisfull',
      'insufficientsubnetsize',
      'vnetaddressspaceoverlaps*',
      'inusesubnetcannotbeupdated',
      'privateipaddressnotinsubnet',
      'privateipaddressinuse',
    ],
    remedy:
      'Correct the address plan: subnets lie apart, inside the network, and what is in use keeps its range.',
    answers: ['network.subnets', 'network.range', 'network.ingressAddress'],
  },
  {
    name: 'inUse',
    codes: ['inusesubnetcannotbedeleted', 'cannotdeleteresource'],
    remedy: 'Something uses it. Take that away first.',
    answers: ['network.subnets'],
  },
  {
    name: 'kubernetes',
    codes: ['*k8sversionnotsupported', 'k8sversionnot*', 'unsupportedk8s*'],
    remedy: 'Choose a Kubernetes version that the preview offers.',
    answers: ['kubernetes.version'],
  },
  {
    name: 'mesh',
    codes: ['badrequest', 'invalidparameter', 'servicemesh*', '*'],
    words:
      /service mesh|istio (profile|ingress)|mesh revision|ServiceMeshProfile/i,
    remedy:
      'Choose a mesh revision that fits the Kubernetes version, as the preview offers.',
    answers: ['mesh.revision', 'kubernetes.version', 'mesh.ca'],
  },
  {
    name: 'publicAddresses',
    codes: ['publicipcountlimitreached', 'publicipaddresscountlimit*'],
    remedy: QUOTA,
    answers: ['edge', 'region'],
  },
  {
    name: 'quota',
    codes: [
      'managedclustercountexceedsquotalimit',
      'quotaexceeded',
      'errcode_insufficientvcpuquota',
      'insufficientvcpuquota',
      'insufficientquota',
      'resourcecountexceedslimit*',
    ],
    remedy: QUOTA,
    answers: ['nodes.max', 'nodes.size', 'nodes', 'region'],
  },
  {
    name: 'quota',
    codes: ['operationnotallowed'],
    words: /quota|exceed|limit/i,
    remedy: QUOTA,
    answers: ['nodes.max', 'nodes.size', 'nodes', 'region'],
  },
  {
    name: 'capacity',
    codes: [
      'skunotavailable',
      'allocationfailed',
      'zonalallocationfailed',
      'overconstrained*',
      'vmsizenotsupported',
      'agentpoolskunotsupported',
      'availabilityzonenotsupported',
    ],
    remedy:
      'Azure has no such machines there now: choose another size, fewer zones or another region.',
    answers: ['nodes.size', 'kubernetes.zones', 'region'],
  },
  {
    name: 'vaultTaken',
    codes: ['vaultalreadyexists', 'vaultnamenotvalid'],
    remedy:
      'Names of vaults are global, and a deleted vault keeps its own for up to 90 days. Recover or purge that one, or name the cluster differently.',
    answers: ['name', 'edge.vaultId'],
  },
  {
    name: 'softDeleted',
    codes: ['conflicterror', 'conflict', 'workspacenameconflict*'],
    words: /soft.?delet|deleted (vault|state|workspace)|already exists/i,
    remedy:
      'Something of that name was deleted and may still be recovered. Recover it in its own region, purge it, or name the cluster differently.',
    answers: ['name', 'region'],
  },
  {
    name: 'certificate',
    codes: ['applicationgatewaykeyvault*', 'applicationgatewaysslcertificate*'],
    remedy:
      'See that the certificate is in the vault, has not expired, and that the vault is reachable.',
    answers: ['edge.certificateSecretId', 'edge.vaultId', 'edge'],
  },
  {
    name: 'firewall',
    codes: ['applicationgatewayfirewall*'],
    remedy: 'Correct what is asked of the web application firewall.',
    answers: ['edge.waf', 'edge'],
  },
  {
    name: 'edge',
    codes: ['applicationgateway*'],
    remedy: 'Correct the answers about the way in from the internet.',
    answers: ['edge', 'network.subnets.applicationGateway'],
  },
  {
    name: 'linkedRights',
    codes: ['linkedauthorizationfailed', 'linkedaccesscheckfailed'],
    remedy:
      'The identity of the backend needs rights on the resource that this one refers to, too: grant them there.',
    answers: ['dns.links', 'edge.vaultId', 'monitoring.actionGroups'],
  },
  {
    name: 'rights',
    codes: ['authorizationfailed', 'forbidden', 'roleassignmentupdate*'],
    remedy:
      'The identity of the backend needs this right: Contributor for resources, and Role Based Access Control Administrator for role assignments.',
    answers: ['resourceGroup', 'subscriptionId'],
  },
  {
    name: 'policy',
    codes: ['requestdisallowedbypolicy', 'requestdisallowedbyazure'],
    remedy:
      'A policy of the subscription forbids it. Ask its owner for an exemption, or answer so that it fits.',
  },
  {
    name: 'locked',
    codes: ['scopelocked', 'readonlydisabledsubscription'],
    remedy: 'Somebody locked it. Whoever did can take the lock away.',
    answers: ['resourceGroup', 'subscriptionId'],
  },
  {
    name: 'place',
    codes: [
      'locationnotavailable*',
      'invalidresourcelocation',
      'invalidresourcegrouplocation',
      'noregisteredproviderfound',
      'nosupportedapiversion*',
      'unsupportedlocation',
    ],
    remedy:
      'It is not offered there, or exists in another region already. Choose another region or another name.',
    answers: ['region', 'name'],
  },
  {
    name: 'subscription',
    codes: ['subscriptionnotfound', 'invalidsubscription*'],
    remedy:
      'The identity of the backend sees no such subscription: correct it, or grant Reader there.',
    answers: ['subscriptionId'],
  },
];

/** An answer that nothing above fits. */
export const refusal: ErrorClass = {
  name: 'refusal',
  codes: [],
  remedy: 'Correct what Azure names, and start again.',
};
