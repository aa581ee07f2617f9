import type { ObjectRule } from '../../types';
import { checkValues } from '../read/policies';

const methods = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'REPORT',
]);

/** Methods are compared letter by letter, in the case that they are sent in. */
export const httpMethod: ObjectRule = {
  code: 'MW2201',
  severity: 'warning',
  summary: 'Methods are methods of HTTP',
  aliases: ['KIA0102'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      if (field !== 'methods' || methods.has(value) || value.includes('*')) {
        return undefined;
      }
      const upper = value.toUpperCase();
      if (methods.has(upper)) {
        return `'${value}' matches no request: methods are sent in capital letters. Write '${upper}'.`;
      }
      return value.startsWith('/')
        ? `'${value}' is a path: for gRPC the method is POST, and service and method stand in \`paths\`.`
        : `'${value}' is no method of HTTP, so no usual request matches it. Correct it.`;
    }),
};
