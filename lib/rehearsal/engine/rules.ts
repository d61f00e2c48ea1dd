/**
 * The contract between the generic provider and whoever knows how a kind of resource behaves.
 *
 * Rules are written as what the service does, in virtual time: they look at the world, wait, change it, and throw an
 * `ApiError` where the service would refuse.
 */
import type { KnownValues, Values } from '../protocol/value';
import type { Milliseconds } from '../world/virtual-clock';
import type { World, WorldObject } from '../world/world';

/** Where a configured provider acts; a provider that knows no such places leaves them empty. */
export interface ProviderPlace {
  readonly region: string;
  readonly accountId: string;
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
}

/** Where a call comes from and what it sees. */
export interface Surroundings extends ProviderPlace {
  readonly world: World;
  /** What the provider is configured with, `null` where that is not given or not known. */
  readonly provider: KnownValues;
  /** The provider's arguments that Terraform does not know yet. */
  readonly unknownProviderArguments: readonly string[];
}

/** One change that Terraform ordered. */
export interface Call extends Surroundings {
  /** Terraform's name of the resource. */
  readonly address: string;
  readonly type: string;
  /** What the user wrote, `null` where nothing. */
  readonly config: KnownValues;
  /** What Terraform planned, `null` where only the service knows. For a deletion, what there was. */
  readonly planned: KnownValues;
  /**
   * Asks a service for something: here throttling and injected failures strike. Takes no time.
   *
   * @param operation service and operation, such as `eks:CreateCluster`
   */
  request(operation: string): Promise<void>;
  /**
   * Lets the time of an operation pass, as the table of durations and the seed say, and shows it in the timeline.
   *
   * @param operation a row of the table of durations, such as `eks:CreateCluster`
   */
  takes(operation: string): Promise<void>;
  /** Lets a given time pass, shown in the timeline as `step`. */
  sleep(duration: Milliseconds, step: string): Promise<void>;
  /**
   * Asks again and again until a condition holds, as a provider's waiter does.
   *
   * @returns false when the time is over
   */
  until(
    condition: () => boolean,
    options: { readonly step: string; readonly every: Milliseconds; readonly within: Milliseconds },
  ): Promise<boolean>;
  /** Waits for what another call does, such as letting go of a lock; shown in the timeline as `step`. */
  waitFor(happened: Promise<void>, step: string): Promise<void>;
  /** The time that the resource's `timeouts` block gives to this action, or the provider's default in milliseconds. */
  timeout(fallback: Milliseconds): Milliseconds;
  /** A name that is the same on every run, such as `i-0a1b2c3d4e5f60718`. */
  newId(prefix: string, salt?: string): string;
}

/** A resource is to be created. */
export interface CreateCall extends Call {
  /**
   * The service has made it: from here on a failure leaves it behind, and Terraform marks it as tainted. Attributes that are
   * not given are the planned ones; what is still missing in the end is invented by the schema.
   */
  exists(id: string, attributes?: KnownValues): WorldObject;
}

/** A resource is to be changed in place. What rules do not write into the object is copied from the plan at the end. */
export interface UpdateCall extends Call {
  readonly object: WorldObject;
  /** Whether the plan has another value for an attribute or block than the object. */
  changes(attribute: string): boolean;
}

/** A resource is to be deleted. */
export interface DeleteCall extends Call {
  readonly object: WorldObject;
}

/** A change that Terraform asks about: what the provider's own code does at plan. */
export interface PlannedChange extends Surroundings {
  /** Nothing when it is to be created. */
  readonly prior: KnownValues | undefined;
  readonly config: Values;
  /** What the plan is so far; rules set attributes of it. */
  readonly planned: { [name: string]: Values[string] };
  /** Whether the plan so far has another value than the state for an attribute or block. */
  changes(attribute: string): boolean;
  /** The change cannot be made in place, because of this attribute or block. */
  replace(attribute: string): void;
}

/** How a kind of resource behaves. What is left out is what most resources do: they exist, change and go at once. */
export interface ResourceRules {
  /** What the provider finds at plan: throws a `PlanError`, sets attributes, or asks for a replacement. */
  plan?(change: PlannedChange): void;
  /** Must call `exists` once. */
  create?(call: CreateCall): Promise<void>;
  update?(call: UpdateCall): Promise<void>;
  /** The object is removed from the world when this is done. */
  delete?(call: DeleteCall): Promise<void>;
  /**
   * Brings the object's attributes up to date before they are read, or removes it from the world when it turns out to be gone.
   * Throws an `ApiError` where the service cannot be reached.
   */
  read?(object: WorldObject, surroundings: Surroundings): void;
}

/** How a data source answers. */
export type DataRules = (config: KnownValues, surroundings: Surroundings) => KnownValues;

/** What a provider's resources share. */
export interface ProviderRules {
  readonly resources: { readonly [type: string]: ResourceRules };
  readonly dataSources: { readonly [type: string]: DataRules };
  /** Where a provider acts that is configured so. */
  place?(configuration: KnownValues): ProviderPlace;
  /** Rules for every resource, before its own: tags, regions. */
  readonly every?: Pick<ResourceRules, 'plan'>;
  /** Arguments that cannot change in place, by type, as paths without indexes: `vpc_config.subnet_ids`. */
  readonly forceNew: { readonly [type: string]: readonly string[] };
  /** What the provider fills in where the user says nothing, by type and path without indexes. */
  readonly defaults: { readonly [type: string]: KnownValues };
  /**
   * Finds the object that a state means, where type, id and region do not tell: ids of Kubernetes objects are unique in a
   * cluster only, and a manifest has none. Throws an `ApiError` where the service cannot be reached.
   */
  find?(type: string, state: KnownValues, surroundings: Surroundings): WorldObject | undefined;
  /** Blocks that stay when the user removes them, by type and path without indexes. */
  readonly keptBlocks?: { readonly [type: string]: readonly string[] };
  /** A value that only the service knows, by type and attribute; nothing leaves it to the schema. */
  invent?(type: string, attribute: string, object: WorldObject): KnownValues[string] | undefined;
}
