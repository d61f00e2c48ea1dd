/**
 * What Terraform asks of a provider, without the wire: the server turns its calls into these.
 */
import type { Path, ProviderSchema } from '../schema/schema';
import type { KnownValues, Values } from './value';

/** What a provider reports; Terraform prints it, and an error ends the step. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
}

/** The question what a change would do. */
export interface PlanRequest {
  readonly type: string;
  /** What the state says; nothing when it is to be created. */
  readonly prior: Values | undefined;
  /** The configuration, with what the state knows where it says nothing; nothing when it is to be deleted. */
  readonly proposed: Values | undefined;
  readonly config: Values | undefined;
}

/** The answer to it. */
export interface PlanAnswer {
  readonly planned: Values | undefined;
  /** What forces a replacement. */
  readonly requiresReplace: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Asks Terraform to let inconsistencies pass that it forgives providers made with the old SDK.
   *
   * @default false
   */
  readonly legacyTypeSystem?: boolean;
}

/** The order to carry a change out. */
export interface ApplyRequest {
  readonly type: string;
  readonly prior: Values | undefined;
  readonly planned: Values | undefined;
  readonly config: Values | undefined;
}

/** What is there afterwards: with an error and a state, Terraform marks the resource as tainted. */
export interface StateAnswer {
  readonly state: Values | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Asks Terraform to let inconsistencies pass that it forgives providers made with the old SDK; counts after an apply only.
   *
   * @default false
   */
  readonly legacyTypeSystem?: boolean;
}

/** An existing object that Terraform takes over. */
export interface ImportedResource {
  readonly type: string;
  readonly state: Values;
}

/** A provider as one configuration of it sees the world: each alias of a stack is a session of its own. */
export interface ProviderSession {
  configure(config: Values): readonly Diagnostic[];
  validate(kind: 'provider' | 'resource' | 'data', type: string, config: Values): readonly Diagnostic[];
  /** A state file's object in today's shape. */
  upgrade(type: string, stored: KnownValues): StateAnswer;
  read(type: string, current: Values): Promise<StateAnswer>;
  plan(request: PlanRequest): PlanAnswer;
  apply(request: ApplyRequest): Promise<StateAnswer>;
  import(
    type: string,
    id: string,
  ): Promise<{
    readonly resources: readonly ImportedResource[];
    readonly diagnostics: readonly Diagnostic[];
  }>;
  readData(type: string, config: Values): Promise<StateAnswer>;
  /** Terraform was interrupted and asks to come to an end soon. */
  stop(): void;
}

/** A provider that Terraform can be attached to. */
export interface Provider {
  readonly schema: ProviderSchema;
  /**
   * A new session.
   *
   * @param connection tells the connections of Terraform apart: it opens one for each configuration of a provider
   */
  open(connection: string): ProviderSession;
}
