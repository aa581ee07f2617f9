import type { ContractOperation } from '@meshwright/plugin-mesh-common';
import { CONTRACT_LIMITS } from './limits';
import type { ProblemList } from './ProblemList';
import { ProtoReader, type ProtoMethod } from './ProtoReader';
import { UnreadableDefinition } from './UnreadableDefinition';

/** The operations of the services that proto text defines. */
export function readProto(
  text: string,
  problems: ProblemList,
): ContractOperation[] {
  const methods = readUnique(text, problems);
  const uses = countNames(methods);
  return methods.map(method => {
    const path = `/${method.service}/${method.name}`;
    const names = namesOf(method).filter(name => uses.get(name) === 1);
    const [id, ...aliases] = names;
    return {
      ...(id === undefined ? {} : { id }),
      aliases: [...aliases, `POST ${path}`],
      method: 'POST',
      path,
    };
  });
}

function readUnique(text: string, problems: ProblemList): ProtoMethod[] {
  const methods = new Map<string, ProtoMethod>();
  for (const method of new ProtoReader(text).read()) {
    const name = `${method.service}/${method.name}`;
    if (methods.has(name)) {
      problems.warn(`line ${method.line}`, `'${name}' is defined twice`);
    }
    methods.set(name, method);
    if (methods.size > CONTRACT_LIMITS.operations) {
      throw new UnreadableDefinition(
        `There are more than ${CONTRACT_LIMITS.operations} methods; split the API`,
      );
    }
  }
  return [...methods.values()];
}

/** `Method`, `Service/Method`, `package.Service/Method`: the shortest first. */
function namesOf({ service, name }: ProtoMethod): string[] {
  const short = service.slice(service.lastIndexOf('.') + 1);
  return [...new Set([name, `${short}/${name}`, `${service}/${name}`])];
}

function countNames(methods: ProtoMethod[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const name of methods.flatMap(namesOf)) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}
