/**
 * Whether a node that joins gets its network.
 */
import { expect, test } from '@jest/globals';
import { cniIsReady, cniTrouble } from '../../../../lib/rehearsal/aws/eks/addon-health';
import type { AddonModel, ClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import type { Known } from '../../../../lib/rehearsal/protocol/value';
import {
  addInlinePolicy,
  addRole,
  attach,
  NODE_ROLE,
  REGION,
  stageWithCluster,
  switches,
} from './cluster-stage';

const CNI_ROLE = 'arn:aws:iam::111122223333:role/main-cni';
const OTHER_NODE_ROLE = 'arn:aws:iam::111122223333:role/other-node';

function add(cluster: ClusterModel, name: string, more: Partial<AddonModel> = {}): AddonModel {
  const addon: AddonModel = {
    name,
    selfManaged: false,
    status: 'ACTIVE',
    version: 'v1.20.4-eksbuild.1',
    configuration: null,
    podIdentityRoles: new Map(),
    serviceAccountRoleArn: undefined,
    ...more,
  };
  cluster.addons.set(name, addon);
  return addon;
}

function byPodIdentity(): Partial<AddonModel> {
  return { podIdentityRoles: new Map([['aws-node', CNI_ROLE]]) };
}

function addGroup(cluster: ClusterModel, name: string, roleArn: string): void {
  cluster.nodeGroups.set(name, { name, roleArn, status: 'CREATING' });
}

test('the CNI is missing when nobody installed one', async () => {
  const { stage, cluster } = await stageWithCluster();
  expect(cniIsReady(stage.world, cluster)).toBe(false);
  expect(cniTrouble(stage.world, cluster)).toBe(
    'there is no CNI: main has neither the add-on vpc-cni nor another',
  );
});

test('the CNI is ready when it is the copy that EKS installed at creation', async () => {
  const { stage, cluster } = await stageWithCluster({ bootstrap_self_managed_addons: true });
  expect(cniIsReady(stage.world, cluster)).toBe(true);
});

test.each(['CREATING', 'CREATE_FAILED', 'DELETING'] as const)(
  'the CNI is not ready while vpc-cni is %s',
  async (status) => {
    const { stage, cluster } = await stageWithCluster();
    add(cluster, 'vpc-cni', { status });
    expect(cniTrouble(stage.world, cluster)).toBe(`the add-on vpc-cni is ${status}`);
  },
);

test.each(['ACTIVE', 'UPDATING', 'DEGRADED'] as const)(
  'the CNI is ready while vpc-cni is %s',
  async (status) => {
    const { stage, cluster } = await stageWithCluster();
    add(cluster, 'vpc-cni', { status });
    expect(cniTrouble(stage.world, cluster)).toBe('the CNI is ready');
  },
);

test.each([
  ['helm_release', { name: 'network', chart: 'cilium' }, true],
  ['helm_release', { name: 'tigera-calico', chart: 'tigera-operator' }, true],
  ['kubernetes_daemon_set_v1', { metadata: [{ name: 'my-cni' }] }, true],
  ['kubernetes_daemonset', { metadata: [{ name: 'kube-flannel-cni' }] }, true],
  ['helm_release', { name: 'metrics', chart: 'cni-metrics-helper' }, false],
  ['helm_release', { name: 'web', chart: 'nginx' }, false],
])('the CNI may be another one: %s %j', async (kind, attributes: Record<string, Known>, isCni) => {
  const { stage, cluster } = await stageWithCluster();
  stage.world.add({ kind, id: 'one', region: REGION, attributes });
  expect(cniIsReady(stage.world, cluster)).toBe(isCni);
});

test('vpc-cni with a role by Pod Identity is never ready without the agent', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni', byPodIdentity());
  expect(cniTrouble(stage.world, cluster)).toBe(
    'vpc-cni gets its role by Pod Identity, and eks-pod-identity-agent does not run',
  );
});

