import type { MeshObject } from '../../../objects';
import type { Evidence } from '../../run';
import { failed, listNames, passed, unknown } from '../evidence';
import { listMeshNamespaces, REVISION_LABEL } from '../labels';

/**
 * Whether every namespace that asks for proxies asks a control plane that is
 * there.
 *
 * @public
 */
export function evaluateRevisionLabels(read: {
  namespaces: readonly MeshObject[];
  /** Of control planes that run. */
  installed: readonly string[];
}): Evidence[] {
  const { namespaces, installed } = read;
  const members = listMeshNamespaces(namespaces);
  return [judgeRevisions(members, installed), judgeInjectionLabel(namespaces)];
}

function judgeRevisions(
  members: readonly MeshObject[],
  installed: readonly string[],
): Evidence {
  const what = 'Revision labels of namespaces';
  const expected = `'${REVISION_LABEL}' is ${
    installed.map(name => `'${name}'`).join(' or ') || 'an installed revision'
  }`;
  if (installed.length === 0) {
    const why = 'no control plane is ready';
    return unknown({ what, expected, why });
  }
  const wrong = members.filter(
    ({ metadata }) =>
      !installed.includes(metadata.labels?.[REVISION_LABEL] ?? ''),
  );
  if (wrong.length === 0) {
    const seen = `true for all ${members.length} namespaces with the label`;
    return passed({ what, expected, seen });
  }
  const seen = listNames(
    wrong.map(
      ({ metadata }) =>
        `${metadata.name}: ${metadata.labels?.[REVISION_LABEL]}`,
    ),
  );
  return failed({
    what,
    expected,
    seen: `${seen}; their pods get no proxy`,
  });
}

/** The add-on skips namespaces with it, whatever else they say. */
function judgeInjectionLabel(namespaces: readonly MeshObject[]): Evidence {
  const row = {
    what: "Label 'istio-injection'",
    expected: 'no namespace has it: injection by revision skips those',
  };
  const found = namespaces
    .filter(({ metadata }) => metadata.labels?.['istio-injection'])
    .map(({ metadata }) => metadata.name);
  return found.length === 0
    ? passed({ ...row, seen: 'none has it' })
    : failed({ ...row, seen: `${listNames(found)} have it` });
}
