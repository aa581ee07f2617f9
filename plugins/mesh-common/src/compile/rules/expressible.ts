import { isHttp } from '../../model/build/RouteTable';
import type { Edge, Operation } from '../../model/types';
import { isExpressible } from './paths';

/**
 * An edge without what no policy could hold as it is meant: less is granted
 * then, at both layers. Undefined when nothing is left.
 */
export function toExpressible(edge: Edge): Edge | undefined {
  const { operations, ports } = edge;
  if (!operations) {
    return ports.length > 0 ? edge : undefined;
  }
  const fit = fitOperations(operations);
  // Methods and paths mean nothing to a port that does not speak HTTP.
  const http = ports.every(isHttp) ? ports : ports.filter(isHttp);
  if (fit.length === 0 || http.length === 0) {
    return undefined;
  }
  return fit === operations && http === ports
    ? edge
    : { ...edge, operations: fit, ports: http };
}

function fitOperations(operations: Operation[]): Operation[] {
  return operations.every(isFit)
    ? operations
    : operations.flatMap(({ methods, paths }) => {
        const fit = paths?.filter(isExpressible);
        return methods?.length === 0 || fit?.length === 0
          ? []
          : [{ ...(methods && { methods }), ...(fit && { paths: fit }) }];
      });
}

function isFit({ methods, paths }: Operation): boolean {
  return (
    methods?.length !== 0 &&
    (!paths || (paths.length > 0 && paths.every(isExpressible)))
  );
}
