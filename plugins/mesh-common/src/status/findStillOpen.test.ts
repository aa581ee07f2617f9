import { createTestWorld, policy, type TestWorld } from './testWorld';

const KEY = 'security.istio.io/AuthorizationPolicy/shop/api';

const nobody = policy('AuthorizationPolicy', 'api', {
  selector: { matchLabels: { app: 'api' } },
  action: 'ALLOW',
});

/** The owner has declined, and the cluster still has the rule of before. */
function createDeclined(): TestWorld {
  const world = createTestWorld();
  world.edge.consent = {
    state: 'denied',
    reason: 'Declined',
    message: 'Declined by group:default/api',
  };
  world.compiled[0].object = nobody;
  world.compiled.forEach(compiled => {
    compiled.edges = [];
  });
  return world;
}

function deriveInbound(world: TestWorld) {
  const statuses = world.derive();
  const [{ inbound }] = statuses.flatMap(({ workloads }) =>
    workloads.filter(item => item.inbound.length > 0),
  );
  const [edge] = inbound;
  const enforced = edge.steps.find(({ step }) => step === 'enforced');
  return { ...edge, enforced };
}

describe('findStillOpen', () => {
  it('says that a revocation was refused, and in whose words', () => {
    const world = createDeclined();
    const change = { target: 'object' as const, key: KEY, desired: nobody };
    world.pass.results = [
      {
        change: { ...change, type: 'update', live: nobody },
        outcome: 'refused',
        message: 'webhook "guard" says no',
      },
    ];

    const { summary, sentence, enforced } = deriveInbound(world);

    expect(summary).toBe('broken');
    expect(enforced).toMatchObject({ status: 'false', reason: 'StillOpen' });
    expect(sentence).toBe(enforced?.message);
    expect(sentence).toMatch(
      /^Not granted, and yet cluster shop-weu would let/,
    );
    expect(sentence).toMatch(/AuthorizationPolicy shop\/api decides/);
    expect(sentence).toMatch(/was not written: webhook "guard" says no$/);
  });

  it('says so when it is not known what keeps it open', () => {
    const { summary, sentence } = deriveInbound(createDeclined());

    expect(summary).toBe('broken');
    expect(sentence).toMatch(/remove what lets it through, or grant it$/);
  });

  it('names the policy of somebody else, whatever else was refused', () => {
    const world = createDeclined();
    const legacy = policy('AuthorizationPolicy', 'legacy', {
      selector: { matchLabels: { app: 'api' } },
      action: 'ALLOW',
      rules: [{}],
    });
    world.put(nobody);
    world.put({ ...legacy, metadata: { name: 'legacy', namespace: 'shop' } });
    const change = { target: 'object' as const, key: KEY, desired: nobody };
    world.pass.results = [
      {
        change: { ...change, type: 'update', live: nobody },
        outcome: 'refused',
        message: 'webhook "guard" says no',
      },
    ];

    const { sentence, enforced } = deriveInbound(world);

    expect(enforced?.reason).toBe('StillOpen');
    expect(sentence).toMatch(
      /AuthorizationPolicy shop\/legacy decides; it is not managed here, so remove it, or grant the call$/,
    );
  });

  it('makes the called service broken, and not enforced', () => {
    const api = createDeclined()
      .derive()
      .flatMap(({ workloads }) => workloads)
      .find(({ inbound }) => inbound.length > 0);
    const enforced = api?.conditions.find(({ type }) => type === 'Enforced');

    expect(enforced).toMatchObject({ status: 'false', reason: 'StillOpen' });
    expect(enforced?.message).toMatch(/^Calls of web: Not granted, and yet/);
    expect(api?.summary).toBe('broken');
  });

  it.each<[string, (world: TestWorld) => void]>([
    ['it refuses the calls', world => world.put(nobody)],
    [
      'the last write may not be everywhere yet',
      world => {
        world.pass.settling = { [KEY]: world.pass.finishedAt };
      },
    ],
    [
      'its namespace is not enforced',
      world => {
        world.model.namespaces[0].stage = 'observe';
      },
    ],
    [
      'another edge of the two is granted',
      world => {
        const { edge } = world;
        world.model.edges.push({
          ...edge,
          key: `${edge.key}2`,
          consent: { ...edge.consent, state: 'granted' },
        });
      },
    ],
  ])('says nothing of it when %s', (_, change) => {
    const world = createDeclined();
    change(world);

    expect(deriveInbound(world)).toMatchObject({
      summary: 'broken',
      sentence: 'Declined by group:default/api',
      enforced: { status: 'false', reason: 'NotGranted' },
    });
  });
});
