// Who may import what: between our packages, and between folders of one.
const { join } = require('node:path');

const common = '@meshwright/plugin-mesh-common';
const node = '@meshwright/plugin-mesh-node';

/** What of ours each package may import. Shells load features by name. */
const allowed = {
  [common]: [],
  [node]: [common],
  '@meshwright/plugin-mesh-backend': [common, node],
  '@meshwright/plugin-mesh-backend-module-azure': [common, node],
  '@meshwright/plugin-mesh': [common],
  '@meshwright/plugin-catalog-backend-module-mesh': [common],
  '@meshwright/plugin-scaffolder-backend-module-mesh': [common, node],
  '@meshwright/plugin-permission-backend-module-mesh': [common],
  '@meshwright/plugin-auth-backend-module-sandbox': [],
  '@meshwright/plugin-app-module-sandbox': [],
  '@meshwright/control-plane': [],
  '@meshwright/sandbox': [common, '@meshwright/control-plane'],
  '@meshwright/cli': [common, node],
  '@meshwright/benchmarks': [common, node],
  '@meshwright/faults': [
    common,
    node,
    '@meshwright/control-plane',
    '@meshwright/sandbox',
  ],
  '@meshwright/e2e': [common, '@meshwright/control-plane'],
  app: ['@meshwright/plugin-mesh', '@meshwright/plugin-app-module-sandbox'],
};

/** Clients that only these packages may hold in their hands. */
const clients = {
  '@azure/*': [
    '@meshwright/plugin-mesh-backend-module-azure',
    '@meshwright/faults',
  ],
  '@kubernetes/*': ['@meshwright/plugin-mesh-backend'],
};

/**
 * Glob patterns that a package's source must not import. In the manner of
 * .gitignore: a later negation wins.
 */
function packageArrows(name) {
  const ours = allowed[name]
    ? ['@meshwright/*', ...allowed[name].map(other => `!${other}`)]
    : [];
  const theirs = Object.entries(clients)
    .filter(([, users]) => !users.includes(name))
    .map(([client]) => client);
  return [...ours, ...theirs];
}

/** `[folder, [folders it must not import]]`, inside src. */
const folders = {
  [common]: [
    [
      'objects',
      ['model', 'compile', 'plan', 'evaluate', 'analyze', 'status', 'lint'],
    ],
    ['model', ['compile', 'plan', 'evaluate', 'analyze', 'status', 'lint']],
    ['compile', ['plan', 'evaluate', 'analyze', 'status', 'lint']],
    ['evaluate', ['model', 'compile', 'plan', 'analyze', 'status', 'lint']],
    ['plan', ['model', 'compile', 'analyze', 'status', 'lint']],
    ['analyze', ['model', 'compile', 'preview', 'status', 'lint']],
    ['status', ['compile', 'lint']],
    ['lint', ['compile', 'plan', 'analyze', 'preview', 'status']],
    ['provision', ['compile', 'plan', 'analyze', 'status', 'lint']],
  ],
  '@meshwright/plugin-mesh-backend': [
    ['clusters', ['router', 'services', 'reconcile', 'database', 'catalog']],
    ['observe', ['router', 'services', 'reconcile', 'database', 'catalog']],
    ['catalog', ['router', 'services', 'clusters', 'observe']],
    ['database', ['router', 'services', 'reconcile', 'clusters', 'observe']],
    ['reconcile', ['router', 'services', 'clusters', 'observe', 'runs']],
    ['runs', ['router', 'services', 'clusters', 'observe', 'reconcile']],
    ['verify', ['router', 'services', 'reconcile', 'database', 'catalog']],
    ['services', ['router', 'clusters', 'observe']],
    ['router', ['database', 'clusters', 'observe', 'reconcile', 'catalog']],
  ],
  '@meshwright/plugin-mesh': [
    ['api', ['components', 'hooks']],
    ['hooks', ['components']],
    ['lib', ['components', 'hooks', 'api']],
  ],
};

/** Zones for `import/no-restricted-paths`. */
function folderZones(name, dir) {
  return (folders[name] ?? []).map(([target, from]) => ({
    target: join(dir, 'src', target),
    from: from.map(folder => join(dir, 'src', folder)),
    message: `${target}/ must not import ${from.join('/, ')}/`,
  }));
}

module.exports = { allowed, folderZones, packageArrows };
