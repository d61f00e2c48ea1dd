/**
 * The add-ons of a cluster, in an order that cannot be wrong.
 */
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { hasNodes } from '../fargate/fargate-compute';
import { elementsBelow } from '../ordering/element';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { ProblemDetails } from '../validation/problem';
import { nearest } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { Addon } from './addon';
import { DEFAULT_ADDONS } from './addon-catalogue';
import { POD_IDENTITY_AGENT, VPC_CNI } from './catalogue/cluster-addons';
import { judgeMaxPods } from './max-pods';
import { judgeVpcCni, vpcCniAddonOptions } from './vpc-cni-configuration';
import { AddonName } from './addon-name';
import type { AddonOptions } from './addon-options';
import type { Cni } from './cni';

/** Settings of the add-ons of a cluster. */
export interface OrderedAddonsOptions {
  /**
   * Whether the default set is installed: vpc-cni, kube-proxy, eks-pod-identity-agent and coredns.
   *
   * @default - true, unless Auto Mode is all that runs nodes: it has them built in
   */
  readonly defaultAddons?: boolean;
}

/** Properties of {@link OrderedAddons}. */
export interface OrderedAddonsProps extends OrderedAddonsOptions {
  /** The cluster to install them on. */
  readonly cluster: ISafeEksCluster;
}

/**
 * Installs vpc-cni, kube-proxy and eks-pod-identity-agent before any compute, and coredns and whatever else needs a
 * running node after it. A cluster made by {@link SafeEksCluster} has its own, `cluster.addons`; this class is for
 * imported clusters.
 *
 * The calls may come in any order: the result follows from what was said altogether, and contradictions are errors.
 *
 * Reports SEKS3001 for compute without a CNI, SEKS3002 for an add-on added twice, SEKS3005 for an add-on that needs
 * nodes on a cluster without any, SEKS3006 for Pod Identity without its agent, SEKS3007 for an unknown name,
 * SEKS3008 for contradictory calls, SEKS3009 for two CNIs.
 */
export class OrderedAddons extends Construct {
  private readonly cluster: ISafeEksCluster;
  private readonly installed = new Map<string, Addon>();
  private readonly added = new Set<string>();
  private readonly removed = new Set<string>();
  /** For each add-on the settings that were given, to notice when two calls disagree. */
  private readonly given = new Map<string, Set<string>>();
  private readonly configured: AddonName[] = [];
  /** Settings of add-ons that are not there yet: `configure` may come before `add`. */
  private readonly pendingOptions = new Map<string, AddonOptions>();
  private cni: Cni | undefined;
  private readonly checks = new PropertyChecks(this);

  public constructor(scope: Construct, id: string, props: OrderedAddonsProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.checks.literal('defaultAddons', props.defaultAddons);
    if (props.defaultAddons ?? props.cluster.autoMode?.isAlone !== true) {
      for (const name of DEFAULT_ADDONS) {
        this.install(AddonName.of(name));
      }
    }
    SafetyReport.of(this).addCheck(this, () => [
      ...this.judgeCni(),
      ...judgeMaxPods(this.cluster, this.cni?.vpcCniOptions ?? {}),
      ...this.judgeCompute(),
      ...this.judgePodIdentity(),
      ...this.judgeNames(),
    ]);
  }

  /**
   * Adds an add-on, or settles the options of one of the default set.
   *
   * @param addonName which add-on
   * @param options its settings
   * @returns the add-on
   */
  public add(addonName: AddonName, options: AddonOptions = {}): Addon {
    const { name } = addonName;
    if (this.added.has(name)) {
      const what = `the add-on '${name}' is added twice`;
      const fix = 'Add it once; configure() changes the settings of one that is there.';
      this.checks.report({ code: 'SEKS3002', value: name, limit: 'each add-on once', what, fix });
    }
    this.added.add(name);
    this.note(name, options);
    const known = this.installed.get(name);
    if (known !== undefined && staysInStage(options, known)) {
      known.configure(options);
      return known;
    }
    this.uninstall(name);
    return this.install(addonName, options);
  }

  /**
   * Leaves an add-on of the default set out.
   *
   * @param addonName which add-on
   */
  public remove(addonName: AddonName): void {
    this.removed.add(addonName.name);
    if (!this.added.has(addonName.name)) {
      this.uninstall(addonName.name);
    }
  }

