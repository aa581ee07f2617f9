import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditEvent, ControlPlane } from '@meshwright/control-plane';
import { Admin } from './Admin';
import type { Postgres } from '../backend/Postgres';
import { WRITTEN_KINDS } from './recordedKinds';
import { Slot } from './Slot';
import { Upstream } from './Upstream';
import { WatchRecorder } from './WatchRecorder';

/** Servers that all runs share, and that may be killed. */
export const STRIKES = ['apiServer', 'etcd', 'postgres'] as const;

export type Strike = (typeof STRIKES)[number];

/** Which database: one of our own, or one that nobody may kill. */
export type Database = { postgres: Postgres } | { url: string };

/** What all runs of a campaign share. */
export class Scene {
  readonly admin: Admin;
  readonly recorder: WatchRecorder;
  readonly #server: ControlPlane;
  readonly #database: Database;
  readonly #news: () => AuditEvent[];
  readonly #audit = new Map<string, AuditEvent[]>();
  #striking?: Promise<void>;
  #lastTrouble = 0;
  readonly strikes = new Map<Strike, number>();

  static async start(options: {
    server: ControlPlane;
    database: Database;
  }): Promise<Scene> {
    const recorder = await WatchRecorder.start({
      url: options.server.proxyUrl,
      kinds: WRITTEN_KINDS,
    });
    return new Scene({ ...options, recorder });
  }

  private constructor(options: {
    server: ControlPlane;
    database: Database;
    recorder: WatchRecorder;
  }) {
    this.#server = options.server;
    this.#database = options.database;
    this.recorder = options.recorder;
    this.admin = new Admin(options.server.proxyUrl);
    this.#news = options.server.followAudit();
  }

  /** With a password that must never be said. */
  databaseUrl(password: string): string {
    const database = this.#database;
    if ('postgres' in database) {
      return database.postgres.urlWith(password);
    }
    return database.url;
  }

  openSlot(schema: string): Promise<Slot> {
    return Slot.open({ url: this.databaseUrl('nobody-minds'), schema });
  }

  /** The way to the API server for one user. */
  async connect(user: string): Promise<Upstream> {
    const groups = ['system:masters'];
    return new Upstream(await this.#server.kubeconfigFor({ user, groups }));
  }

  /** What the API server wrote down of a user; handed out once. */
  takeAudit(user: string): AuditEvent[] {
    for (const event of this.#news()) {
      const { username } = event.user;
      const known = this.#audit.get(username);
      if (known) {
        known.push(event);
      } else {
        this.#audit.set(username, [event]);
      }
    }
    const events = this.#audit.get(user) ?? [];
    this.#audit.delete(user);
    return events;
  }

  /** Milliseconds since 1970 at which a server was last not there. */
  get lastTrouble(): number {
    return this.#striking ? Date.now() : this.#lastTrouble;
  }

  /** Kills a server, and brings it back; one at a time. */
  strike(what: Strike, downMs: number): Promise<void> {
    this.#striking ??= this.#strike(what, downMs).finally(() => {
      this.#striking = undefined;
      this.#lastTrouble = Date.now();
    });
    return this.#striking;
  }

  async stop(): Promise<void> {
    await this.#striking;
    await this.recorder.stop();
  }

  async #strike(what: Strike, downMs: number): Promise<void> {
    this.strikes.set(what, (this.strikes.get(what) ?? 0) + 1);
    if (what === 'postgres') {
      if ('postgres' in this.#database) {
        await this.#database.postgres.kill();
        await sleep(downMs);
        await this.#database.postgres.resume();
      }
      return;
    }
    await this.#server.kill(what);
    await sleep(downMs);
    await this.#server.restart(what);
  }
}
