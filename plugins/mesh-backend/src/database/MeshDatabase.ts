import {
  type DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { DatabaseApprovalStore } from './DatabaseApprovalStore';
import { DatabaseBindingStore } from './DatabaseBindingStore';
import { DatabaseClusterPreviewStore } from './DatabaseClusterPreviewStore';
import { DatabaseContractStore } from './DatabaseContractStore';
import { DatabaseCustodyStore } from './DatabaseCustodyStore';
import { DatabaseHintStore } from './DatabaseHintStore';
import { DatabaseLastGoodStore } from './DatabaseLastGoodStore';
import { DatabaseLeaseStore } from './DatabaseLeaseStore';
import { DatabasePassStore } from './DatabasePassStore';
import { DatabaseProvisionedClusterStore } from './DatabaseProvisionedClusterStore';
import { DatabaseRunStore } from './DatabaseRunStore';
import { DatabaseStageStore } from './DatabaseStageStore';
import { DatabaseStatusStore } from './DatabaseStatusStore';
import type { CustodyStore } from './custodyTypes';
import type {
  ClusterPreviewStore,
  ProvisionedClusterStore,
  RunStore,
} from './runTypes';
import type {
  ApprovalStore,
  BindingStore,
  ContractStore,
  HintStore,
  LastGoodStore,
  LeaseStore,
  PassStore,
  StageStore,
  StatusStore,
} from './types';

/** Everything that the plugin remembers, in the database of the plugin. */
export class MeshDatabase {
  readonly bindings: BindingStore;
  readonly approvals: ApprovalStore;
  readonly stages: StageStore;
  readonly lastGood: LastGoodStore;
  readonly contracts: ContractStore;
  readonly statuses: StatusStore;
  readonly hints: HintStore;
  readonly passes: PassStore;
  readonly leases: LeaseStore;
  readonly custody: CustodyStore;
  readonly runs: RunStore;
  readonly provisionedClusters: ProvisionedClusterStore;
  readonly clusterPreviews: ClusterPreviewStore;

  /** Brings the tables up to date first, unless migrations are skipped. */
  static async create(options: {
    database: DatabaseService;
  }): Promise<MeshDatabase> {
    const { database } = options;
    const db = await database.getClient();
    if (!database.migrations?.skip) {
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@meshwright/plugin-mesh-backend',
          'migrations',
        ),
      });
    }
    return new MeshDatabase(db);
  }

  private constructor(db: Knex) {
    this.bindings = new DatabaseBindingStore(db);
    this.approvals = new DatabaseApprovalStore(db);
    this.stages = new DatabaseStageStore(db);
    this.lastGood = new DatabaseLastGoodStore(db);
    this.contracts = new DatabaseContractStore(db);
    this.statuses = new DatabaseStatusStore(db);
    this.hints = new DatabaseHintStore(db);
    this.passes = new DatabasePassStore(db);
    this.leases = new DatabaseLeaseStore(db);
    this.custody = new DatabaseCustodyStore(db);
    this.runs = new DatabaseRunStore(db);
    this.clusterPreviews = new DatabaseClusterPreviewStore(db);
    this.provisionedClusters = new DatabaseProvisionedClusterStore(db);
  }
}
