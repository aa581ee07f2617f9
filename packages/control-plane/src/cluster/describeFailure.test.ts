import { describeFailure } from './describeFailure';

it.each([
  ['write /x: no space left on device', 'make room there'],
  ["ENOSPC: no space left on device, write '/x'", 'make room there'],
  ["EACCES: permission denied, mkdir '/x'", 'choose another folder'],
  ['kube-apiserver ended:\nbind: address already in use', '--sandbox-port'],
  ['No control plane: there is no Go here; install it', 'npm start'],
  ['No kwok: kwok is built with Go', 'npm start'],
  ['Building the control plane failed:\nx', 'npm start'],
  ['etcd ended:\npanic: freepages', '--reset'],
  ['etcd ended by itself; start again', 'start again'],
])('says what to do about %j', (message, remedy) => {
  expect(describeFailure(new Error(message), '/state')).toContain(remedy);
});
