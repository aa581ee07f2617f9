import {
  BRIEF,
  BUSY,
  DOUBTFUL,
  type ErrorClass,
  GRANT,
  PRINCIPAL,
  REREAD,
} from './ErrorClass';

const changed: ErrorClass = {
  name: 'changed',
  codes: ['etagmismatch', 'preconditionfailed', 'conditionnotmet'],
  patience: REREAD,
  remedy:
    'Somebody else keeps changing it. Find out who, and resume when it is quiet.',
};

const throttled: ErrorClass = {
  name: 'throttled',
  codes: [
    'toomanyrequests',
    'subscriptionrequeststhrottled',
    'requeststhrottled',
    'operationthrottled',
    'resourcecollectionrequeststhrottled',
  ],
  patience: { tries: 40, firstMs: 5_000, mostMs: 60_000 },
  remedy:
    'Too many requests are sent with this identity in this subscription. Resume later.',
};

const missing: ErrorClass = {
  name: 'missing',
  codes: [
    'resourcegroupnotfound',
    'parentresourcenotfound',
    'resourcenotfound',
    'invalidresourcereference',
    'notfound',
  ],
  // A new resource is not known everywhere at once.
  patience: DOUBTFUL,
  remedy:
    'Something that it needs is not there: it may have been deleted meanwhile. Look at the preview again, and resume.',
};

const server: ErrorClass = {
  name: 'server',
  codes: [
    'internalservererror',
    'internaloperationerror',
    'internalerror',
    'servicenotavailable',
    'serviceunavailable',
    'servererror',
    'servertimeout',
    'gatewaytimeout',
    'requesttimeout',
    'operationtimedout',
  ],
  patience: { tries: 20, firstMs: 1_000, mostMs: 30_000 },
  remedy:
    'Azure itself fails: look at its status page, and resume. With the request id its support can find out more.',
};

/** What goes away by waiting, or by looking again. */
export const transientClasses: ErrorClass[] = [
  {
    name: 'busy',
    codes: ['operationnotallowed', 'conflict', 'operationpreempted'],
    words:
      /^(?![^]*quota)[^]*(in progress|another operation|being (updated|upgraded|deleted)|preempt|try again later)/i,
    patience: BUSY,
    remedy:
      'Another operation has been running on it all this time. Resume when that has ended.',
  },
  {
    name: 'busy',
    codes: [
      'anotheroperationinprogress',
      'retryableerror',
      'notlatestoperation',
      'referencedresourcenotprovisioned',
      'operationconflict',
      'resourcebeingdeleted',
      'resourcegroupbeingdeleted',
      'inprogress',
      'concurrentoperation',
    ],
    patience: BUSY,
    remedy:
      'Another operation has been running there all this time. Resume when that has ended.',
  },
  changed,
  {
    name: 'unregistered',
    codes: ['missingsubscriptionregistration', 'subscriptionnotregistered'],
    patience: BUSY,
    remedy:
      'The resource provider is still not registered in the subscription: register it there, or let someone who may.',
    answers: ['subscriptionId'],
  },
  {
    name: 'principal',
    codes: ['principalnotfound'],
    patience: PRINCIPAL,
    remedy:
      'Entra ID does not know the identity after two minutes. See that it was not deleted, and resume.',
  },
  {
    name: 'granted',
    codes: ['roleassignmentexists'],
    succeeded: true,
    remedy: '',
  },
  {
    name: 'spreading',
    codes: [
      'authorizationfailed',
      'applicationgatewaykeyvaultsecretexception',
      'customkubeletidentitymissingpermissionerror',
      'linkedaccesscheckfailed',
      'linkedauthorizationfailed',
      'forbidden',
    ],
    afterGrant: true,
    patience: GRANT,
    remedy:
      'Ten minutes after the role was granted, Azure still refuses. See that nobody took the role away, and resume.',
  },
  throttled,
  {
    name: 'nested',
    codes: [
      'cannotdeleteresource',
      'inusesubnetcannotbedeleted',
      'inusenetworksecuritygroupcannotbedeleted',
      'nicinuse',
      'publicipaddresscannotbedeleted',
      'subnetinuse',
      'cannotdeleteresourcegroup',
    ],
    operations: ['delete'],
    patience: BUSY,
    remedy:
      'Something that was not made by this installation still uses it. Take that away, and resume.',
  },
  missing,
  server,
];

/** For answers whose code says nothing, by status. */
export const statusClasses: Record<number, ErrorClass> = {
  401: {
    name: 'token',
    codes: [],
    patience: DOUBTFUL,
    remedy:
      'The identity of the backend is not accepted: see that it belongs to the tenant of the subscription.',
    answers: ['subscriptionId'],
  },
  404: missing,
  407: {
    name: 'proxy',
    codes: [],
    remedy:
      'A proxy between the backend and Azure wants credentials. Configure it for the backend.',
  },
  408: server,
  409: {
    name: 'conflict',
    codes: [],
    patience: DOUBTFUL,
    remedy: 'It is in conflict with what is there.',
  },
  412: changed,
  429: throttled,
  500: server,
  502: server,
  503: server,
  504: server,
};

/** Nobody answered, or nothing that makes sense. */
export const silence: ErrorClass = {
  name: 'silence',
  codes: [],
  patience: BRIEF,
  remedy:
    'See that the backend reaches Azure Resource Manager through its network and proxies, and resume.',
};
