/**
 * Access policies of EKS, and where on a cluster they apply.
 */
import type { ProblemDetails } from '../validation/problem';
import { nearest, show } from '../validation/problem';

/** The policies that EKS offers. @see https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const KNOWN_POLICIES: readonly string[] = [
  'AIDevOpsAgentAccessPolicy',
  'AmazonAIOpsAssistantPolicy',
  'AmazonARCRegionSwitchScalingPolicy',
  'AmazonEKSACKPolicy',
  'AmazonEKSAdminPolicy',
  'AmazonEKSAdminViewPolicy',
  'AmazonEKSArgoCDClusterPolicy',
  'AmazonEKSArgoCDPolicy',
  'AmazonEKSAutoNodePolicy',
  'AmazonEKSBlockStorageClusterPolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSComputeClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSEditPolicy',
  'AmazonEKSEventPolicy',
  'AmazonEKSHybridPolicy',
  'AmazonEKSKROPolicy',
  'AmazonEKSLoadBalancingClusterPolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingClusterPolicy',
  'AmazonEKSNetworkingPolicy',
  'AmazonEKSPodIdentityPolicy',
  'AmazonEKSSecretAdminPolicy',
  'AmazonEKSSecretReaderPolicy',
  'AmazonEKSViewPolicy',
  'AmazonEMRJobPolicy',
  'AmazonSagemakerHyperpodClusterPolicy',
  'AmazonSagemakerHyperpodControllerPolicy',
  'AmazonSagemakerHyperpodSpacePolicy',
  'AmazonSagemakerHyperpodSpaceTemplatePolicy',
  'AmazonSagemakerHyperpodSystemNamespacePolicy',
  'AmazonSagemakerHyperpodUserClusterPolicy',
];

const CLUSTER_ADMIN = 'AmazonEKSClusterAdminPolicy';

/**
 * Where a policy applies.
 */
export class AccessScope {
  /** The whole cluster, including what belongs to no namespace. */
  public static readonly CLUSTER = new AccessScope('cluster', []);

  /**
   * Some namespaces.
   *
   * @param namespaces their names; `*` stands for any text, as in `team-*`
   */
  public static namespaces(...namespaces: string[]): AccessScope {
    return new AccessScope('namespace', [...new Set(namespaces)].sort());
  }

  /** `cluster` or `namespace`. */
  public readonly type: string;
  /** The namespaces; empty for the whole cluster. */
  public readonly namespaceNames: string[];

  private constructor(type: string, namespaceNames: string[]) {
    this.type = type;
    this.namespaceNames = namespaceNames;
  }

  /** The scope as people write it. */
  public toString(): string {
    return this.type === 'cluster' ? 'the cluster' : `the namespaces ${this.namespaceNames.join(', ')}`;
  }
}

/**
 * An access policy together with its scope.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
 */
export class AccessPolicy {
  /** Everything on the whole cluster, as `cluster-admin` of Kubernetes. */
  public static clusterAdmin(): AccessPolicy {
    return new AccessPolicy(CLUSTER_ADMIN, AccessScope.CLUSTER);
  }

  /**
   * Everything within namespaces, including their roles and role bindings.
   *
   * @param scope where it applies
   */
  public static admin(scope: AccessScope): AccessPolicy {
    return new AccessPolicy('AmazonEKSAdminPolicy', scope);
  }

  /**
   * Reading everything, Secrets included.
   *
   * @param scope where it applies
   */
  public static adminView(scope: AccessScope): AccessPolicy {
    return new AccessPolicy('AmazonEKSAdminViewPolicy', scope);
  }

  /**
   * Changing most objects, but neither roles nor role bindings.
   *
   * @param scope where it applies
   */
  public static edit(scope: AccessScope): AccessPolicy {
    return new AccessPolicy('AmazonEKSEditPolicy', scope);
  }

  /**
   * Reading most objects, but not Secrets.
   *
   * @param scope where it applies
   */
  public static view(scope: AccessScope): AccessPolicy {
    return new AccessPolicy('AmazonEKSViewPolicy', scope);
  }

  /**
   * Any other policy by its name. A name that is near that of a known policy without being one is reported as
   * SEKS4004; a name that is unlike all of them is taken as it is.
   *
   * @param name the last part of the policy's ARN, such as `AmazonEKSSecretReaderPolicy`
   * @param scope where it applies
   */
  public static of(name: string, scope: AccessScope): AccessPolicy {
    return new AccessPolicy(name, scope);
  }

  /** The last part of the policy's ARN. */
  public readonly name: string;
  /** Where it applies. */
  public readonly scope: AccessScope;

  private constructor(name: string, scope: AccessScope) {
    this.name = name;
    this.scope = scope;
  }

  /** Whether whoever has this policy can repair everything else. */
  public get isClusterAdmin(): boolean {
    return this.name === CLUSTER_ADMIN && this.scope.type === 'cluster';
  }

  /**
   * ARN of the policy.
   *
   * @param partition the AWS partition, such as `aws`
   */
  public arn(partition: string): string {
    return `arn:${partition}:eks::aws:cluster-access-policy/${this.name}`;
  }

  /**
   * What is wrong with this choice.
   *
   * @internal
   */
  public _judge(): ProblemDetails[] {
    const problems: ProblemDetails[] = [];
    const property = 'policies';
    const isKnownPolicy = KNOWN_POLICIES.includes(this.name);
    const meant = isKnownPolicy ? undefined : nearest(this.name, KNOWN_POLICIES);
    const wellFormed = /^[A-Z][A-Za-z0-9]*$/.test(this.name);
    if (!isKnownPolicy && (meant !== undefined || !wellFormed)) {
      const fix = meant === undefined ? "Give the last part of the policy's ARN." : `Did you mean ${meant}?`;
      const what = `policies names ${show(this.name)}, which is no access policy of EKS`;
      problems.push({ code: 'SEKS4004', property, value: this.name, what, fix });
    }
    if (this.scope.type === 'namespace' && this.scope.namespaceNames.length === 0) {
      const what = `policies scopes ${this.name} to namespaces but names none`;
      const fix = 'Name at least one namespace, or use AccessScope.CLUSTER.';
      problems.push({ code: 'SEKS4005', property, value: [], limit: 'at least one namespace', what, fix });
    }
    if (this.name === CLUSTER_ADMIN && this.scope.type !== 'cluster') {
      const what = `policies scopes ${CLUSTER_ADMIN} to ${this.scope.toString()}, but it always means the whole cluster`;
      const fix = 'Use AccessPolicy.admin for namespaces.';
      problems.push({
        code: 'SEKS4005',
        property,
        value: this.scope.namespaceNames,
        limit: 'the cluster',
        what,
        fix,
      });
    }
    return problems;
  }
}
