/**
 * Stacks with nodes as people wrote them before they knew what a node needs, each also in the form that holds.
 */
import { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { App, TerraformStack } from 'cdktf';
import { Fn } from 'cdktf';
import { naiveCluster, naiveNodes, naiveRole, NODE_POLICIES, NODE_ROLE_ARN, SUBNET_IDS } from './naive-parts';
import { newStack } from './synth';

/** How a cluster knows the nodes that somebody starts by himself. */
export type LetIn = 'entry' | 'aws-auth' | 'nobody';

/** An Auto Scaling group of one's own, whose role is let in by an access entry, by aws-auth, or by nobody. */
export function selfManagedNodes(app: App, by: LetIn, authenticationMode = 'API'): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, {
    accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions: true },
  });
  if (by === 'entry') {
    new EksAccessEntry(stack, 'entry', {
      clusterName: cluster.name,
      principalArn: NODE_ROLE_ARN,
      type: 'EC2_LINUX',
    });
  } else if (by === 'aws-auth') {
    letInByConfigMap(stack, cluster);
  }
  const template = new LaunchTemplate(stack, 'template', {
    imageId: 'ami-1',
    instanceType: 'm7i.large',
    userData: bootstrap(cluster),
    iamInstanceProfile: { arn: NODE_ROLE_ARN.replace(':role/', ':instance-profile/') },
  });
  new AutoscalingGroup(stack, 'group', {
    name: 'own',
    minSize: 2,
    maxSize: 2,
    vpcZoneIdentifier: SUBNET_IDS,
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
  });
}

/** The same with a role and an entry of the stack's own, and a group that is replaced by making the new one first. */
export function selfManagedNodesOfOwnRole(app: App): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const { role, attachments } = naiveRole(stack, 'own-nodes', 'ec2', NODE_POLICIES);
  const entry = new EksAccessEntry(stack, 'entry', {
    clusterName: cluster.name,
    principalArn: role.arn,
    type: 'EC2_LINUX',
  });
  const profile = new IamInstanceProfile(stack, 'profile', { name: 'own-nodes', role: role.name });
  const template = new LaunchTemplate(stack, 'template', {
    imageId: 'ami-1',
    instanceType: 'm7i.large',
    userData: bootstrap(cluster),
    iamInstanceProfile: { arn: profile.arn },
  });
  new AutoscalingGroup(stack, 'group', {
    namePrefix: 'own-',
    minSize: 2,
    maxSize: 2,
    vpcZoneIdentifier: SUBNET_IDS,
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [entry, ...attachments],
  });
}

/** How a node group stands to the policies of its role. */
export type NodePolicies = 'none' | 'without an edge' | 'before the nodes';

/** A cluster, and perhaps by now a node group whose role is the stack's own. */
export function nodesWithRole(app: App, policies: NodePolicies | undefined): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  if (policies === undefined) {
    return;
  }
  const names = policies === 'none' ? [] : NODE_POLICIES;
  const { role, attachments } = naiveRole(stack, 'node-role', 'ec2', names);
  naiveNodes(stack, cluster, {
    nodeRoleArn: role.arn,
    dependsOn: policies === 'before the nodes' ? [...attachments] : [],
  });
}

/** A fleet that starts from an image of one's own. */
export interface OwnImage {
  readonly imageId: string;
  /** @default true - the user data names the cluster and its endpoint */
  readonly hasUserData?: boolean;
  readonly instanceTypes?: string[];
  /** @default 2 */
  readonly nodes?: number;
  /** @default 1 */
  readonly maxUnavailable?: number;
  /** Ends pods that cannot be evicted. */
  readonly isForced?: boolean;
}

/** A node group with a launch template. */
export function ownImage(app: App, image: OwnImage): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  const { imageId, hasUserData = true, instanceTypes, nodes = 2, maxUnavailable = 1, isForced } = image;
  const template = new LaunchTemplate(stack, 'template', {
    imageId,
    ...(hasUserData ? { userData: bootstrap(cluster) } : {}),
  });
  naiveNodes(stack, cluster, {
    scalingConfig: { minSize: 1, maxSize: 2 * nodes, desiredSize: nodes },
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    updateConfig: { maxUnavailable },
    ...(instanceTypes === undefined ? {} : { instanceTypes }),
    ...(isForced === undefined ? {} : { forceUpdateVersion: isForced }),
  });
}

function bootstrap(cluster: EksCluster): string {
  return Fn.base64encode(`/etc/eks/bootstrap.sh ${cluster.name} --apiserver-endpoint ${cluster.endpoint}`);
}

function letInByConfigMap(stack: TerraformStack, cluster: EksCluster): void {
  new KubernetesProvider(stack, 'kubernetes', { host: cluster.endpoint, token: 'any' });
  const lines = [
    {
      rolearn: NODE_ROLE_ARN,
      username: 'system:node:{{EC2PrivateDNSName}}',
      groups: ['system:bootstrappers', 'system:nodes'],
    },
  ];
  new ConfigMapV1(stack, 'aws-auth', {
    metadata: { name: 'aws-auth', namespace: 'kube-system' },
    data: { mapRoles: JSON.stringify(lines) },
  });
}
