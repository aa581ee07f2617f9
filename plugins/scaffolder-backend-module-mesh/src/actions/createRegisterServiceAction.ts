import { stringifyEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { MeshBackendClient } from '../client/MeshBackendClient';
import { addLocation } from './addLocation';
import { examples } from './createRegisterServiceAction.examples';
import { waitForEntity } from './waitForEntity';

// The scaffolder checks inputs but fills in no defaults.
const DESCRIPTOR = 'catalog-info.yaml';
const PATIENCE_SECONDS = 60;

/**
 * Creates the `mesh:service:register` action, which binds the namespace of a
 * new service to its owner, registers its descriptor, and waits until the
 * catalog has it.
 */
export function createRegisterServiceAction(options: {
  catalog: CatalogService;
  mesh: Pick<MeshBackendClient, 'registerService'>;
}) {
  const { catalog, mesh } = options;
  return createTemplateAction({
    id: 'mesh:service:register',
    description:
      'Registers a new service with the mesh and the catalog, and waits until the catalog has it',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repoContentsUrl: z =>
          z.string({
            description:
              'Where the files of the repository are, as the publish step gives it',
          }),
        catalogInfoPath: z =>
          z
            .string({
              description: `The descriptor in the repository; '${DESCRIPTOR}' when not given`,
            })
            .optional(),
        entityRef: z => z.string({ description: 'The service to wait for' }),
        cluster: z => z.string({ description: 'Name of its cluster' }),
        namespace: z => z.string({ description: 'Its Kubernetes namespace' }),
        owner: z => z.string({ description: 'The group that owns it' }),
        timeoutSeconds: z =>
          z
            .number({
              description: `How long to wait for the catalog; ${PATIENCE_SECONDS} when not given`,
            })
            .min(1)
            .max(600)
            .optional(),
      },
      output: {
        entityRef: z => z.string({ description: 'The service' }),
        catalogInfoUrl: z => z.string({ description: 'Its descriptor' }),
      },
    },
    async handler(ctx) {
      const { cluster, namespace, timeoutSeconds } = ctx.input;
      const entityRef = readRef(ctx.input.entityRef, 'component', 'entityRef');
      const owner = readRef(ctx.input.owner, 'group', 'owner');
      const { folder, catalogInfoUrl } = locate(ctx.input);
      ctx.output('entityRef', entityRef);
      ctx.output('catalogInfoUrl', catalogInfoUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would bind namespace '${namespace}' in '${cluster}' to ${owner} and register ${catalogInfoUrl}`,
        );
        return;
      }

      const credentials = await ctx.getInitiatorCredentials();
      const request = { entityRef, cluster, namespace, owner };
      await ctx.checkpoint({
        key: 'mesh.service.bind',
        fn: () =>
          mesh.registerService(
            { ...request, locationPrefix: `url:${folder}` },
            { credentials, signal: ctx.signal },
          ),
      });
      await ctx.checkpoint({
        key: 'mesh.service.location',
        fn: () => addLocation({ catalog, target: catalogInfoUrl, credentials }),
      });
      await waitForEntity({
        ...{ catalog, credentials, entityRef, catalogInfoUrl },
        timeoutSeconds: timeoutSeconds ?? PATIENCE_SECONDS,
        signal: ctx.signal,
      });
      ctx.logger.info(
        `The catalog has ${entityRef}; its namespace belongs to ${owner}`,
      );
    },
  });
}

function locate(input: { repoContentsUrl: string; catalogInfoPath?: string }) {
  const { repoContentsUrl, catalogInfoPath = DESCRIPTOR } = input;
  const folder = repoContentsUrl.replace(/\/*$/, '/');
  const path = catalogInfoPath.replace(/^\/+/, '');
  return { folder, catalogInfoUrl: `${folder}${path}` };
}

function readRef(text: string, defaultKind: string, field: string): string {
  try {
    return stringifyEntityRef(parseEntityRef(text, { defaultKind }));
  } catch {
    throw new InputError(
      `'${field}' is '${text}', which is no entity reference; write for example '${defaultKind}:default/name'`,
    );
  }
}
