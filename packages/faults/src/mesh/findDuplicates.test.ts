import type { AuditEvent } from '@meshwright/control-plane';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { findDuplicates } from './findDuplicates';
import { idOfObject } from './objectId';
import type { ObjectEvent } from './Recording';

function object(content: string): MeshObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'web', namespace: 'shop', uid: '1' },
    spec: { rules: [content] },
  };
}

const put = (version: number, content: string): ObjectEvent => ({
  version,
  type: 'put',
  key: 'web',
  object: object(content),
});

function audit(verb: string, code = 200): AuditEvent {
  return {
    stage: 'ResponseComplete',
    verb,
    requestURI: '/apis/security.istio.io/v1/namespaces/shop/…',
    user: { username: 'backend' },
    objectRef: {
      apiGroup: 'security.istio.io',
      resource: 'authorizationpolicies',
      namespace: 'shop',
      name: 'web',
    },
    responseStatus: { code },
  };
}

const created = [put(1, 'a'), put(2, 'a')];
const creation = [audit('create', 201), audit('patch')];
const id = idOfObject(object('a'));

describe('findDuplicates', () => {
  it('counts a creation and its hand-over as one change', () => {
    expect(
      findDuplicates({ events: created, audit: creation, untold: [] }),
    ).toEqual([]);
  });

  it('finds a change that was made twice', () => {
    const events = [...created, put(3, 'b'), put(4, 'b')];
    const writes = [...creation, audit('patch'), audit('patch')];

    expect(findDuplicates({ events, audit: writes, untold: [] })).toEqual([
      expect.stringContaining('written again as it was (version 4)'),
    ]);
  });

  it('minds no change back to what was before', () => {
    const events = [...created, put(3, 'b'), put(4, 'a')];
    const writes = [...creation, audit('patch'), audit('patch')];

    expect(findDuplicates({ events, audit: writes, untold: [] })).toEqual([]);
  });

  it('finds a write that changed nothing, unless there was a doubt', () => {
    const writes = [...creation, audit('patch')];

    expect(
      findDuplicates({ events: created, audit: writes, untold: [] }),
    ).toEqual([
      `${id} was written 3 times for 2 changes (create, patch, patch)`,
    ]);
    expect(
      findDuplicates({ events: created, audit: writes, untold: [id] }),
    ).toEqual([]);
  });

  it('does not count writes of whose events it was not told', () => {
    const events: ObjectEvent[] = [{ ...put(2, 'a'), afterGap: true }];

    expect(findDuplicates({ events, audit: creation, untold: [] })).toEqual([]);
  });

  it('minds no write that was refused', () => {
    const writes = [...creation, audit('patch', 409)];

    expect(
      findDuplicates({ events: created, audit: writes, untold: [] }),
    ).toEqual([]);
  });
});
