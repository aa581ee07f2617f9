const { builtinModules } = require('node:module');

const pure = 'mesh-common is pure: pass the value in instead';

module.exports = require('../../scripts/lint/createConfig')(__dirname, {
  // Source files only; golden tests may read their fixtures.
  restrictedSrcImports: builtinModules.flatMap(name => [name, `node:${name}`]),
  restrictedImportPatterns: ['@backstage/*-node', '@backstage/backend-*'],
  restrictedSrcSyntax: [
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: pure,
    },
    {
      selector: "MemberExpression[object.name='Date'][property.name='now']",
      message: pure,
    },
    {
      selector: "MemberExpression[object.name='Math'][property.name='random']",
      message: pure,
    },
    { selector: "CallExpression[callee.name='fetch']", message: pure },
  ],
});
