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
import { rendered } from '../validation/checks/readable-id';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafeEksError } from '../validation/safe-eks-error';
import { AccessEntryType, judgeGrantOfType, judgeType, judgeUserName } from './access-entry-type';
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

  /**
   * Whether the entry exists already, with these policies, and is taken over by `import` blocks. After the apply it may be left out.
   *
   * @default false
   */
  readonly importExisting?: boolean;

  /**
   * Name that Kubernetes knows the principal by, for role bindings that name users, and in audit logs. AWS advises to leave
   * it out. It must not begin with `system:`, `eks:`, `aws:`, `amazon:` or `iam:`; before `{{SessionName}}` comes a colon.
   * Reported as SEKS4009 otherwise.
   *
   * @default - the ARN of a user; of a role, that of its session
   */
  readonly userName?: string;
}

/** Properties of {@link AccessEntry}. */
export interface AccessEntryProps extends AccessGrantOptions {
  /** The cluster to enter. */
  readonly cluster: ISafeEksCluster;
  /** ARN of an IAM user or role, with its path. */
  readonly principalArn: string;

  /**
   * What the entry is for.
   *
   * @default AccessEntryType.STANDARD
   */
  readonly type?: AccessEntryType;
}

interface GrantedPolicy {
  readonly policy: AccessPolicy;
  readonly grantId: string;
  readonly association: EksAccessPolicyAssociation | undefined;
}

