import {
  listActions,
  listQuestions,
  names,
  readFolder,
} from './__testUtils__/templates';

describe('what templates ask and show', () => {
  it.each(names)('%s shows what its actions put out', name => {
    const actions = listActions();
    const { spec } = readFolder(name);
    const shown = JSON.stringify(spec.output ?? {});
    const used = [...shown.matchAll(/steps\.(\w+)\.output\.(\w+)/g)];

    for (const { id, action } of spec.steps) {
      const { properties } = actions.get(action)?.output ?? {};
      const ours = used.filter(([, step]) => step === id && properties);
      expect(Object.keys(properties ?? {})).toEqual(
        expect.arrayContaining(ours.map(([, , output]) => output)),
      );
    }
  });

  it.each(['take-over-mesh-cluster', 'uninstall-mesh'])(
    '%s asks for all that its action takes, and shows it before',
    name => {
      const template = readFolder(name);
      const [{ action, input }] = template.spec.steps;
      const { properties } = listActions().get(action)?.input ?? {};
      const questions = Object.fromEntries(listQuestions(template));
      const asked = template.spec.parameters.flatMap(page => page.required);

      expect(input).toEqual(
        Object.fromEntries(
          Object.keys(properties ?? {}).map(key => [
            ...[key, `\${{ parameters.${key} }}`],
          ]),
        ),
      );
      expect(Object.keys(questions).sort()).toEqual(
        [...Object.keys(input), 'preview'].sort(),
      );
      expect([...asked].sort()).toEqual(Object.keys(questions).sort());
      expect(questions.mode?.oneOf?.map(each => each.const)).toEqual(
        properties?.mode?.enum,
      );
    },
  );
});
