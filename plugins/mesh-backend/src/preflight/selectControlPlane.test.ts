import { selectControlPlane } from './selectControlPlane';
import { type ControlPlane, toControlPlane } from './toControlPlane';

const plane = (overrides: Partial<ControlPlane> = {}): ControlPlane => ({
  namespace: 'istio-system',
  revision: 'default',
  version: '1.29',
  isReady: true,
  ...overrides,
});

const select = (
  planes: ControlPlane[],
  options: { missing?: string[]; revision?: string; istio?: string } = {},
) =>
  selectControlPlane(planes, {
    cluster: 'mine',
    missingKinds: options.missing ?? [],
    wishes: { revision: options.revision, istio: options.istio },
  });

describe('selectControlPlane', () => {
  it('takes the only one', () => {
    expect(select([plane()])).toEqual(plane());
  });

  it.each([
    { what: 'no istiod', planes: [], message: /has no Istio/ },
    {
      what: 'no definitions',
      options: { missing: ['security.istio.io/AuthorizationPolicy'] },
      message:
        /does not serve security\.istio\.io\/AuthorizationPolicy, version v1/,
    },
    {
      what: 'nothing that is ready',
      planes: [plane({ isReady: false })],
      message: /no ready replica/,
    },
    {
      what: 'several',
      planes: [plane(), plane({ revision: 'canary' })],
      message:
        /several control planes of Istio: 'default', 'canary'.*--revision/,
    },
    {
      what: 'an unknown revision',
      options: { revision: 'canary' },
      message: /no istiod of revision 'canary'; there is 'default'/,
    },
    {
      what: 'a version that is too old',
      planes: [plane({ version: '1.26' })],
      message: /runs Istio 1\.26; supported are 1\.27 to 1\.32/,
    },
    {
      what: 'a version that is too new',
      planes: [plane({ version: '1.33' })],
      message: /runs Istio 1\.33; supported are 1\.27 to 1\.32/,
    },
    {
      what: 'a version that nothing tells',
      planes: [plane({ version: undefined })],
      message: /tells its version\. Say it, for example with --istio 1\.29/,
    },
  ])('refuses $what', ({ planes = [plane()], options = {}, message }) => {
    expect(() => select(planes, options)).toThrow(message);
  });

  it('takes the one that is named, and the version that is said', () => {
    const canary = plane({ revision: 'canary', version: undefined });

    expect(
      select([plane(), canary], { revision: 'canary', istio: '1.30' }),
    ).toEqual({ ...canary, version: '1.30' });
  });

  it('goes on without kinds that are not needed', () => {
    expect(
      select([plane()], { missing: ['telemetry.istio.io/Telemetry'] }),
    ).toEqual(plane());
  });
});

describe('toControlPlane', () => {
  const deployment = (image: string, revision?: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'istiod',
      namespace: 'istio-system',
      labels: { app: 'istiod', ...(revision && { 'istio.io/rev': revision }) },
    },
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'sidecar', image: 'example.com/other:1.2.3' },
            { name: 'discovery', image },
          ],
        },
      },
    },
    status: { readyReplicas: 2 },
  });

  it.each([
    ['docker.io/istio/pilot:1.29.2', '1.29'],
    ['mcr.microsoft.com/oss/istio/pilot:1.29.6-distroless', '1.29'],
    ['registry.example.com:5000/pilot:v1.30', '1.30'],
    ['docker.io/istio/pilot:1.28.0@sha256:0123', '1.28'],
    ['docker.io/istio/pilot@sha256:0123', undefined],
    ['docker.io/istio/pilot:latest', undefined],
    ['registry.example.com:1.29/pilot', undefined],
  ])('reads the version of %s', (image, version) => {
    expect(toControlPlane(deployment(image)).version).toBe(version);
  });

  it('reads the version of a revision of the add-on', () => {
    const image = 'registry.example.com/pilot@sha256:0123';

    expect(toControlPlane(deployment(image, 'asm-1-28'))).toEqual({
      namespace: 'istio-system',
      revision: 'asm-1-28',
      version: '1.28',
      isReady: true,
    });
  });
});