/**
 * An access entry. Made by {@link AccessEntryAuth}, which keeps to one entry per principal.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntry extends Construct {
  /** ARN of the principal, as it was given. */
  public readonly principalArn: string;
  /** What the entry is for. */
  public readonly type: AccessEntryType;
  private readonly cluster: ISafeEksCluster;
  private readonly made?: EksAccessEntry;
  private readonly granted = new Map<string, GrantedPolicy>();
  private readonly groups = new Set<string>();
  private readonly userNames = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.principalArn = props.principalArn;
    this.type = props.type ?? AccessEntryType.STANDARD;
    const checks = new PropertyChecks(this);
    judgeType(this.type, props.principalArn).forEach((problem) => {
      checks.report(problem);
    });
    // While only aws-auth counts, EKS takes no entry; it is declared, judged, and made by the next step.
    this.made = props.cluster.authentication.hasEntries ? this.make(props) : undefined;
    if (this.made !== undefined) {
      props.cluster.deploymentOrder.join(DeploymentStage.ACCESS, this, { name: this.node.path });
    }
    this.grant(id, props);
  }

  /**
   * The entry itself. Throws SEKS4011 while a migration is at the step CONFIG_MAP, which makes none.
   */
  public get resource(): EksAccessEntry {
    if (this.made === undefined) {
      const what = 'resource is asked for, but no entry is made while only aws-auth counts';
      const fix = 'Ask for it from MigrationStep.BOTH on.';
      throw new SafeEksError([{ construct: this, code: 'SEKS4011', property: 'resource', what, fix }]);
    }
    return this.made;
  }

  /** ARN of the entry. Throws SEKS4011 like {@link resource}. */
  public get accessEntryArn(): string {
    return this.resource.accessEntryArn;
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
    const { policies = [], kubernetesGroups = [], userName, importExisting = false } = options;
    checks.literal('importExisting', importExisting);
    const names = policies.map(({ name }) => name);
    [
      ...judgeGrantOfType(this.type, { policies: names, kubernetesGroups, userName }),
      ...judgeUserName(userName),
      ...this.judgeOtherUserName(grantId, userName),
    ].forEach((problem) => {
      checks.report(problem);
    });
    for (const group of kubernetesGroups) {
      if (group.startsWith('system:')) {
        const what = `kubernetesGroups names ${show(group)}, but EKS takes no group that begins with system:`;
        const fix = 'Bind a group of your own to the same role, or grant AccessPolicy.clusterAdmin().';
        checks.report({ code: 'SEKS4006', property: 'kubernetesGroups', value: group, what, fix });
      }
      this.groups.add(group);
    }
    for (const policy of policies) {
      policy._judge().forEach((problem) => {
        checks.report(problem);
      });
      this.grantPolicy(checks, grantId, policy);
    }
    if (importExisting) {
      this.importWith(policies);
    }
  }

  private importWith(policies: readonly AccessPolicy[]): void {
    const provider = providerOf(this.cluster, this);
    const { physicalName, _environment: environment } = this.cluster;
    this.made?.importFrom(`${physicalName}:${this.principalArn}`, provider);
    for (const policy of policies) {
      const id = {
        produce: () => `${physicalName}#${this.principalArn}#${policy.arn(environment.partition)}`,
      };
      this.granted.get(policy.name)?.association?.importFrom(Lazy.stringValue(id), provider);
    }
  }

  /** A principal has one name. */
  private judgeOtherUserName(grantId: string, userName: string | undefined): ProblemDetails[] {
    if (userName === undefined) {
      return [];
    }
    const [other] = [...this.userNames].filter(([name]) => name !== userName);
    this.userNames.set(userName, grantId);
    if (other === undefined) {
      return [];
    }
    const given = [other, [userName, grantId]].map(
      ([name = '', id = '']) => `'${id}' names it ${show(name)}`,
    );
    const what = `userName is given twice: ${given.sort().join(', ')}`;
    const fix = 'Drop one of the two.';
    return [{ code: 'SEKS4003', property: 'userName', value: userName, limit: 'one name', what, fix }];
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
    const current = known.association?.accessScope.namespacesInput ?? [];
    const namespaces = [...new Set([...current, ...policy.scope.namespaceNames])].sort();
    if (policy.scope.type === 'namespace') {
      known.association?.putAccessScope({ type: 'namespace', namespaces });
    }
  }

  private make(props: AccessEntryProps): EksAccessEntry {
    return new EksAccessEntry(this, 'Resource', {
      clusterName: props.cluster.clusterName,
      principalArn: props.principalArn,
      type: this.type,
      // Always written: an argument that disappears would leave the groups as they were. Entries of nodes have their own.
      kubernetesGroups:
        this.type === AccessEntryType.STANDARD
          ? Lazy.listValue({ produce: () => [...this.groups].sort() })
          : undefined,
      userName: Lazy.stringValue({ produce: () => [...this.userNames.keys()].sort()[0] }),
      lifecycle: replacedWith(this, props.principalArn),
      tags: { ...props.cluster.tags },
      provider: providerOf(props.cluster, this),
    });
  }

  private associate(policy: AccessPolicy): EksAccessPolicyAssociation | undefined {
    if (this.made === undefined) {
      return undefined;
    }
    const { type, namespaceNames: namespaces } = policy.scope;
    return new EksAccessPolicyAssociation(this, policy.name.replace(/[^A-Za-z0-9]/g, '-'), {
      clusterName: this.cluster.clusterName,
      // The entry's own attribute, so that the association comes after the entry.
      principalArn: this.made.principalArn,
      policyArn: Lazy.stringValue({ produce: () => policy.arn(this.cluster._environment.partition) }),
      accessScope: type === 'cluster' ? { type } : { type, namespaces: [...namespaces] },
      provider: providerOf(this.cluster, this),
    });
  }
}

/**
 * EKS remembers the unique id of a principal: an entry whose role was made anew under the same name looks equal, and lets
 * nobody in. Where the principal is one of this stack, the entry goes and comes with it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
function replacedWith(scope: Construct, principalArn: string): { replaceTriggeredBy: string[] } | undefined {
  const [, address] =
    /^\$\{(aws_iam_(?:role|user)\.[\w-]+)\.arn\}$/.exec(rendered(scope, principalArn)) ?? [];
  return address === undefined ? undefined : { replaceTriggeredBy: [`${address}.unique_id`] };
}
