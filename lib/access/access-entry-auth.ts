/**
 * Who may enter a cluster: the one place where that is said.
 */
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { rendered } from '../validation/checks/readable-id';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import type { AccessGrantOptions } from './access-entry';
import { AccessEntry } from './access-entry';
import { AccessEntryType, requiredPolicyOf } from './access-entry-type';
import { AccessPolicy, AccessScope } from './access-policy';
import type { MigrationOptions } from './cluster-authentication';
import { ClusterAuthentication, MigrationStep } from './cluster-authentication';
import { migrationReport } from './migration-report';
import { judgePrincipal, principalId } from './principal';
import { isKnown } from '../validation/checks/known';

/** Properties of {@link AccessEntryAuth}. */
export interface AccessEntryAuthProps {
  /** The cluster to enter. */
  readonly cluster: ISafeEksCluster;

  /**
   * Whether somebody must be granted cluster administration here. EKS gives it to nobody by itself, not even to
   * whoever created the cluster, as the library leaves that off.
   *
   * @default - true
   */
  readonly requireClusterAdmin?: boolean;
}

/** A kind of compute whose role EKS gives an access entry by itself. */
interface HasRegisteredRole {
  readonly eksRegisteredRoleArn: string;
}

/**
 * Access entries in authentication mode API: IAM principals, and what each may do. The ConfigMap aws-auth plays no
 * part, so nothing can overwrite it.
 *
 * There is one entry per principal, however many grants name it; the grants are put together. A cluster made by
 * {@link SafeEksCluster} has its own, `cluster.access`; this class is for imported clusters.
 *
 * Reports SEKS4001 when nobody is administrator, SEKS4002 for a principal that cannot have an entry, SEKS4003 for
 * grants that contradict each other, SEKS4007 for a role that EKS registers itself.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export class AccessEntryAuth extends Construct {
  /** Access entries from the start, and nothing else. */
  public static api(): ClusterAuthentication {
    return new ClusterAuthentication(MigrationStep.API);
  }

  /**
   * A step of the way from the ConfigMap aws-auth, each one apply: CONFIG_MAP, BOTH, API.
   *
   * @param options the step
   */
  public static migratingFromConfigMap(options: MigrationOptions): ClusterAuthentication {
    return new ClusterAuthentication(options.step, options);
  }

  private readonly cluster: ISafeEksCluster;
  private readonly entries = new Map<string, AccessEntry>();
  private readonly principalOfGrant = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: AccessEntryAuthProps) {
    super(scope, id);
    this.cluster = props.cluster;
    const requireAdmin = props.requireClusterAdmin ?? true;
    SafetyReport.of(this).addCheck(this, () => [
      ...(requireAdmin ? this.judgeAdmins() : []),
      ...this.judgeOtherEntries(),
      ...this.judgeRegisteredRoles(),
    ]);
    if (props.cluster.authentication.isMigrating) {
      SafetyReport.of(this).addCheck(this, () => {
        this.tellOfMigration();
        return [];
      });
    }
  }

  /**
   * Lets a principal do everything on the cluster.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param principalArn ARN of an IAM user or role, with its path
   * @returns the entry of the principal
   */
  public grantClusterAdmin(id: string, principalArn: string): AccessEntry {
    return this.grant(id, principalArn, { policies: [AccessPolicy.clusterAdmin()] });
  }

  /**
   * Grants policies of EKS to a principal.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param principalArn ARN of an IAM user or role, with its path
   * @param policies what the principal may do, and where
   * @returns the entry of the principal
   */
  public grantAccess(id: string, principalArn: string, policies: AccessPolicy[]): AccessEntry {
    return this.grant(id, principalArn, { policies });
  }

  /**
   * Grants policies of EKS, groups of Kubernetes, or both to a principal.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param principalArn ARN of an IAM user or role, with its path
   * @param options what the principal may do
   * @returns the entry of the principal
   */
  public grant(id: string, principalArn: string, options: AccessGrantOptions): AccessEntry {
    return this.enter(id, principalArn, AccessEntryType.STANDARD, options);
  }

  /**
   * Lets nodes join that are neither in a managed node group nor in a Fargate profile nor in a built-in pool of Auto Mode:
   * those get their entries from EKS. A node group of this library needs no such call.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param roleArn ARN of the role of the nodes, with its path; of the cluster's account
   * @param type what kind of nodes they are; EC2 is given AmazonEKSAutoNodePolicy
   * @returns the entry of the role
   */
  public registerNodes(id: string, roleArn: string, type: AccessEntryType): AccessEntry {
    const required = requiredPolicyOf(type);
    const policies = required === undefined ? [] : [AccessPolicy.of(required, AccessScope.CLUSTER)];
    return this.enter(id, roleArn, type, { policies });
  }

  /** What still depends on the ConfigMap aws-auth at the step of this apply, in words. */
  public get migrationReport(): string {
    const entries = [...this.entries].map(([principalArn, { type }]) => ({ principalArn, type }));
    const compute = this.registeredCompute().map(({ path, roleArn }) => ({
      path,
      roleArn: this.resolved(roleArn),
    }));
    const { step, _makesComputeEntries: makesComputeEntries } = this.cluster.authentication;
    return migrationReport({ step, entries, compute, makesComputeEntries });
  }

  private enter(
    id: string,
    principalArn: string,
    type: AccessEntryType,
    options: AccessGrantOptions,
  ): AccessEntry {
    const checks = new PropertyChecks(this);
    if (isKnown(principalArn)) {
      judgePrincipal(principalArn).forEach((problem) => {
        checks.report(problem);
      });
    }
    const resolved = this.resolved(principalArn);
    const taken = this.principalOfGrant.get(id);
    if (taken !== undefined) {
      const what = `the grant '${id}' is made twice, for ${[taken, resolved].sort().join(' and ')}`;
      const fix = 'Give each grant its own id.';
      checks.report({ code: 'SEKS4003', property: 'id', value: id, limit: 'ids are unique', what, fix });
    }
    this.principalOfGrant.set(id, resolved);

    const known = this.entries.get(resolved);
    if (known !== undefined) {
      if (known.type !== type) {
        const what = `${show(resolved)} has an entry of type ${known.type}, and '${id}' wants ${type}`;
        const fix = 'A principal has one entry of one type: give one of both a role of its own.';
        checks.report({ code: 'SEKS4003', property: 'type', value: type, limit: known.type, what, fix });
      }
      known.grant(id, options);
      return known;
    }
    const { cluster } = this;
    const entry = new AccessEntry(this, principalId(resolved), { cluster, principalArn, type });
    entry.grant(id, options);
    this.entries.set(resolved, entry);
    return entry;
  }

  private judgeAdmins(): ProblemDetails[] {
    if ([...this.entries.values()].some((entry) => entry.isClusterAdmin)) {
      return [];
    }
    return [
      {
        code: 'SEKS4001',
        limit: 'at least one cluster administrator',
        what: 'nobody is granted cluster administration, so nobody could enter the cluster to repair anything',
        fix: "Call grantClusterAdmin('admin', '<ARN of a role>').",
      },
    ];
  }

  /** Entries for the same principal from another AccessEntryAuth of the cluster. */
  private judgeOtherEntries(): ProblemDetails[] {
    const others = this.cluster.deploymentOrder
      .membersOf(DeploymentStage.ACCESS)
      .filter((member): member is AccessEntry => member instanceof AccessEntry && member.node.scope !== this);
    return others
      .filter((entry) => this.entries.has(this.resolved(entry.principalArn)))
      .map((entry) => ({
        code: 'SEKS4003',
        property: 'principalArn',
        value: this.resolved(entry.principalArn),
        limit: 'one entry per principal',
        what: `${show(this.resolved(entry.principalArn))} also has an entry at ${entry.node.path}`,
        fix: 'Make all grants of a cluster in one place.',
      }));
  }

  private judgeRegisteredRoles(): ProblemDetails[] {
    return this.registeredCompute()
      .map(({ path, roleArn }) => ({ path, role: this.resolved(roleArn) }))
      .filter(({ role }) => this.entries.has(role))
      .map(({ path, role }) => ({
        code: 'SEKS4007',
        property: 'principalArn',
        value: role,
        what: `${show(role)} is the role of ${path}, and EKS makes its entry itself`,
        fix: 'Remove the grant; a second entry for the role is refused by EKS.',
      }));
  }

  /** Compute whose role EKS gives an entry by itself. */
  private registeredCompute(): { readonly path: string; readonly roleArn: string }[] {
    return this.cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE).flatMap((member) => {
      const roleArn = (member as unknown as Partial<HasRegisteredRole>).eksRegisteredRoleArn;
      return roleArn === undefined ? [] : [{ path: member.node.path, roleArn }];
    });
  }

  /** Shown by the CDKTF command line; synthesis may be run several times. */
  private tellOfMigration(): void {
    const { migrationReport: text } = this;
    if (!this.node.metadata.some(({ data }) => data === text)) {
      Annotations.of(this).addInfo(text);
    }
  }

  /** What a principal is rendered as: two tokens for the same attribute read alike. */
  private resolved(principalArn: string): string {
    return rendered(this, principalArn);
  }
}
