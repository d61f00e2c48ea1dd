/**
 * Plays single calls of rules in virtual time, without Terraform: for tests of what a service does.
 */
import { ActiveCall } from '../../lib/rehearsal/engine/active-call';
import type { RequestFaults } from '../../lib/rehearsal/engine/faults';
import { NO_FAULTS } from '../../lib/rehearsal/engine/faults';
import type { Action, RunningOperation } from '../../lib/rehearsal/engine/operation';
import type { ProviderRules, Surroundings } from '../../lib/rehearsal/engine/rules';
import type { KnownValues } from '../../lib/rehearsal/protocol/value';
import { Durations, type DurationTable } from '../../lib/rehearsal/world/durations';
import { World, type WorldObject } from '../../lib/rehearsal/world/world';

/** How a call ended. */
export interface Played {
  readonly operation: RunningOperation;
  /** What exists now, after a failure too. */
  readonly object: WorldObject | undefined;
  /** Minutes of virtual time that it took. */
  readonly minutes: number;
  /** `Code: text` of the error, if it failed. */
  readonly error: string | undefined;
}

/** A world with rules in it. */
export class Stage {
  public readonly world = new World();
  public surroundings: Surroundings;
  private readonly durations: Durations;

  public constructor(
    private readonly rules: ProviderRules,
    options: { readonly durations: DurationTable; readonly seed?: number; readonly faults?: RequestFaults },
  ) {
    this.durations = new Durations(options.durations, options.seed);
    this.faults = options.faults ?? NO_FAULTS;
    this.surroundings = {
      world: this.world,
      provider: {},
      unknownProviderArguments: [],
      region: 'eu-west-1',
      accountId: '111122223333',
      partition: 'aws',
    };
  }

  private readonly faults: RequestFaults;

  /** Starts a creation; it ends while `run` lets time pass. */
  public create(type: string, name: string, planned: KnownValues): Promise<Played> {
    return this.play({ type, name, action: 'create', planned });
  }

  public update(type: string, name: string, object: WorldObject, planned: KnownValues): Promise<Played> {
    return this.play({ type, name, action: 'update', planned, object });
  }

  public delete(type: string, name: string, object: WorldObject): Promise<Played> {
    return this.play({ type, name, action: 'delete', planned: object.attributes, object });
  }

  /** Lets virtual time pass until nothing is due any more, or for some minutes. */
  public async run(minutes = Number.POSITIVE_INFINITY): Promise<void> {
    const { clock } = this.world;
    const end = clock.now + minutes * 60_000;
    await drain();
    while (clock.nextDue !== undefined && clock.nextDue <= end) {
      clock.wakeNext();
      await drain();
    }
    if (Number.isFinite(end)) {
      clock.moveTo(end);
    }
  }

  /** Plays one call to its end. */
  public async after(played: Promise<Played>): Promise<Played> {
    await this.run();
    return played;
  }

  private async play(what: {
    readonly type: string;
    readonly name: string;
    readonly action: Action;
    readonly planned: KnownValues;
    readonly object?: WorldObject;
  }): Promise<Played> {
    const { type, name, action, planned, object } = what;
    const now = this.world.clock.now;
    const address = `${type}.${name}`;
    const operation: RunningOperation = {
      address,
      type,
      action,
      startedAt: now,
      endedAt: now,
      outcome: 'running',
      steps: [],
    };
    const call = new ActiveCall(
      { address, type, action, config: planned, planned, ...(object === undefined ? {} : { object }) },
      this.surroundings,
      this.durations,
      this.faults,
      operation,
    );
    const rules = this.rules.resources[type] ?? {};
    try {
      if (action === 'create') {
        await (rules.create?.(call) ?? Promise.resolve(call.exists(call.newId('id-'))));
      } else if (action === 'update') {
        await rules.update?.(call);
        Object.assign(call.object.attributes, planned);
      } else {
        await rules.delete?.(call);
        this.world.remove(call.object);
      }
      operation.outcome = 'done';
    } catch (error) {
      operation.outcome = 'failed';
      operation.error = error instanceof Error ? error.message : String(error);
    }
    operation.endedAt = this.world.clock.now;
    return {
      operation,
      object: call.existing,
      minutes: (operation.endedAt - operation.startedAt) / 60_000,
      error: operation.error,
    };
  }
}

/** Everything that is simulated waits on promises only, so one turn of the event loop lets all of it go on. */
async function drain(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
