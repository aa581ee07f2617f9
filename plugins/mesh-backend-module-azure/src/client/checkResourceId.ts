import { InputError } from '@backstage/errors';

const SEGMENT = /^[\w.()@~-]{1,260}$/;

/**
 * The id when it is one path below a subscription and nothing else: ids come
 * out of forms, too, and a token goes where they lead.
 */
export function checkResourceId(id: string): string {
  const [root, ...segments] = id.split('/');
  const fits =
    root === '' &&
    segments.length >= 2 &&
    segments.length <= 40 &&
    segments.every(part => SEGMENT.test(part) && !/^\.+$/.test(part));
  if (!fits) {
    throw new InputError(
      `'${id.slice(
        0,
        200,
      )}' is no id of an Azure resource; one looks like '/subscriptions/…/resourceGroups/…/providers/…'`,
    );
  }
  return id;
}