test('vpc-cni with a role by Pod Identity is never ready without the agent when the association is a resource of its own', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni');
  stage.world.add({
    kind: 'aws_eks_pod_identity_association',
    id: 'a-1',
    region: REGION,
    attributes: {
      cluster_name: 'main',
      namespace: 'kube-system',
      service_account: 'aws-node',
      role_arn: CNI_ROLE,
    },
  });
  expect(cniIsReady(stage.world, cluster)).toBe(false);
});

test('vpc-cni with a role by Pod Identity is not helped by the agent of Auto Mode, which runs on other nodes', async () => {
  const { stage, cluster } = await stageWithCluster(switches(true));
  add(cluster, 'vpc-cni', byPodIdentity());
  expect(cniIsReady(stage.world, cluster)).toBe(false);
});

test('vpc-cni with a role by Pod Identity is ready with the agent', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni', byPodIdentity());
  add(cluster, 'eks-pod-identity-agent');
  expect(cniIsReady(stage.world, cluster)).toBe(true);
});

test('vpc-cni with a role by Pod Identity is not ready when the role lacks the policy, and ready as soon as it has it', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni', byPodIdentity());
  add(cluster, 'eks-pod-identity-agent');
  addRole(stage.world, CNI_ROLE, []);
  expect(cniTrouble(stage.world, cluster)).toBe(`${CNI_ROLE} of vpc-cni lacks AmazonEKS_CNI_Policy`);
  attach(stage.world, CNI_ROLE, 'AmazonEKS_CNI_Policy');
  expect(cniIsReady(stage.world, cluster)).toBe(true);
});

test('vpc-cni with the role of the nodes is not ready when that lacks the policy', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni');
  addGroup(cluster, 'workers', NODE_ROLE);
  addRole(stage.world, NODE_ROLE, ['AmazonEKSWorkerNodePolicy']);
  expect(cniTrouble(stage.world, cluster)).toBe(
    `vpc-cni has no role of its own, and ${NODE_ROLE} of the nodes lacks AmazonEKS_CNI_Policy`,
  );
});

test('vpc-cni with the role of the nodes is ready when that has it, or a policy of its own that allows the same', async () => {
  const { stage, cluster } = await stageWithCluster();
  add(cluster, 'vpc-cni');
  addGroup(cluster, 'workers', NODE_ROLE);
  addGroup(cluster, 'others', OTHER_NODE_ROLE);
  addRole(stage.world, NODE_ROLE, ['AmazonEKS_CNI_Policy']);
  addRole(stage.world, OTHER_NODE_ROLE, []);
  expect(cniIsReady(stage.world, cluster)).toBe(true);
  expect(cniIsReady(stage.world, cluster, NODE_ROLE)).toBe(true);
  expect(cniIsReady(stage.world, cluster, OTHER_NODE_ROLE)).toBe(false);
  addInlinePolicy(stage.world, OTHER_NODE_ROLE, ['ec2:Assign*']);
  expect(cniIsReady(stage.world, cluster, OTHER_NODE_ROLE)).toBe(true);
});

test('vpc-cni on a cluster with IPv6 is not ready with the managed policy, and ready with one that allows IPv6 addresses', async () => {
  const { stage, cluster } = await stageWithCluster({
    kubernetes_network_config: [{ ip_family: 'ipv6' }],
  });
  add(cluster, 'vpc-cni', { serviceAccountRoleArn: CNI_ROLE });
  addRole(stage.world, CNI_ROLE, ['AmazonEKS_CNI_Policy']);
  expect(cniTrouble(stage.world, cluster)).toBe(
    `${CNI_ROLE} of vpc-cni lacks a policy that allows ec2:AssignIpv6Addresses`,
  );
  addInlinePolicy(stage.world, CNI_ROLE, ['ec2:AssignIpv6Addresses']);
  expect(cniIsReady(stage.world, cluster)).toBe(true);
});
