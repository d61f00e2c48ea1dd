/**
 * A change that Terraform ordered, while it goes on: what rules are given.
 */
import { createHash } from 'node:crypto';
import type { KnownValues } from '../protocol/value';
import { isValues, sameValue } from '../protocol/value';
import type { Durations } from '../world/durations';
import type { Milliseconds } from '../world/virtual-clock';
import { HOUR, MINUTE, SECOND } from '../world/virtual-clock';
import type { World, WorldObject } from '../world/world';
import { ApiError } from './api-error';
import type { RequestFaults } from './faults';
import type { Action, RunningOperation } from './operation';
import type { CreateCall, DeleteCall, Surroundings, UpdateCall } from './rules';

/** What a call is made of. */
export interface CallDescription {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly config: KnownValues;
  readonly planned: KnownValues;
  /** The object that is changed or deleted. */
  readonly object?: WorldObject;
}

/** The AWS SDK waits at most so long between two attempts, and the provider makes 25 of them. */
const LONGEST_BACKOFF = 20 * SECOND;
const MOST_ATTEMPTS = 25;

/** The call. One class serves all three actions; the interfaces show to rules what each of them has. */
export class ActiveCall implements CreateCall, UpdateCall, DeleteCall {
  public readonly world: World;
  public readonly provider: KnownValues;
  public readonly unknownProviderArguments: readonly string[];
  public readonly region: string;
  public readonly accountId: string;
  public readonly partition: string;
  public readonly address: string;
  public readonly type: string;
  public readonly config: KnownValues;
  public readonly planned: KnownValues;
  private made: WorldObject | undefined;

  public constructor(
    private readonly description: CallDescription,
    surroundings: Surroundings,
    private readonly durations: Durations,
    private readonly faults: RequestFaults,
    private readonly operation: RunningOperation,
  ) {
    this.world = surroundings.world;
    this.provider = surroundings.provider;
    this.unknownProviderArguments = surroundings.unknownProviderArguments;
    this.region = surroundings.region;
    this.accountId = surroundings.accountId;
    this.partition = surroundings.partition;
    this.address = description.address;
    this.type = description.type;
    this.config = description.config;
    this.planned = description.planned;
    this.made = description.object;
  }

  /** What exists by now, if anything: after a failure too. */
  public get existing(): WorldObject | undefined {
    return this.made !== undefined && this.world.has(this.made) ? this.made : undefined;
  }

  public get object(): WorldObject {
    if (this.made === undefined) {
      throw new Error(`The rules of ${this.type} look at an object that does not exist yet.`);
    }
    return this.made;
  }

  public exists(id: string, attributes: KnownValues = {}): WorldObject {
    const { address, type, region, planned } = this;
    const known = Object.entries(planned).filter(([, value]) => value !== null);
    this.made = this.world.add({
      kind: type,
      id,
      region,
      address,
      attributes: { ...Object.fromEntries(known), id, ...attributes },
    });
    return this.made;
  }

  public changes(attribute: string): boolean {
    return !sameValue(this.planned[attribute] ?? null, this.object.attributes[attribute] ?? null);
  }

  public async request(operation: string): Promise<void> {
    const fault = this.faults.strike(operation, this.address);
    if (fault?.kind === 'fail') {
      throw new ApiError(fault.code, fault.text);
    }
    if (fault?.kind === 'throttle') {
      await this.throttled(fault.times);
    }
  }

  public async takes(operation: string): Promise<void> {
    await this.sleep(this.durations.of(operation, this.address), operation);
  }

  public async sleep(duration: Milliseconds, step: string): Promise<void> {
    const from = this.world.clock.now;
    await this.world.clock.sleep(duration, this.key);
    this.writeDown(step, from);
  }

  public async until(
    condition: () => boolean,
    options: { readonly step: string; readonly every: Milliseconds; readonly within: Milliseconds },
  ): Promise<boolean> {
    const from = this.world.clock.now;
    const end = from + options.within;
    let holds = condition();
    while (!holds && this.world.clock.now < end) {
      await this.world.clock.sleep(Math.min(options.every, end - this.world.clock.now), this.key);
      holds = condition();
    }
    if (this.world.clock.now > from) {
      this.writeDown(options.step, from);
    }
    return holds;
  }

  public async waitFor(happened: Promise<void>, step: string): Promise<void> {
    const from = this.world.clock.now;
    await happened;
    if (this.world.clock.now > from) {
      this.writeDown(step, from);
    }
  }

  public timeout(fallback: Milliseconds): Milliseconds {
    const { timeouts } = this.planned;
    const text = isValues(timeouts) ? timeouts[this.description.action] : undefined;
    return typeof text === 'string' ? parseDuration(text) : fallback;
  }

  public newId(prefix: string, salt = ''): string {
    const name = `${this.address} ${prefix} ${salt}`;
    const digest = createHash('sha256')
      .update(`${name} ${String(this.world.next(name))}`)
      .digest('hex');
    return `${prefix}${digest.slice(0, 17)}`;
  }

  /** What goes on by itself after Terraform got its answer is no step of the operation any more. */
  private writeDown(name: string, from: Milliseconds): void {
    if (this.operation.outcome === 'running') {
      this.operation.steps.push({ name, from, to: this.world.clock.now });
    }
  }

  private get key(): string {
    return `${this.address} ${this.description.action}`;
  }

  private async throttled(times: number): Promise<void> {
    for (let attempt = 0; attempt < Math.min(times, MOST_ATTEMPTS); attempt++) {
      await this.sleep(Math.min(2 ** attempt * SECOND, LONGEST_BACKOFF), 'throttled');
    }
    if (times > MOST_ATTEMPTS) {
      throw new ApiError('ThrottlingException', 'Rate exceeded');
    }
  }
}

/** Reads a duration as Go writes it: `90s`, `30m`, `1h30m`. */
export function parseDuration(text: string): Milliseconds {
  const units: Readonly<Record<string, Milliseconds>> = { h: HOUR, m: MINUTE, s: SECOND, ms: 1 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new Error(`${text} is not a duration such as 30m or 1h30m.`);
  }
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0), 0);
}
