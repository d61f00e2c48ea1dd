/**
 * Whether EKS runs nodes by itself, and how far a cluster has come on the way to it or back.
 */
import type { EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';

/** A pool of nodes that comes with Auto Mode. */
export enum BuiltInNodePool {
  /** Nodes of amd64 for whatever runs on the cluster. */
  GENERAL_PURPOSE = 'general-purpose',
  /** Nodes of amd64 and arm64 for pods that tolerate the taint `CriticalAddonsOnly`. */
  SYSTEM = 'system',
}

/** A state on the way between nodes of your own and Auto Mode. Each is one apply, and each way goes both ways. */
export enum AutoModeState {
  /** Nodes of your own. The roles of Auto Mode are there, and it is off. */
  CLASSIC = 'classic',
  /** Nodes of both kinds, and add-ons for those of your own. */
  BOTH = 'both',
  /** Nodes of Auto Mode only, and none of the add-ons that it has built in. */
  AUTO_ONLY = 'autoOnly',
}

/** Settings of Auto Mode. */
export interface AutoModeOptions {
  /**
   * Which pools EKS makes. With none, make pools of your own: their nodes have the same role.
   *
   * @default - both
   */
  readonly nodePools?: BuiltInNodePool[];

  /**
   * ARN of an existing role for the nodes. EKS takes no other one later: the cluster would be replaced.
   *
   * @default - a role with AmazonEKSWorkerNodeMinimalPolicy and AmazonEC2ContainerRegistryPullOnly
   */
  readonly nodeRoleArn?: string;

  /**
   * Further policies of the role that is made: names of AWS's own, or ARNs.
   *
   * @default - none
   */
  readonly additionalNodePolicies?: string[];

  /**
   * ARN of the permissions boundary of the role that is made.
   *
   * @default - none
   */
  readonly nodePermissionsBoundary?: string;

  /**
   * Whether instances, volumes, interfaces and load balancers of Auto Mode may carry tags of yours, which node classes and
   * objects of Kubernetes name: the role of the control plane gets the policy for it.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
   * @default false
   */
  readonly customTags?: boolean;
}

/** Settings of a cluster that has Auto Mode from the start. */
export interface AutoModeEnabledOptions extends AutoModeOptions {
  /**
   * Whether there are node groups or Fargate profiles besides: add-ons that only these need are installed then.
   *
   * @default false
   */
  readonly besideOtherCompute?: boolean;
}

/** Settings of a cluster that is on the way. */
export interface AutoModeMigrationOptions extends AutoModeOptions {
  /** The state of this apply. */
  readonly state: AutoModeState;
}

/** The parts of the cluster's configuration that the switches take up. */
interface AutoModeSwitches {
  readonly computeConfig: NonNullable<EksClusterConfig['computeConfig']>;
  readonly elasticLoadBalancing: { readonly enabled: boolean };
  readonly storageConfig: NonNullable<EksClusterConfig['storageConfig']>;
}

/**
 * Whether EKS runs nodes by itself.
 *
 * AWS takes the three switches only together, all on or all off; a block that is left out keeps what the cluster has, so that Auto
 * Mode would silently stay on. Hence one value renders all three, always.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/automode.html
 */
export class AutoMode {
  /** Off, and without roles for it. A plan that would switch it off on the live cluster is refused: SEKS8007. */
  public static disabled(): AutoMode {
    return new AutoMode('disabled', {}, undefined);
  }

  /**
   * On from the start. SEKS8001 for node groups without `besideOtherCompute`.
   *
   * @param options its settings
   */
  public static enabled(options: AutoModeEnabledOptions = {}): AutoMode {
    const state = options.besideOtherCompute === true ? AutoModeState.BOTH : AutoModeState.AUTO_ONLY;
    return new AutoMode('enabled', options, state);
  }

  /**
   * On the way to Auto Mode or back: classic, both, autoOnly, one apply each.
   *
   * @param options the state, and the same settings at each of them
   */
  public static migrating(options: AutoModeMigrationOptions): AutoMode {
    return new AutoMode('migrating', options, options.state);
  }

  /** The state; undefined where there is nothing of Auto Mode. */
  public readonly state?: AutoModeState;
  /** @internal */
  public readonly _options: AutoModeOptions;
  private readonly kind: 'disabled' | 'enabled' | 'migrating';

  private constructor(
    kind: 'disabled' | 'enabled' | 'migrating',
    options: AutoModeOptions,
    state: AutoModeState | undefined,
  ) {
    this.kind = kind;
    this._options = options;
    this.state = state;
  }

  /** Whether EKS runs nodes by itself. */
  public get isOn(): boolean {
    return this.state === AutoModeState.BOTH || this.state === AutoModeState.AUTO_ONLY;
  }

  /** Whether it is all that runs nodes. */
  public get isAlone(): boolean {
    return this.state === AutoModeState.AUTO_ONLY;
  }

  /** Whether its roles are there: also while it is off on the way, as they outlive the nodes. */
  public get hasRoles(): boolean {
    return this.state !== undefined;
  }

  /** Whether the code says how to switch it off. */
  public get isMigrating(): boolean {
    return this.kind === 'migrating';
  }

  /** The pools that EKS makes. */
  public get nodePools(): BuiltInNodePool[] {
    return this._options.nodePools ?? Object.values(BuiltInNodePool);
  }

  /**
   * Whether this state ends nodes of one kind, or what they live by, so that there must be others.
   *
   * @internal
   */
  public get _endsNodes(): boolean {
    return this.state === AutoModeState.CLASSIC || this.state === AutoModeState.AUTO_ONLY;
  }

  /**
   * The three switches.
   *
   * @param nodeRoleArn the role of the nodes
   * @internal
   */
  public _switches(nodeRoleArn: string | undefined): AutoModeSwitches {
    const enabled = this.isOn;
    // EKS takes a role and pools together or not at all.
    const pools = enabled && this.nodePools.length > 0 ? { nodePools: this.nodePools, nodeRoleArn } : {};
    return {
      computeConfig: { enabled, ...pools },
      elasticLoadBalancing: { enabled },
      storageConfig: { blockStorage: { enabled } },
    };
  }

  /**
   * What the cluster keeps as it is. A role that goes, as it would when Auto Mode is switched off, replaces the cluster; EKS may forget it
   * or not, and neither is a change.
   *
   * @internal
   */
  public get _ignoredChanges(): string[] {
    return this.isOn ? [] : ['compute_config[0].node_role_arn', 'compute_config[0].node_pools'];
  }
}
