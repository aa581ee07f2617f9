import { createProgram } from './createProgram';
import { RULES } from './definitions';

it('can run every rule that is published for the kinds that are served', () => {
  expect(RULES.length).toBeGreaterThan(20);
  for (const { rule } of RULES) {
    expect(() => createProgram(rule)).not.toThrow();
  }
});

it('says in one line what was wrong with a value', () => {
  expect(() => createProgram('url(self).getScheme() == "x"')('a b')).toThrow(
    /^URL parse error [^\n]*$/,
  );
  expect(() => createProgram("duration(self) > duration('1s')")('x')).toThrow(
    "type conversion error from 'string' to 'google.protobuf.Duration'",
  );
});
