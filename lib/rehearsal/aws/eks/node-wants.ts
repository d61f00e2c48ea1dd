/**
 * What a node needs to join its cluster and to become Ready, and what of it is missing.
 */
import type { World } from '../../world/world';
import { imageFacts, minorsAhead } from '../ec2/image';
import { reachesInternet } from '../ec2/network';
import { hasOwnPolicyAllowing, hasPolicy } from '../iam/roles';
import { cniIsReady, cniTrouble } from './addon-health';
import { mayJoin } from './authentication';
import type { ClusterModel, NodeModel } from './cluster-model';
import type { NodeGroupSpec } from './node-group-spec';
import { lifeOf, type Lack } from './node-life';

/** Any policy of a row will do, or an own one that allows the action (EKS user guide, create-node-role). */
const NODE_POLICIES = [
  {
    policies: ['AmazonEKSWorkerNodePolicy', 'AmazonEKSWorkerNodeMinimalPolicy'],
    action: 'ec2:DescribeInstances',
  },
  {
    policies: [
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEC2ContainerRegistryReadOnly',
      'AmazonEC2ContainerRegistryPowerUser',
      'AmazonEC2ContainerRegistryFullAccess',
    ],
    action: 'ecr:BatchGetImage',
  },
];

/** A kubelet may be so many minors older than the API server (https://kubernetes.io/releases/version-skew-policy). */
const MOST_MINORS_BEHIND = 3;

/** The policies that a node's role lacks, by the name that the EKS user guide gives first. */
export function missingPolicies(world: World, roleArn: string): readonly string[] {
  return NODE_POLICIES.filter(
    ({ policies, action }) =>
      !policies.some((policy) => hasPolicy(world, roleArn, policy)) &&
      !hasOwnPolicyAllowing(world, roleArn, action),
  ).map(({ policies: [first = ''] }) => first);
}

/** Why a node does not join; nothing when it does. */
export function whyNotJoined(
  world: World,
  cluster: ClusterModel,
  node: NodeModel,
  kind: NodeGroupSpec['kind'],
): Lack | undefined {
  const unfit = whyUnfit(cluster, node);
  if (unfit !== undefined) {
    return { want: undefined, what: unfit };
  }
  const policies = missingPolicies(world, node.roleArn);
  if (policies.length > 0) {
    return { want: 'node-before-role-policies', what: `${policies.join(' and ')} on its role` };
  }
  if (!reachesInternet(world, node.subnetId)) {
    return { want: 'node-before-route', what: `a route from ${node.subnetId} to the API of AWS` };
  }
  if (!mayJoin(cluster, node.roleArn, kind)) {
    return { want: 'node-before-access', what: `access of its role ${node.roleArn} to the cluster` };
  }
  return undefined;
}

/** Why a node that joined is not Ready; nothing when it is. */
export function whyNotReady(world: World, cluster: ClusterModel, node: NodeModel): Lack | undefined {
  if (node.imageId !== undefined && imageFacts(world, node.imageId).healthy === false) {
    return { want: undefined, what: 'container runtime is down' };
  }
  return cniIsReady(world, cluster, node.roleArn)
    ? undefined
    : { want: 'node-before-cni', what: cniTrouble(world, cluster, node.roleArn) };
}

/** What no waiting helps: an image that does not know its cluster, or whose kubelet is of the wrong time. */
function whyUnfit(cluster: ClusterModel, node: NodeModel): string | undefined {
  const ahead = minorsAhead(node.version, cluster.version);
  if (ahead > 0 || -ahead > MOST_MINORS_BEHIND) {
    return `a kubelet that fits: it is ${node.version}, the control plane ${cluster.version}`;
  }
  return node.imageId === undefined || isBootstrapped(cluster, lifeOf(node).userData)
    ? undefined
    : 'user data that says to which cluster the node belongs';
}

/**
 * With an own image EKS adds nothing to the user data. nodeadm, Bottlerocket and Windows are all told the name of the
 * cluster and its endpoint; only `bootstrap.sh` of Amazon Linux 2 finds the endpoint by itself (EKS user guide,
 * launch-templates).
 */
export function isBootstrapped(cluster: ClusterModel, userData: string): boolean {
  const name = new RegExp(`(^|[^0-9A-Za-z_-])${cluster.name}($|[^0-9A-Za-z_-])`, 'm');
  const endpoint = cluster.object.attributes['endpoint'];
  const knowsEndpoint =
    typeof endpoint !== 'string' || userData.includes(endpoint) || userData.includes('/etc/eks/bootstrap.sh');
  return name.test(userData) && knowsEndpoint;
}
