/**
 * The smallest clusters that are without fault, for tests that are about one thing beside them.
 */
import type { TerraformStack } from 'cdktf';
import { EksNetwork } from '../../lib/cluster/eks-network';
import type { ClusterAttributes, SafeEksClusterProps } from '../../lib/cluster/cluster-options';
import type { ISafeEksCluster } from '../../lib/cluster/i-safe-eks-cluster';
import { KubernetesVersion } from '../../lib/cluster/kubernetes-version';
import { NetworkCheck } from '../../lib/cluster/network-check';
import { SafeEksCluster } from '../../lib/cluster/safe-eks-cluster';
import type { NodeGroupOptions } from '../../lib/nodes/node-group-options';
import type { RollingCustomAmiNodeGroup } from '../../lib/nodes/rolling-custom-ami-node-group';
import { Ami } from '../../lib/nodes/ami';

export const ADMIN_ARN = 'arn:aws:iam::111122223333:role/admin';
export const AMI_ID = 'ami-0123456789abcdef0';

/** An existing network of two subnets in two zones, of which nothing is looked up. */
export const NETWORK = EksNetwork.fromSubnetIds({
  controlPlaneSubnetIds: ['subnet-a', 'subnet-b'],
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  check: NetworkCheck.none('the subnets are invented'),
});

/** A cluster named `main` at `<stack>/Cluster`, with nobody in it and no nodes: synthesis would complain. */
export function bareCluster(
  stack: TerraformStack,
  props: Partial<SafeEksClusterProps> = {},
  id = 'Cluster',
): SafeEksCluster {
  return new SafeEksCluster(stack, id, {
    clusterName: 'main',
    version: KubernetesVersion.V1_34,
    network: NETWORK,
    ...props,
  });
}

/** The same with an administrator and the node group `workers`: it can be synthesized. */
export function newCluster(
  stack: TerraformStack,
  props: Partial<SafeEksClusterProps> = {},
  id = 'Cluster',
): SafeEksCluster {
  const cluster = bareCluster(stack, props, id);
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  addWorkers(cluster);
  return cluster;
}

/** A node group from an image of the user's. */
export function addWorkers(
  cluster: SafeEksCluster,
  options: Partial<NodeGroupOptions> = {},
  id = 'workers',
): RollingCustomAmiNodeGroup {
  return cluster.addNodeGroup(id, { ami: Ami.al2023({ id: AMI_ID }), ...options });
}

/** An imported cluster of which everything is known. */
export function importedCluster(
  stack: TerraformStack,
  attributes: Partial<ClusterAttributes> = {},
  id = 'Imported',
): ISafeEksCluster {
  return SafeEksCluster.fromClusterAttributes(stack, id, {
    clusterName: 'imported',
    version: KubernetesVersion.V1_34,
    network: NETWORK,
    clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/imported',
    clusterEndpoint: 'https://0123456789ABCDEF.gr7.eu-west-1.eks.amazonaws.com',
    clusterCertificateAuthorityData: 'Q0EK',
    clusterSecurityGroupId: 'sg-0123456789abcdef0',
    clusterOpenIdConnectIssuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF',
    serviceCidr: '172.20.0.0/16',
    ...attributes,
  });
}
