import { parseEntityRef } from '@backstage/catalog-model';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { shortName } from '../../lib';

/** The name of an entity, as a link to its page. */
export function EntityName(props: { entityRef: string; title?: string }) {
  const { entityRef, title } = props;
  const link = useEntityRefLink();

  return (
    <Link href={link(parseEntityRef(entityRef))} title={entityRef}>
      {title ?? shortName(entityRef)}
    </Link>
  );
}