  /**
   * Changes settings of an add-on that is installed; settings that are not named stay.
   *
   * @param addonName which add-on
   * @param options the settings to change
   */
  public configure(addonName: AddonName, options: AddonOptions): void {
    this.configured.push(addonName);
    this.note(addonName.name, options);
    if (options.beforeCompute !== undefined) {
      const what = `beforeCompute of the add-on '${addonName.name}' is set by configure(), which cannot move it`;
      const fix = 'Give it to add().';
      this.checks.report({
        code: 'SEKS3008',
        property: 'beforeCompute',
        value: options.beforeCompute,
        what,
        fix,
      });
    }
    const pending = this.installed.get(addonName.name);
    pending?.configure(options);
    if (pending === undefined) {
      this.pendingOptions.set(addonName.name, { ...this.pendingOptions.get(addonName.name), ...options });
    }
  }

  /**
   * Says which CNI the cluster has.
   *
   * @param cni the CNI
   */
  public useCni(cni: Cni): void {
    if (this.cni !== undefined) {
      const what = 'useCni is called twice, but a cluster has one CNI';
      this.checks.report({ code: 'SEKS3009', limit: 'one CNI', what, fix: 'Call it once.' });
    }
    this.cni = cni;
    if (cni.construct === undefined) {
      const options = cni.vpcCniOptions ?? {};
      judgeVpcCni(options, this.cluster).forEach((problem) => {
        this.checks.report(problem);
      });
      this.configure(AddonName.VPC_CNI, vpcCniAddonOptions(options, this.cluster));
      return;
    }
    this.remove(AddonName.VPC_CNI);
    this.cluster.deploymentOrder.join(DeploymentStage.PRE_COMPUTE_ADDONS, cni.construct, { name: 'cni' });
  }

  /**
   * The add-on of a name, where it is installed.
   *
   * @param addonName which add-on
   */
  public tryFind(addonName: AddonName): Addon | undefined {
    return this.installed.get(addonName.name);
  }

  private install(addonName: AddonName, options: AddonOptions = {}): Addon {
    const { name } = addonName;
    const addon = new Addon(this, name.replaceAll('/', '-'), {
      cluster: this.cluster,
      addonName,
      ...options,
    });
    this.installed.set(name, addon);
    const pending = this.pendingOptions.get(name);
    if (pending !== undefined) {
      addon.configure(pending);
    }
    return addon;
  }

  private uninstall(name: string): void {
    const addon = this.installed.get(name);
    if (addon !== undefined) {
      this.installed.delete(name);
      this.cluster.deploymentOrder.leave(addon);
      this.node.tryRemoveChild(addon.node.id);
    }
  }

  /** Two calls may settle different things about an add-on, but not the same thing. */
  private note(name: string, options: AddonOptions): void {
    const given = this.given.get(name) ?? new Set<string>();
    this.given.set(name, given);
    for (const [property, value] of Object.entries(options)) {
      if (value !== undefined && given.has(property)) {
        const what = `${property} of the add-on '${name}' is set by two calls`;
        const fix = 'Set it in one place, so that the order of calls does not decide.';
        this.checks.report({ code: 'SEKS3008', property, value, limit: 'each setting once', what, fix });
      }
      if (value !== undefined) {
        given.add(property);
      }
    }
  }

  private judgeCni(): ProblemDetails[] {
    const installer = this.cni?.construct;
    if (installer !== undefined && elementsBelow(installer).length === 0) {
      const what = `the CNI at ${installer.node.path} consists of no resource and no module, so nothing can wait for it`;
      const fix = 'Name the construct that installs it.';
      return [{ code: 'SEKS3001', value: installer.node.path, limit: 'a CNI before compute', what, fix }];
    }
    if (installer !== undefined && this.isInOrder(VPC_CNI)) {
      const what = `the cluster has a CNI of its own, and the add-on '${VPC_CNI}' is added too`;
      return [{ code: 'SEKS3009', limit: 'one CNI', what, fix: 'Remove one of the two.' }];
    }
    // Fargate brings its own.
    // Beside Auto Mode alone nodes are a mistake of their own.
    const isJudged = this.cluster.autoMode?.isAlone !== true;
    if (isJudged && hasNodes(this.cluster) && installer === undefined && !this.isInOrder(VPC_CNI)) {
      const what = `the cluster has compute but no CNI, so its nodes would stay NotReady ("cni plugin not initialized")`;
      const fix = `Leave the add-on '${VPC_CNI}' in, or name the construct that installs another with useCni(Cni.custom(…)).`;
      return [{ code: 'SEKS3001', limit: 'a CNI before compute', what, fix }];
    }
    return [];
  }

