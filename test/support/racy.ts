/**
 * The graph that the first report came from: node group and add-on both know the cluster, and not each other.
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { App } from 'cdktf';
import { newStack } from './synth';

/** Makes it in a stack named `racy`, with the ids `cluster`, `cni` and `nodes`. */
export function racyStack(app: App): void {
  const stack = newStack(app, 'racy');
  const roleArn = 'arn:aws:iam::111122223333:role/any';
  const subnetIds = ['subnet-0a', 'subnet-0b'];
  const cluster = new EksCluster(stack, 'cluster', {
    name: 'racy',
    roleArn,
    // Without the copies that EKS would bring unasked, nodes have no network before the add-on gives them one.
    bootstrapSelfManagedAddons: false,
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
    vpcConfig: { subnetIds },
  });
  new EksAddon(stack, 'cni', { clusterName: cluster.name, addonName: 'vpc-cni' });
  new EksNodeGroup(stack, 'nodes', {
    clusterName: cluster.name,
    nodeRoleArn: roleArn,
    subnetIds,
    scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
  });
}
