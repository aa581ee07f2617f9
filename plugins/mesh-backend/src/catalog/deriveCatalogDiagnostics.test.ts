import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import { deriveCatalogDiagnostics } from './deriveCatalogDiagnostics';

const file = 'url:https://git.example.com/shop/web/catalog-info.yaml';

const failed = (message: string): AlphaEntity['status'] => ({
  items: [{ type: 'backstage.io/catalog-processing', level: 'error', message }],
});

const web: AlphaEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'web',
    annotations: { 'backstage.io/managed-by-location': file },
  },
  spec: { mesh: {} },
};

const location = (status?: AlphaEntity['status']): AlphaEntity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Location',
  metadata: { name: 'generated-1' },
  spec: { type: 'url', target: file.slice('url:'.length) },
  status,
});

describe('deriveCatalogDiagnostics', () => {
  it('tells the entities of a file why it cannot be read', () => {
    const diagnostics = deriveCatalogDiagnostics([
      web,
      location(failed('NotFoundError: 404, Not Found.')),
    ]);

    expect(diagnostics).toMatchObject([
      { code: 'MW1901', entityRef: 'component:default/web' },
    ]);
    expect(diagnostics[0].message).toContain(`${file}: NotFoundError: 404`);
    expect(diagnostics[0].message).toContain('last version it could read');
  });

  it('tells an entity why the catalog refuses its newer version', () => {
    const refused = { ...web, status: failed('spec.owner must be a string') };

    expect(deriveCatalogDiagnostics([refused, location()])).toMatchObject([
      {
        code: 'MW1902',
        message: expect.stringContaining('spec.owner must be a string'),
      },
    ]);
  });

  it('has nothing to say of readable files, others, or our own findings', () => {
    const ours: AlphaEntity['status'] = {
      items: [{ type: 'meshwright.io/finding', level: 'error', message: 'x' }],
    };
    const elsewhere = location(failed('gone'));
    elsewhere.spec = { type: 'url', target: 'https://git.example.com/other' };

    expect(
      deriveCatalogDiagnostics([
        { ...web, status: ours },
        location(),
        elsewhere,
        { ...location(failed('x')), spec: {} },
      ]),
    ).toEqual([]);
  });

  it('tells who uses an API that the catalog has no newer version of it', () => {
    const payments: AlphaEntity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: 'payments' },
      status: failed('Placeholder $text could not read location'),
    };
    const consumer = { ...web, spec: { mesh: {}, consumesApis: ['payments'] } };
    const garbage = { ...web, spec: { mesh: {}, consumesApis: [{}, ':'] } };

    expect(deriveCatalogDiagnostics([payments, consumer])).toMatchObject([
      { code: 'MW1902', entityRef: 'api:default/payments' },
      {
        ...{ code: 'MW1903', entityRef: 'component:default/web' },
        message: expect.stringContaining('could not read location'),
      },
    ]);
    expect(deriveCatalogDiagnostics([payments, garbage])).toEqual([]);
  });
});
