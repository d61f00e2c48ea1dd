/**
 * One EKS add-on in its place in the order.
 */
import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { TerraformResource } from 'cdktf';
import { Fn, Lazy, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { ServiceRole } from '../iam/service-role';
import { DeploymentStage } from '../ordering/deployment-stage';
import { isKnown, literalMap } from '../validation/checks/known';
import { hasTokens, stableJson } from '../validation/checks/stable-json';
import type { ProblemDetails } from '../validation/problem';
import { nearest, show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { ADDON_CATALOGUE } from './addon-catalogue';
import { judgeConfiguration, judgeSkew } from './addon-checks';
import { judgeNeeds } from './addon-needs';
import type { AddonOptions, AddonProps, AddonTimeouts } from './addon-options';
import { ResolveConflicts } from './addon-options';
import { AddonVersion, AddonVersionKind } from './addon-version';
import { pinnedAddonVersion } from './addon-version-table';
import { judgeFargate } from './addons-on-fargate';
import type { AddonFacts } from './catalogue/addon-facts';
import { POD_IDENTITY_AGENT } from './catalogue/cluster-addons';
import { mergedConfiguration } from './merged-configuration';

const VERSION_FORMAT = /^v\d+\.\d+\.\d+(-[a-z0-9.-]+)?$/;

/**
 * An EKS add-on. Usually made by {@link OrderedAddons}.
 *
 * Reports SEKS3003 for a version that is malformed or not in the table, SEKS3004 (a warning) for one that moves by
 * itself, SEKS3007 for a name that is nearly that of a known add-on, SEKS3008 for settings that contradict each other, SEKS3010
 * for an add-on that needs another, SEKS3012 (a warning) for kube-proxy that does not go with the control plane,
 * SEKS6005 for pods that only Fargate could run and no profile takes, SEKS6006 for Pod Identity on Fargate.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class Addon extends Construct {
  /** The add-on itself. */
  public readonly resource: EksAddon;
  /** Name of the add-on, such as `vpc-cni`. */
  public readonly addonName: string;
  /** The stage that it joined. */
  public readonly stage: DeploymentStage;
  private readonly cluster: ISafeEksCluster;
  private readonly facts?: AddonFacts;
  private readonly checks = new PropertyChecks(this);
  private readonly requires: TerraformResource[] = [];
  private readonly after: string[] = [];
  private readonly afterIfPresent: string[] = [];
  private version = AddonVersion.PINNED;
  private serviceAccount: string | undefined;
  private configuration: { [key: string]: unknown } | undefined;
  private local: TerraformLocal | undefined;
  /** In which ways a role of the user's was given. */
  private readonly hasRole = { podIdentity: false, serviceAccount: false };
  private timeouts: AddonTimeouts = { create: '20m', update: '20m', delete: '40m' };

  public constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.addonName = props.addonName.name;
    this.facts = ADDON_CATALOGUE[this.addonName];
    this.afterIfPresent.push(...(this.facts?.needs ?? []));
    this.timeouts = { ...this.timeouts, ...this.facts?.timeouts };
    this.stage = this.chooseStage(props.beforeCompute);
    this.validateName();
    this.resource = new EksAddon(this, 'Resource', {
      clusterName: this.cluster.clusterName,
      addonName: this.addonName,
      resolveConflictsOnCreate: ResolveConflicts.OVERWRITE,
      resolveConflictsOnUpdate: ResolveConflicts.PRESERVE,
      preserve: false,
      tags: { ...this.cluster.tags },
      provider: providerOf(this.cluster, this),
    });
    this.setVersion(props.version ?? AddonVersion.PINNED);
    if ((props.podIdentityRoleArn ?? props.serviceAccountRoleArn) === undefined) {
      this.makeRole();
    }
    this.resource.configurationValues = Lazy.stringValue({ produce: () => this.renderConfiguration() });
    this.configure(props);
    this.cluster.deploymentOrder.join(this.stage, this, {
      name: this.addonName,
      resources: [this.resource],
      requires: this.requires,
      after: this.after,
      afterIfPresent: this.afterIfPresent,
    });
    SafetyReport.of(this).addCheck(this, () => [
      ...this.judgeVersion(),
      ...this.judgeRoles(),
      ...judgeSkew(this.addonName, this.version, this.cluster),
      ...judgeNeeds(this, this.cluster),
      ...judgeFargate(this, this.cluster, this.configuration ?? {}),
    ]);
  }

  /** Whether its pods get their permissions from Pod Identity. */
  public get usesPodIdentity(): boolean {
    return this.resource.podIdentityAssociationInput !== undefined;
  }

  /**
   * Changes what the options name and leaves the rest as it is.
   *
   * @param options what to change; `beforeCompute` cannot be changed any more
   */
  public configure(options: AddonOptions): void {
    const { resource } = this;
    this.validate(options);
    this.hasRole.podIdentity ||= options.podIdentityRoleArn !== undefined;
    this.hasRole.serviceAccount ||= options.serviceAccountRoleArn !== undefined;
    if (options.version !== undefined) {
      this.setVersion(options.version);
    }
    if (options.configuration !== undefined) {
      this.setConfiguration(options.configuration);
    }
    this.serviceAccount = options.serviceAccount ?? this.serviceAccount;
    if (options.podIdentityRoleArn !== undefined) {
      this.dropRole();
      this.associate(options.podIdentityRoleArn);
    }
    if (options.serviceAccountRoleArn !== undefined) {
      this.dropRole();
      resource.resetPodIdentityAssociation();
      resource.serviceAccountRoleArn = options.serviceAccountRoleArn;
    }
    if (options.importExisting === true) {
      const { physicalName } = this.cluster;
      resource.importFrom(`${physicalName}:${this.addonName}`, providerOf(this.cluster, this));
    }
    this.requires.push(...(options.requires ?? []));
    resource.resolveConflictsOnCreate =
      options.resolveConflictsOnCreate ?? resource.resolveConflictsOnCreateInput ?? '';
    resource.resolveConflictsOnUpdate =
      options.resolveConflictsOnUpdate ?? resource.resolveConflictsOnUpdateInput ?? '';
    resource.preserve = options.preserve ?? resource.preserveInput ?? false;
    resource.tags = { ...resource.tagsInput, ...literalMap(options.tags) };
    this.timeouts = { ...this.timeouts, ...options.timeouts };
    resource.putTimeouts(this.timeouts);
    this.after.push(
      ...(options.after ?? []).map(({ name }) => name).filter((name) => !this.after.includes(name)),
    );
  }

  /**
   * With values that are known at apply only, Terraform has to quote them; it sorts the keys likewise. They go through a
   * local value, because within an expression cdktf does not escape the quotes of the texts around a token.
   */
  private setConfiguration(configuration: { [key: string]: unknown }): void {
    this.configuration = configuration;
    this.node.tryRemoveChild('Configuration');
    this.local = hasTokens(configuration)
      ? new TerraformLocal(
          this,
          'Configuration',
          Lazy.anyValue({ produce: () => mergedConfiguration(this.baseConfiguration, configuration) }),
        )
      : undefined;
  }

  /** At synth: what the cluster needs follows from all of its compute. */
  private renderConfiguration(): string | undefined {
    if (this.local !== undefined) {
      return Fn.jsonencode(this.local.expression);
    }
    const { baseConfiguration: base, configuration } = this;
    return base === undefined && configuration === undefined
      ? undefined
      : stableJson(mergedConfiguration(base, configuration));
  }

  private get baseConfiguration(): { readonly [key: string]: unknown } | undefined {
    return this.facts?.configuration?.(this.cluster);
  }

  private chooseStage(beforeCompute: boolean | undefined): DeploymentStage {
    const known = ADDON_CATALOGUE[this.addonName]?.stage;
    if (beforeCompute === undefined || !this.checks.literal('beforeCompute', beforeCompute)) {
      return known ?? DeploymentStage.POST_COMPUTE_ADDONS;
    }
    const wanted = beforeCompute ? DeploymentStage.PRE_COMPUTE_ADDONS : DeploymentStage.POST_COMPUTE_ADDONS;
    if (known !== undefined && known !== wanted) {
      this.checks.report({
        code: 'SEKS3008',
        property: 'beforeCompute',
        value: beforeCompute,
        limit: known,
        what: `beforeCompute ${show(beforeCompute)} contradicts what is known of ${this.addonName}`,
        fix: `Leave it out: ${this.addonName} belongs to the stage ${known}.`,
      });
    }
    return wanted;
  }

  private makeRole(): void {
    const { cluster } = this;
    const permissions = this.facts?.permissions?.(cluster.ipFamily);
    if (permissions === undefined) {
      return;
    }
    const role = new ServiceRole(this, 'Role', {
      service: 'pods.eks.amazonaws.com',
      trustActions: ['sts:AssumeRole', 'sts:TagSession'],
      nameParts: [cluster.physicalName, 'addon', this.addonName],
      managedPolicies: permissions.managedPolicies,
      inlinePolicies: permissions.inlinePolicies,
      description: `Add-on ${this.addonName} of the EKS cluster ${cluster.physicalName}`,
      environment: cluster._environment,
      tags: cluster.tags,
      provider: providerOf(cluster, this),
    });
    this.requires.push(...role.attachments);
    this.associate(role.resource.arn);
  }

  private judgeRoles(): ProblemDetails[] {
    const { podIdentity, serviceAccount } = this.hasRole;
    const property = 'serviceAccountRoleArn';
    const what = `${property} is given together with podIdentityRoleArn, and pods have one role`;
    const fix = 'Drop one of the two: serviceAccountRoleArn is for pods on Fargate.';
    return podIdentity && serviceAccount ? [{ code: 'SEKS3008', property, what, fix }] : [];
  }

  /** Only what belongs to the role goes: resources that the user named may have come before. */
  private dropRole(): void {
    const role = this.node.tryFindChild('Role');
    const kept = this.requires.filter(
      (resource) => role === undefined || !resource.node.scopes.includes(role),
    );
    this.requires.splice(0, this.requires.length, ...kept);
    const others = this.afterIfPresent.filter((name) => name !== POD_IDENTITY_AGENT);
    this.afterIfPresent.splice(0, this.afterIfPresent.length, ...others);
    this.node.tryRemoveChild('Role');
  }

  private associate(roleArn: string): void {
    const serviceAccount = this.serviceAccount ?? this.facts?.serviceAccount;
    if (serviceAccount === undefined) {
      const what = `podIdentityRoleArn is given, but ${this.addonName} has no service account known to take it`;
      const fix = 'Name it with serviceAccount.';
      this.checks.report({ code: 'SEKS3008', property: 'podIdentityRoleArn', value: roleArn, what, fix });
      return;
    }
    this.resource.putPodIdentityAssociation([{ roleArn, serviceAccount }]);
    if (!this.afterIfPresent.includes(POD_IDENTITY_AGENT)) {
      this.afterIfPresent.push(POD_IDENTITY_AGENT);
    }
  }

  private setVersion(version: AddonVersion): void {
    const { addonName } = this;
    const kubernetesVersion = this.cluster.kubernetesVersion.version;
    this.version = version;
    this.node.tryRemoveChild('Version');
    switch (version.kind) {
      case AddonVersionKind.PINNED:
        this.resource.addonVersion = pinnedAddonVersion(addonName, kubernetesVersion) ?? '';
        return;
      case AddonVersionKind.NAMED:
        this.resource.addonVersion = version.version ?? '';
        return;
      case AddonVersionKind.DEFAULT_OF_EKS:
      case AddonVersionKind.LATEST:
        // The version is not ForceNew, so it may come from a data source. That reads the cluster's version as a literal:
        // through the resource it would wait for the control plane and make every plan unknown.
        this.resource.addonVersion = new DataAwsEksAddonVersion(this, 'Version', {
          addonName,
          kubernetesVersion,
          mostRecent: version.kind === AddonVersionKind.LATEST,
          provider: providerOf(this.cluster, this),
        }).version;
    }
  }

  /** Judged at synth, since the version may be settled by a later call. */
  private judgeVersion(): ProblemDetails[] {
    const { addonName } = this;
    const { kind, version: named } = this.version;
    const kubernetes = this.cluster.kubernetesVersion;
    const property = 'version';
    if (kind === AddonVersionKind.NAMED) {
      if (named === undefined || !isKnown(named) || VERSION_FORMAT.test(named)) {
        return [];
      }
      const what = `version ${show(named)} of ${addonName} is not the version of an add-on`;
      const fix = 'Write it as EKS does, such as v1.20.4-eksbuild.2.';
      return [{ code: 'SEKS3003', property, value: named, what, fix }];
    }
    if (kind !== AddonVersionKind.PINNED) {
      const value = kind === AddonVersionKind.LATEST ? 'latest' : 'default';
      const what = `version of ${addonName} is looked up at every plan, so that a plan without a change may update it`;
      const fix = 'Name a version with AddonVersion.of, or acknowledge the code with a reason.';
      return [{ code: 'SEKS3004', property, value, limit: 'a named version', what, fix }];
    }
    // A malformed version of Kubernetes is reported by the cluster.
    if (kubernetes.minor === undefined || pinnedAddonVersion(addonName, kubernetes.version) !== undefined) {
      return [];
    }
    const what = `version of ${addonName} for Kubernetes ${kubernetes.version} is not in the table of this library`;
    const fix = 'Name one with AddonVersion.of; aws eks describe-addon-versions lists them.';
    return [{ code: 'SEKS3003', property, limit: 'a version in the table or a named one', what, fix }];
  }

  private validateName(): void {
    const known = Object.keys(ADDON_CATALOGUE);
    const meant = known.includes(this.addonName) ? undefined : nearest(this.addonName, known);
    if (meant !== undefined) {
      const what = `addonName ${show(this.addonName)} is no add-on that the library knows`;
      const fix = `Did you mean ${show(meant)}?`;
      this.checks.report({ code: 'SEKS3007', property: 'addonName', value: this.addonName, what, fix });
    }
  }

  private validate(options: AddonOptions): void {
    const { podIdentityRoleArn, serviceAccountRoleArn, resolveConflictsOnCreate, preserve, tags } = options;
    if (resolveConflictsOnCreate === ResolveConflicts.PRESERVE) {
      const what = `resolveConflictsOnCreate 'PRESERVE' is for updates only`;
      const fix = 'Give OVERWRITE or NONE.';
      this.checks.report({
        code: 'SEKS3008',
        property: 'resolveConflictsOnCreate',
        value: resolveConflictsOnCreate,
        limit: 'OVERWRITE or NONE',
        what,
        fix,
      });
    }
    this.checks.arn('podIdentityRoleArn', podIdentityRoleArn, 'iam', 'role/');
    this.checks.arn('serviceAccountRoleArn', serviceAccountRoleArn, 'iam', 'role/');
    this.checks.literal('preserve', preserve);
    judgeConfiguration(this.addonName, options.configuration).forEach((problem) => {
      this.checks.report(problem);
    });
    this.checks.tags('tags', tags);
  }
}