  private judgeCompute(): ProblemDetails[] {
    const order = this.cluster.deploymentOrder;
    const waiting = this.inOrder().filter(({ stage }) => stage === DeploymentStage.POST_COMPUTE_ADDONS);
    // Auto Mode starts nodes for whatever needs some.
    if (
      this.cluster.autoMode?.isOn === true ||
      waiting.length === 0 ||
      order.membersOf(DeploymentStage.COMPUTE).length > 0
    ) {
      return [];
    }
    const names = waiting.map(({ addonName }) => addonName).join(', ');
    const what = `${names} would stay DEGRADED and time out after 20 minutes, as the cluster has no compute`;
    const fix =
      'Add a node group, remove these add-ons, or acknowledge the code with the reason why there will be nodes ' +
      'by then.';
    return [{ code: 'SEKS3005', value: names, limit: 'compute before these add-ons', what, fix }];
  }

  private judgePodIdentity(): ProblemDetails[] {
    const users = [
      ...this.inOrder()
        .filter((addon) => addon.usesPodIdentity)
        .map(({ addonName }) => addonName),
      ...this.associations().map(({ node }) => node.path),
    ];
    if (users.length === 0 || this.cluster.autoMode?.isAlone === true || this.isInOrder(POD_IDENTITY_AGENT)) {
      return [];
    }
    const names = users.sort();
    const what = `${names.join(', ')} takes its permissions from Pod Identity, but '${POD_IDENTITY_AGENT}' is missing`;
    const fix = `Leave the add-on '${POD_IDENTITY_AGENT}' in.`;
    return [{ code: 'SEKS3006', value: names, limit: POD_IDENTITY_AGENT, what, fix }];
  }

  /** Associations of workloads, known by what they say of themselves: their construct is none of this room's. */
  private associations(): IConstruct[] {
    return this.cluster.deploymentOrder
      .membersOf(DeploymentStage.ACCESS)
      .filter((member) => (member as MaybeAssociation).usesPodIdentity === true);
  }

  private judgeNames(): ProblemDetails[] {
    const names = [...this.installed.keys()];
    const problems: ProblemDetails[] = [];
    for (const name of [...this.removed].filter((candidate) => this.added.has(candidate)).sort()) {
      const what = `the add-on '${name}' is both added and removed`;
      problems.push({ code: 'SEKS3008', value: name, what, fix: 'Drop one of the two calls.' });
    }
    const strangers = [
      ...this.configured
        .map(({ name }) => ({ name, call: 'configured' }))
        .filter(({ name }) => !names.includes(name)),
      ...[...this.removed]
        .map((name) => ({ name, call: 'removed' }))
        .filter(({ name }) => !DEFAULT_ADDONS.includes(name)),
    ];
    for (const { name, call } of strangers) {
      const candidates = call === 'removed' ? DEFAULT_ADDONS : names;
      const meant = nearest(name, candidates);
      const what = `the add-on '${name}' is ${call} but is not there`;
      const fix =
        meant === undefined || meant === name ? 'Add it, or drop the call.' : `Did you mean '${meant}'?`;
      problems.push({ code: 'SEKS3007', value: name, limit: candidates.join(', '), what, fix });
    }
    return problems;
  }

  /** All add-ons of the cluster, also those that were made by themselves, in this stack or in another. */
  private inOrder(): Addon[] {
    return [DeploymentStage.PRE_COMPUTE_ADDONS, DeploymentStage.POST_COMPUTE_ADDONS]
      .flatMap((stage) => this.cluster.deploymentOrder.membersOf(stage))
      .filter((member) => member instanceof Addon);
  }

  private isInOrder(name: string): boolean {
    return this.inOrder().some(({ addonName }) => addonName === name);
  }
}

interface MaybeAssociation extends IConstruct {
  readonly usesPodIdentity?: boolean;
}

/** Whether the options leave an add-on in its stage. */
function staysInStage({ beforeCompute }: AddonOptions, { stage }: Addon): boolean {
  return beforeCompute === undefined || beforeCompute === (stage === DeploymentStage.PRE_COMPUTE_ADDONS);
}
