import { splitByLayer } from './splitByLayer';

describe('splitByLayer', () => {
  it('keeps what looks at HTTP apart from what names ports alone', () => {
    const http = { ports: ['8080'], paths: ['/a'] };
    const posts = { ports: ['8080'], methods: ['POST'] };
    const tcp = { ports: ['5432'] };
    expect(splitByLayer([http, tcp, posts])).toEqual([[http, posts], [tcp]]);
    expect(splitByLayer([http])).toEqual([[http]]);
    expect(splitByLayer([tcp])).toEqual([[tcp]]);
    expect(splitByLayer([])).toEqual([]);
  });
});
