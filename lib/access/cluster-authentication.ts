/**
 * How a cluster knows who enters, and how far it has come from the ConfigMap aws-auth to access entries.
 */
import type { ProblemDetails } from '../validation/problem';

/** A step of the way from aws-auth to access entries; each is one apply. EKS takes none back. */
export enum MigrationStep {
  /** Only aws-auth counts. Entries are declared, and none is made yet. */
  CONFIG_MAP = 'CONFIG_MAP',
  /** Entries are made, and whoever has none is still let in by aws-auth. */
  BOTH = 'API_AND_CONFIG_MAP',
  /** Only entries count. */
  API = 'API',
}

const STEPS: readonly MigrationStep[] = Object.values(MigrationStep);

/** How far a migration is. */
export interface MigrationOptions {
  /** The step of this apply. */
  readonly step: MigrationStep;

  /**
   * The step before this change, compared at synth. Whether EKS agrees is seen at plan, where the cluster is looked at.
   *
   * @default - only seen at plan
   */
  readonly from?: MigrationStep;

  /**
   * Whether EKS has made the entries of node groups and Fargate profiles already, as it does for those that are made in the
   * modes API_AND_CONFIG_MAP and API. For those that were made while only aws-auth counted it never does, and the step API
   * would shut their nodes out: entries are then made here, from the step BOTH on, and stay for as long as the code says so.
   *
   * @default false
   */
  readonly computeHasEntries?: boolean;
}

/** How a cluster knows who enters; made by {@link AccessEntryAuth}. */
export class ClusterAuthentication {
  /** The step; API where nothing is migrated. */
  public readonly step: MigrationStep;
  /** Whether this is a migration, or the way it has always been. */
  public readonly isMigrating: boolean;
  /**
   * Whether the entries of managed compute are made by this code, since EKS makes none for what was there before.
   *
   * @internal
   */
  public readonly _makesComputeEntries: boolean;
  private readonly from?: MigrationStep;

  /** @internal */
  public constructor(step: MigrationStep, migration?: MigrationOptions) {
    this.step = step;
    this.isMigrating = migration !== undefined;
    this.from = migration?.from;
    this._makesComputeEntries =
      migration !== undefined && migration.computeHasEntries !== true && step !== MigrationStep.CONFIG_MAP;
  }

  /** The mode as EKS writes it. */
  public get mode(): string {
    return this.step;
  }

  /** Whether access entries can be made. */
  public get hasEntries(): boolean {
    return this.step !== MigrationStep.CONFIG_MAP;
  }

  /** Whether aws-auth lets anybody in. */
  public get hasConfigMap(): boolean {
    return this.step !== MigrationStep.API;
  }

  /**
   * The modes that the cluster may have before this apply.
   *
   * @internal
   */
  public get _allowedBefore(): readonly string[] {
    const index = STEPS.indexOf(this.step);
    return STEPS.slice(Math.max(0, index - 1), index + 1);
  }

  /**
   * What is wrong with the step, as far as the code says where it comes from.
   *
   * @internal
   */
  public _judge(): ProblemDetails[] {
    const { from, step } = this;
    if (from === undefined || this._allowedBefore.includes(from)) {
      return [];
    }
    const what = `authentication cannot go from ${from} to ${step}`;
    const limit = this._allowedBefore.join(' or ');
    return [{ code: 'SEKS4010', property: 'authentication', value: step, limit, what, fix: this._wayOut }];
  }

  /** @internal */
  public get _wayOut(): string {
    return this.step === MigrationStep.API
      ? 'Go through MigrationStep.BOTH in an apply of its own.'
      : 'EKS takes no step back: give the mode that the cluster has, or the one after it.';
  }
}
