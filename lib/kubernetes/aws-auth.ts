/**
 * The ConfigMap aws-auth, for as long as a cluster still reads it: added to, and never taken from.
 */
import { ConfigMapV1Data } from '@cdktf/provider-kubernetes/lib/config-map-v1-data';
import { DataKubernetesConfigMapV1 } from '@cdktf/provider-kubernetes/lib/data-kubernetes-config-map-v1';
import type { TerraformProvider } from 'cdktf';
import { Fn, Lazy, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryType } from '../access/access-entry-type';
import { nodeIdentitiesOf } from '../access/node-identity';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { Forgotten } from '../cluster/forgotten';
import { DeploymentStage } from '../ordering/deployment-stage';
import { PropertyChecks } from '../validation/property-checks';

/** A role in aws-auth. */
export interface AwsAuthRole {
  /** ARN of the role; a path is left out, as aws-auth wants it. */
  readonly roleArn: string;
  /** Name that Kubernetes knows the principal by. */
  readonly userName: string;

  /**
   * Groups of Kubernetes.
   *
   * @default - none
   */
  readonly groups?: string[];
}

/** A user in aws-auth. */
export interface AwsAuthUser {
  /** ARN of the user. */
  readonly userArn: string;
  /** Name that Kubernetes knows the principal by. */
  readonly userName: string;

  /**
   * Groups of Kubernetes.
   *
   * @default - none
   */
  readonly groups?: string[];
}

/** Properties of {@link AwsAuth}. */
export interface AwsAuthProps {
  /** The cluster; the construct belongs into another stack, with `DeferredProviders`. */
  readonly cluster: ISafeEksCluster;

  /**
   * Roles beside those of the cluster's nodes and Fargate profiles, which are always there.
   *
   * @default - none
   */
  readonly roles?: AwsAuthRole[];

  /**
   * Users.
   *
   * @default - none
   */
  readonly users?: AwsAuthUser[];

  /**
   * The kubernetes provider.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/** How the field of the ConfigMap that is written is told from what EKS writes. */
const FIELD_MANAGER = 'cdktf-safe-eks';
const NODE_GROUPS = ['system:bootstrappers', 'system:nodes'];

/** What aws-auth says of nodes. @see https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html */
const OF_TYPE: {
  readonly [type: string]: { readonly username: string; readonly groups: readonly string[] };
} = {
  [AccessEntryType.EC2_LINUX]: { username: 'system:node:{{EC2PrivateDNSName}}', groups: NODE_GROUPS },
  [AccessEntryType.EC2_WINDOWS]: {
    username: 'system:node:{{EC2PrivateDNSName}}',
    groups: ['eks:kube-proxy-windows', ...NODE_GROUPS],
  },
  [AccessEntryType.FARGATE_LINUX]: {
    username: 'system:node:{{SessionName}}',
    groups: [...NODE_GROUPS, 'system:node-proxier'],
  },
};

/**
 * Lines in aws-auth, for those who have to keep it for a while. Each plan reads what is there, and every line that is not one
 * of these stays: EKS adds lines of its own, and a ConfigMap that is written from code alone takes them away, after which
 * Fargate pods fail an hour or two later.
 *
 * For the same reason a line that is taken out of the code stays in the ConfigMap: take it out there, too.
 *
 * At the step API, where aws-auth counts no more, it renders a `removed` block: Terraform lets go of the ConfigMap without
 * taking lines from it. Take this construct out of the code only then; before, its lines would go with it.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html
 */
export class AwsAuth extends Construct {
  /** The lines; undefined where aws-auth counts no more. */
  public readonly resource?: ConfigMapV1Data;

  public constructor(scope: Construct, id: string, props: AwsAuthProps) {
    super(scope, id);
    const { cluster, provider } = props;
    const metadata = { name: 'aws-auth', namespace: 'kube-system' };
    this.validate(props);
    if (!cluster.authentication.hasConfigMap) {
      new Forgotten(this, 'Forgotten', () => new ConfigMapV1Data(this, 'Resource', { metadata, data: {} }));
      return;
    }
    const live = new DataKubernetesConfigMapV1(this, 'Live', { metadata, provider });
    this.resource = new ConfigMapV1Data(this, 'Resource', {
      metadata,
      data: {
        mapRoles: this.merged(live, 'mapRoles', 'rolearn', () => rolesOf(props)),
        mapUsers: this.merged(live, 'mapUsers', 'userarn', () => usersOf(props)),
      },
      // EKS owns the field. What it wrote there is part of what is written.
      force: true,
      fieldManager: FIELD_MANAGER,
      // Its deletion would empty the field, and let nobody in any more.
      lifecycle: { preventDestroy: true },
      provider,
    });
    cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, this, { name: this.node.path });
  }

  /** The lines that are there and not ours, then ours. A text that cannot be read fails the plan, rather than going. */
  private merged(
    live: DataKubernetesConfigMapV1,
    key: string,
    arnKey: string,
    produce: () => readonly object[],
  ): string {
    const own = new TerraformLocal(this, `Own-${key}`, Lazy.anyValue({ produce })).fqn;
    const there = `flatten([yamldecode(try(${live.fqn}.data["${key}"], "[]"))])`;
    const isForeign = `line != null && !contains(${own}[*].${arnKey}, try(line.${arnKey}, ""))`;
    return `\${yamlencode(concat([for line in ${there} : line if ${isForeign}], ${own}))}`;
  }

  private validate({ roles = [], users = [] }: AwsAuthProps): void {
    const checks = new PropertyChecks(this);
    roles.forEach(({ roleArn }, index) => {
      checks.arn(`roles[${String(index)}].roleArn`, roleArn, 'iam', 'role/');
    });
    users.forEach(({ userArn }, index) => {
      checks.arn(`users[${String(index)}].userArn`, userArn, 'iam', 'user/');
    });
  }
}

/** The roles of compute last, so that nobody's line takes their place. */
function rolesOf({ cluster, roles = [] }: AwsAuthProps): object[] {
  const ofNodes = nodeIdentitiesOf(cluster).flatMap(({ roleArn, type }) => {
    const line = OF_TYPE[type];
    return line === undefined ? [] : [{ rolearn: withoutPath(roleArn), ...line, groups: [...line.groups] }];
  });
  return [
    ...roles.map(({ roleArn, userName, groups = [] }) => ({
      rolearn: withoutPath(roleArn),
      username: userName,
      groups,
    })),
    ...ofNodes,
  ];
}

function usersOf({ users = [] }: AwsAuthProps): object[] {
  return users.map(({ userArn, userName, groups = [] }) => ({
    userarn: userArn,
    username: userName,
    groups,
  }));
}

/** aws-auth compares roles without their path. */
function withoutPath(roleArn: string): string {
  return Token.isUnresolved(roleArn)
    ? Fn.replace(roleArn, '/:role/.*//', ':role/')
    : roleArn.replace(/:role\/.*\//, ':role/');
}
