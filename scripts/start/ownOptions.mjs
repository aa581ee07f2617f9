// Reads what `npm start` is told of a cluster that is yours.
import { hostname, userInfo } from 'node:os';

export const ownDefinitions = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  catalog: { type: 'string', multiple: true },
  instance: { type: 'string' },
  revision: { type: 'string' },
  istio: { type: 'string' },
  prometheus: { type: 'string' },
  yes: { type: 'boolean' },
};

const rules = {
  instance: {
    form: /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    words: 'at most 63 lower case letters, digits and dashes',
  },
  istio: { form: /^1\.\d{1,3}$/, words: 'a version such as 1.29' },
  prometheus: { form: /^https?:\/\/\S+$/, words: 'an http or https URL' },
};

/** One name for the same person on the same machine, each time. */
function nameInstance() {
  const name = `${userInfo().username}-${hostname()}`.toLowerCase();
  const clean = name.replace(/[^a-z0-9]+/g, '-').slice(0, 63);
  return clean.replace(/^-|-$/g, '') || 'local';
}

function refuseWithout(values) {
  const name = Object.keys(ownDefinitions).find(
    key => values[key] !== undefined,
  );
  if (name) {
    throw new Error(
      `--${name} is about a cluster of yours; say which one with --kubeconfig FILE`,
    );
  }
}

/** Undefined when no cluster of theirs is meant. */
export function readOwnCluster(values, absolute) {
  if (values.kubeconfig === undefined) {
    refuseWithout(values);
    return undefined;
  }
  if (values.cluster !== undefined) {
    throw new Error(
      '--cluster starts a cluster here, and --kubeconfig takes one that is there; give one of them',
    );
  }
  for (const [name, { form, words }] of Object.entries(rules)) {
    if (values[name] !== undefined && !form.test(values[name])) {
      throw new Error(`--${name} must be ${words}, not '${values[name]}'`);
    }
  }
  const { context, revision, istio, prometheus, yes = false } = values;
  return {
    kubeconfig: absolute(values.kubeconfig),
    instance: values.instance ?? nameInstance(),
    catalog: (values.catalog ?? []).map(place =>
      /^https?:\/\//.test(place)
        ? { type: 'url', target: place }
        : { type: 'file', target: absolute(place) },
    ),
    ...{ context, revision, istio, prometheus, yes },
  };
}
