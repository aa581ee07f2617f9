import {
  isHandEdit,
  listAppliedAdditions,
  toAppliedFields,
} from './managedFields';

const entry = (manager: string, operation: string, fieldsV1 = {}) => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
});

describe('toAppliedFields', () => {
  it('turns our creation into an apply and leaves others alone', () => {
    const fields = { 'f:spec': { 'f:mode': {} } };
    const others = [
      entry('kubectl-edit', 'Update', { 'f:data': {} }),
      { ...entry('meshwright', 'Update'), subresource: 'status' },
    ];

    expect(
      toAppliedFields([...others, entry('meshwright', 'Update', fields)]),
    ).toEqual([...others, entry('meshwright', 'Apply', fields)]);
  });

  it('adds what we wrote to what we applied before', () => {
    expect(
      toAppliedFields([
        entry('meshwright', 'Apply', { 'f:spec': { 'f:a': {} } }),
        entry('meshwright', 'Update', { 'f:spec': { 'f:b': {} }, 'f:x': {} }),
      ]),
    ).toEqual([
      entry('meshwright', 'Apply', {
        'f:spec': { 'f:a': {}, 'f:b': {} },
        'f:x': {},
      }),
    ]);
  });
});

describe('isHandEdit', () => {
  const entries = [
    entry('kubectl-edit', 'Update'),
    entry('argocd', 'Update'),
    entry('argocd', 'Apply'),
  ];

  it.each([
    ['kubectl-edit', true],
    ['argocd', false],
    ['nobody', false],
  ])('of %p: %p', (manager, expected) => {
    expect(isHandEdit(entries, manager)).toBe(expected);
  });
});

describe('listAppliedAdditions', () => {
  const ours = entry('meshwright', 'Apply', {
    'f:spec': { 'f:rules': {}, 'f:selector': { 'f:app': {} } },
  });
  const spec = (fields: object) => ({ 'f:spec': fields });

  it.each([
    ['beside ours', spec({ 'f:selector': { 'f:x': {} } }), '.spec.selector.x'],
    ['of another root', { 'f:data': { 'f:a': {} } }, '.data'],
    ['that are ours too', spec({ 'f:rules': {} }), undefined],
    ['around ours', spec({ 'f:selector': { '.': {} } }), undefined],
    ['that are no spec', { 'f:metadata': { 'f:labels': {} } }, undefined],
  ])('finds fields %s', (_, fields, field) => {
    const found = listAppliedAdditions([
      ours,
      entry('argocd', 'Apply', fields),
    ]);

    expect(found).toEqual(field ? [{ manager: 'argocd', field }] : []);
  });

  it('does not take what somebody wrote by hand for applied', () => {
    expect(
      listAppliedAdditions([
        ours,
        entry('kubectl-edit', 'Update', spec({ 'f:x': {} })),
      ]),
    ).toEqual([]);
  });
});
