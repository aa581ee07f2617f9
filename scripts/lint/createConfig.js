// House lint rules: the Backstage preset, the limits of our style, and who may
// import what. The arrows are drawn once, in arrows.js.
const factory = require('@backstage/cli/config/eslint-factory');
const { packageArrows, folderZones } = require('./arrows');

const style = {
  '@backstage/no-mixed-plugin-imports': 'error',
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  'no-console': 'error',
  'max-lines': ['error', { max: 250, skipBlankLines: true }],
  'max-params': ['error', 3],
  complexity: ['error', 15],
};

const relaxedInTests = {
  'max-lines': 'off',
  'max-lines-per-function': 'off',
  '@typescript-eslint/no-non-null-assertion': 'off',
};

/** Makes the ESLint configuration of one package. */
module.exports = function createConfig(dir, extra = {}) {
  const { name } = require(`${dir}/package.json`);
  const zones = folderZones(name, dir);
  return factory(dir, {
    ...extra,
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
      ...extra.settings,
    },
    rules: {
      ...style,
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true }],
      ...(zones.length > 0 && {
        'import/no-restricted-paths': ['error', { zones }],
      }),
      ...extra.rules,
    },
    overrides: [
      { files: ['**/*.spec.ts'], rules: relaxedInTests },
      ...(extra.overrides ?? []),
    ],
    testRules: { ...relaxedInTests, ...extra.testRules },
    restrictedImportPatterns: [
      ...packageArrows(name),
      ...(extra.restrictedImportPatterns ?? []),
    ],
  });
};
