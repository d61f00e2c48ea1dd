/**
 * Stacks as people wrote them before they met one of the five failures that this library started from: every resource is
 * right, and what connects them is missing. Kept as negative fixtures of the rehearsal.
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { ConfigMapV1Data } from '@cdktf/provider-kubernetes/lib/config-map-v1-data';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { App, TerraformStack } from 'cdktf';
import { Fn } from 'cdktf';
import { FARGATE_ROLE_ARN, naiveCluster, naiveNodes, NODE_ROLE_ARN, SUBNET_IDS } from './naive-parts';
import { newStack } from './synth';

/** The first report, as a module's default brought it about: the CNI waits for the nodes, and the nodes for the CNI. */
export function cniAfterNodes(app: App): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { bootstrapSelfManagedAddons: false });
  const nodes = naiveNodes(stack, cluster);
  new EksAddon(stack, 'cni', { clusterName: cluster.name, addonName: 'vpc-cni', dependsOn: [nodes] });
}

/** The second report: version and image of a whole fleet change at once, and nothing makes the nodes wait for the rest. */
export function hurriedFleet(app: App, version: string, imageId: string, maxUnavailable = 3): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { version });
  const template = new LaunchTemplate(stack, 'template', {
    imageId,
    userData: Fn.base64encode(
      `/etc/eks/bootstrap.sh ${cluster.name} --apiserver-endpoint ${cluster.endpoint}`,
    ),
  });
  naiveNodes(stack, cluster, {
    scalingConfig: { minSize: 3, maxSize: 6, desiredSize: 3 },
    launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
    updateConfig: { maxUnavailable },
  });
}

/** The third report: Terraform owns aws-auth, and writes into it the roles that it knows of. */
export function ownedAwsAuth(app: App): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, {
    accessConfig: {
      authenticationMode: 'API_AND_CONFIG_MAP',
      bootstrapClusterCreatorAdminPermissions: true,
    },
  });
  const nodes = naiveNodes(stack, cluster);
  const profile = new EksFargateProfile(stack, 'profile', {
    clusterName: cluster.name,
    fargateProfileName: 'jobs',
    podExecutionRoleArn: FARGATE_ROLE_ARN,
    subnetIds: SUBNET_IDS,
    selector: [{ namespace: 'default' }],
  });
  new KubernetesProvider(stack, 'kubernetes', { host: cluster.endpoint, token: 'any' });
  const lines = [
    {
      rolearn: NODE_ROLE_ARN,
      username: 'system:node:{{EC2PrivateDNSName}}',
      groups: ['system:bootstrappers', 'system:nodes'],
    },
  ];
  new ConfigMapV1Data(stack, 'aws-auth', {
    metadata: { name: 'aws-auth', namespace: 'kube-system' },
    data: { mapRoles: JSON.stringify(lines) },
    force: true,
    dependsOn: [nodes, profile],
  });
}

/** The fourth report: a cluster of the default kind, with a Kubernetes object in its own stack. */
export function classicCluster(app: App): void {
  const stack = newStack(app, 'naive');
  withNamespace(stack, naiveCluster(stack));
}

/** The same cluster when Auto Mode is switched on as its documentation says for new clusters. */
export function autoModeCluster(app: App, hasNamespace: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, {
    bootstrapSelfManagedAddons: false,
    computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: NODE_ROLE_ARN },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
  });
  if (hasNamespace) {
    withNamespace(stack, cluster);
  }
}

function withNamespace(stack: TerraformStack, cluster: EksCluster): void {
  new KubernetesProvider(stack, 'kubernetes', {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    token: 'any',
  });
  new Namespace(stack, 'shop', { metadata: { name: 'shop' } });
}

/** The fifth report: nodes are made from the subnets that were written down when the cluster was made. */
export function recordedSubnets(app: App, hasNodes: boolean): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack);
  if (hasNodes) {
    naiveNodes(stack, cluster);
  }
}
