import { mockCredentials } from '@backstage/backend-test-utils';

/** Everybody who may knock, and how each says who it is. */
export const callers = {
  anonymous: mockCredentials.none.header(),
  'signed in, without rights': mockCredentials.user.header('user:default/nina'),
  'owner of the caller': mockCredentials.user.header('user:default/dana'),
  'owner of the called': mockCredentials.user.header('user:default/olaf'),
  'platform team': mockCredentials.user.header('user:default/petra'),
  'another plugin': mockCredentials.service.header(),
};

export type Caller = keyof typeof callers;

/** In the order of `callers`: what each gets, as a status of HTTP. */
export type Answers = [number, number, number, number, number, number];

/** Who gets which of these answers, readable in a difference. */
export function nameAnswers(answers: readonly number[]) {
  return Object.fromEntries(
    Object.keys(callers).map((caller, at) => [caller, answers[at]]),
  );
}
