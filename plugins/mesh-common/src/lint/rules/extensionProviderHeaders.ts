import { toRecord, toRecords, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { listMeshConfigs } from './read/meshConfigs';
import { plain } from './read/plain';

const fields = [
  'includeRequestHeadersInCheck',
  'includeHeadersInCheck',
  'headersToUpstreamOnAllow',
  'headersToDownstreamOnDeny',
];

/** An authorizer that gets no token can only refuse, or guess. */
export const extensionProviderHeaders: ObjectRule = {
  code: 'MW2061',
  severity: 'warning',
  summary: 'External authorizers get the headers that there are',
  aliases: ['SEG-AUTHORIZER-HEADERS'],
  check: context =>
    listMeshConfigs(context).flatMap(({ object, path, config }) =>
      toRecords(config.extensionProviders).flatMap((provider, index) => {
        const settings = toRecord(
          provider.envoyExtAuthzHttp ?? provider.envoyExtAuthzGrpc,
        );
        const at = `${path}/extensionProviders[${index}]`;
        return [
          ...('includeHeadersInCheck' in settings
            ? [
                `includeHeadersInCheck of '${plain(
                  provider.name,
                )}' is the old name of includeRequestHeadersInCheck. Write that.`,
              ]
            : []),
          ...fields.flatMap(field =>
            toTexts(settings[field])
              .filter(header => /^authoris/i.test(header))
              .map(
                header =>
                  `'${header}' in ${field} of '${plain(
                    provider.name,
                  )}' is no header of HTTP, so the authorizer never gets the token. Write 'authorization'.`,
              ),
          ),
        ].map(message => ({ object, path: at, message }));
      }),
    ),
};
