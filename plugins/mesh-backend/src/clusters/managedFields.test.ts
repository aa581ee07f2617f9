import { isHandEdit, toAppliedFields } from './managedFields';

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
