/**
 * The access entry of one principal on one cluster, with its policies.
 */
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { DeploymentStage } from '../ordering/deployment-stage';
import { show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import type { AccessPolicy } from './access-policy';

/** What a principal may do. */
export interface AccessGrantOptions {
  /**
   * Policies of EKS.
   *
   * @default - none; the groups say what the principal may do
   */
  readonly policies?: AccessPolicy[];

  /**
   * Groups that role bindings in the cluster name. They must not begin with `system:`.
   *
   * @default - none
   */
  readonly kubernetesGroups?: string[];
}

/** Properties of {@link AccessEntry}. */
export interface AccessEntryProps extends AccessGrantOptions {
  /** The cluster to enter. */
  readonly cluster: ISafeEksCluster;
  /** ARN of an IAM user or role, with its path. */
  readonly principalArn: string;
}

interface GrantedPolicy {
  readonly policy: AccessPolicy;
  readonly grantId: string;
  readonly association: EksAccessPolicyAssociation;
}

/**
 * An access entry of type STANDARD. Made by {@link AccessEntryAuth}, which keeps to one entry per principal.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntry extends Construct {
  /** The entry itself. */
  public readonly resource: EksAccessEntry;
  /** ARN of the principal, as it was given. */
  public readonly principalArn: string;
  /** ARN of the entry. */
  public readonly accessEntryArn: string;
  private readonly cluster: ISafeEksCluster;
  private readonly granted = new Map<string, GrantedPolicy>();
  private readonly groups = new Set<string>();

  public constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.principalArn = props.principalArn;
    this.resource = new EksAccessEntry(this, 'Resource', {
      clusterName: props.cluster.clusterName,
      principalArn: props.principalArn,
      type: 'STANDARD',
      // Always written: an argument that disappears would leave the groups as they were.
      kubernetesGroups: Lazy.listValue({ produce: () => [...this.groups].sort() }),
      tags: { ...props.cluster.tags },
      provider: providerOf(props.cluster, this),
    });
    this.accessEntryArn = this.resource.accessEntryArn;
    props.cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, { name: this.node.path });
    this.grant(id, props);
  }

  /** Whether the principal may do everything on the cluster. */
  public get isClusterAdmin(): boolean {
    return [...this.granted.values()].some(({ policy }) => policy.isClusterAdmin);
  }

  /**
   * Adds to what the principal may do. Namespaces of the same policy are put together; a policy that is granted for
   * the cluster and for namespaces is reported as SEKS4003, since EKS keeps only one of both.
   *
   * @param grantId name of the grant, for messages
   * @param options policies and groups
   */
  public grant(grantId: string, options: AccessGrantOptions): void {
    const checks = new PropertyChecks(this);
    for (const group of options.kubernetesGroups ?? []) {
      if (group.startsWith('system:')) {
        const what = `kubernetesGroups names ${show(group)}, but EKS takes no group that begins with system:`;
        const fix = 'Bind a group of your own to the same role, or grant AccessPolicy.clusterAdmin().';
        checks.report({ code: 'SEKS4006', property: 'kubernetesGroups', value: group, what, fix });
      }
      this.groups.add(group);
    }
    for (const policy of options.policies ?? []) {
      policy._judge().forEach((problem) => {
        checks.report(problem);
      });
      this.grantPolicy(checks, grantId, policy);
    }
  }

  private grantPolicy(checks: PropertyChecks, grantId: string, policy: AccessPolicy): void {
    const known = this.granted.get(policy.name);
    if (known === undefined) {
      this.granted.set(policy.name, { policy, grantId, association: this.associate(policy) });
      return;
    }
    if (known.policy.scope.type !== policy.scope.type) {
      const [first, second] = [known, { policy, grantId }]
        .map((grant) => `'${grant.grantId}' grants it for ${grant.policy.scope.toString()}`)
        .sort();
      checks.report({
        code: 'SEKS4003',
        property: 'policies',
        value: policy.name,
        limit: 'one scope for each policy of a principal',
        what: `policies grants ${policy.name} twice: ${first ?? ''}, ${second ?? ''}`,
        fix: 'Drop one of the two; EKS would keep the one that comes last.',
      });
      return;
    }
    const current = known.association.accessScope.namespacesInput ?? [];
    const namespaces = [...new Set([...current, ...policy.scope.namespaceNames])].sort();
    if (policy.scope.type === 'namespace') {
      known.association.putAccessScope({ type: 'namespace', namespaces });
    }
  }

  private associate(policy: AccessPolicy): EksAccessPolicyAssociation {
    const { type, namespaceNames: namespaces } = policy.scope;
    return new EksAccessPolicyAssociation(this, policy.name.replace(/[^A-Za-z0-9]/g, '-'), {
      clusterName: this.cluster.clusterName,
      // The entry's own attribute, so that the association comes after the entry.
      principalArn: this.resource.principalArn,
      policyArn: Lazy.stringValue({ produce: () => policy.arn(this.cluster._environment.partition) }),
      accessScope: type === 'cluster' ? { type } : { type, namespaces: [...namespaces] },
      provider: providerOf(this.cluster, this),
    });
  }
}
