import type {
  AdoptRequest,
  AskRequest,
  AskResponse,
  BindRequest,
  ClustersResponse,
  ConfirmRetiringRequest,
  DecideRequest,
  EntityStatusResponse,
  MeshRun,
  OverviewResponse,
  PreviewClusterRequest,
  ProvisionPlan,
  RunEventsResponse,
  RunsResponse,
  TakeOverPreview,
  UninstallMode,
  UninstallPreview,
} from '@meshwright/plugin-mesh-common';
import type { MeshApi } from '../api';
import { passAt } from './edges';
import { sampleClusters, samplePlan } from './clusters';
import { sampleTakeOver, sampleUninstall } from './custody';
import { sampleOverview } from './overview';
import { sampleEvents, sampleRun } from './runs';
import { everythingAllowed, sampleStatus } from './status';

/** A backend that lives in memory, remembers what it was told, and can fail. */
export class FakeMeshApi implements MeshApi {
  status: EntityStatusResponse = sampleStatus({}, everythingAllowed);
  overview: OverviewResponse = sampleOverview();
  clusters: ClustersResponse = sampleClusters;
  plan: ProvisionPlan = samplePlan();
  runs: MeshRun[] = [sampleRun()];
  events: RunEventsResponse['items'] = sampleEvents;
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

  async previewUninstall(body: {
    cluster: string;
    mode: UninstallMode;
  }): Promise<UninstallPreview> {
    this.#receive('previewUninstall', body);
    return sampleUninstall(body);
  }

  async previewTakeOver(body: string): Promise<TakeOverPreview> {
    this.#receive('previewTakeOver', body);
    return sampleTakeOver(body);
  }

  async manageCluster(body: object): Promise<void> {
    this.#receive('manageCluster', body);
  }

  async withdrawLeftovers(body: object): Promise<void> {
    this.#receive('withdrawLeftovers', body);
  }

  async getClusters(): Promise<ClustersResponse> {
    this.#fail();
    return this.clusters;
  }

  async previewCluster(body: PreviewClusterRequest): Promise<ProvisionPlan> {
    this.#receive('previewCluster', body);
    return this.plan;
  }

  async getRuns(): Promise<RunsResponse> {
    this.#fail();
    return { items: this.runs.map(({ steps, ...run }) => run) };
  }

  async getRun(id: string): Promise<MeshRun> {
    this.#fail();
    return this.#run(id);
  }

  async getRunEvents(id: string, after: number): Promise<RunEventsResponse> {
    this.#fail();
    const items = this.events.filter(({ sequence }) => sequence > after);
    return { items: this.#run(id) ? items : [] };
  }

  async cancelRun(id: string): Promise<MeshRun> {
    this.#receive('cancelRun', id);
    return this.#change(id, { state: 'canceling' });
  }

  async resumeRun(id: string): Promise<MeshRun> {
    this.#receive('resumeRun', id);
    return this.#change(id, { state: 'running', message: undefined });
  }

  #run(id: string): MeshRun {
    const found = this.runs.find(run => run.id === id);
    if (!found) {
      throw new Error(`There is no run '${id}'.`);
    }
    return found;
  }

  #change(id: string, changes: Partial<MeshRun>): MeshRun {
    const changed = { ...this.#run(id), ...changes };
    this.runs = this.runs.map(run => (run.id === id ? changed : run));
    return changed;
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
