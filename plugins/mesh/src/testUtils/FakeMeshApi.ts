import type {
  AdoptRequest,
  AskRequest,
  AskResponse,
  BindRequest,
  ConfirmRetiringRequest,
  DecideRequest,
  EntityStatusResponse,
  OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import type { MeshApi } from '../api';
import { passAt } from './edges';
import { sampleOverview } from './overview';
import { everythingAllowed, sampleStatus } from './status';

/** A backend that lives in memory, remembers what it was told, and can fail. */
export class FakeMeshApi implements MeshApi {
  status: EntityStatusResponse = sampleStatus({}, everythingAllowed);
  overview: OverviewResponse = sampleOverview();
  /** Thrown by everything while it is set. */
  failure?: Error;
  readonly sent: Array<{ call: keyof MeshApi; body: unknown }> = [];

  async getStatus(): Promise<EntityStatusResponse> {
    this.#fail();
    return this.status;
  }

  async getOverview(): Promise<OverviewResponse> {
    this.#fail();
    return this.overview;
  }

  async ask(body: AskRequest): Promise<AskResponse> {
    this.#receive('ask', body);
    const party = { namespace: 'x', labels: {}, inMesh: true };
    return {
      verdict: {
        decision: 'deny',
        layer: 'authorization-policy',
        decidedBy: {
          kind: 'AuthorizationPolicy',
          namespace: 'api',
          name: 'meshwright-api',
        },
        mtls: 'mutual-tls',
        because: [
          'The network policies of both sides let it through.',
          'No rule of AuthorizationPolicy api/meshwright-api names the caller.',
        ],
      },
      request: {
        source: party,
        destination: { ...party, port: 8080, protocol: 'http' },
      },
      sentence: `${body.from} may not call ${body.to}: no rule allows it.`,
      readAt: passAt,
    };
  }

  async decide(body: DecideRequest): Promise<void> {
    this.#receive('decide', body);
  }

  async bind(body: BindRequest): Promise<void> {
    this.#receive('bind', body);
  }

  async adopt(body: AdoptRequest): Promise<void> {
    this.#receive('adopt', body);
  }

  async confirmRetiring(body: ConfirmRetiringRequest): Promise<void> {
    this.#receive('confirmRetiring', body);
  }

  async reconcileNow(body: string): Promise<void> {
    this.#receive('reconcileNow', body);
  }

  #receive(call: keyof MeshApi, body: unknown) {
    this.#fail();
    this.sent.push({ call, body });
  }

  #fail() {
    if (this.failure) {
      throw this.failure;
    }
  }
}
