/**
 * The order of a deployment as it is shown to people.
 */
import { expect, test } from '@jest/globals';
import { drawDeployment, explainDeployment, outlineDeployment } from '../../lib/testing';
import type { TerraformGraph } from '../../lib/testing';
import { newCluster } from '../support/cluster';
import { newApp, newStack, synth } from '../support/synth';

function graph(): TerraformGraph {
  const app = newApp();
  newCluster(newStack(app));
  return synth(app).stack('stack').graph;
}

test('the stages come in order, each with what its resources wait for themselves', () => {
  expect(explainDeployment('stack', graph())).toMatchInlineSnapshot(`
   "stack: 19 resources in 6 stages

   1. Control plane prerequisites
      aws_cloudwatch_log_group           Cluster/LogGroup
      aws_iam_role                       Cluster/Role
      aws_kms_key                        Cluster/EncryptionKey
      aws_iam_role_policy_attachment     Cluster/Role/AmazonEKSClusterPolicy
                                           after Cluster/Role
      aws_kms_alias                      Cluster/EncryptionKey/Alias
                                           after Cluster/EncryptionKey

   2. Control plane
      aws_eks_cluster                    Cluster
                                           after Cluster/LogGroup, Cluster/Role/AmazonEKSClusterPolicy, Cluster/EncryptionKey

   3. Access
      aws_eks_access_entry               Cluster/Access/111122223333-role-admin
                                           after Cluster
      aws_eks_access_policy_association  Cluster/Access/111122223333-role-admin/AmazonEKSClusterAdminPolicy
                                           after Cluster/Access/111122223333-role-admin

   4. Add-ons before compute
      aws_iam_role                       Cluster/Addons/vpc-cni/Role
      aws_iam_role_policy_attachment     Cluster/Addons/vpc-cni/Role/AmazonEKS_CNI_Policy
                                           after Cluster/Addons/vpc-cni/Role
      aws_eks_addon                      Cluster/Addons/eks-pod-identity-agent
                                           after Cluster
      aws_eks_addon                      Cluster/Addons/kube-proxy
                                           after Cluster
      aws_eks_addon                      Cluster/Addons/vpc-cni
                                           after Cluster/Addons/eks-pod-identity-agent, Cluster/Addons/vpc-cni/Role/AmazonEKS_CNI_Policy

   5. Compute
      aws_iam_role                       Cluster/workers/Role
      aws_iam_role_policy_attachment     Cluster/workers/Role/AmazonEC2ContainerRegistryPullOnly
                                           after Cluster/workers/Role
      aws_iam_role_policy_attachment     Cluster/workers/Role/AmazonEKSWorkerNodePolicy
                                           after Cluster/workers/Role
      aws_launch_template                Cluster/workers/LaunchTemplate
                                           after Cluster
      aws_eks_node_group                 Cluster/workers
                                           after Cluster/Addons/kube-proxy, Cluster/Addons/vpc-cni, Cluster/workers/Role/AmazonEC2ContainerRegistryPullOnly, Cluster/workers/Role/AmazonEKSWorkerNodePolicy, Cluster/workers/LaunchTemplate

   6. Add-ons after compute
      aws_eks_addon                      Cluster/Addons/coredns
                                           after Cluster/workers"
  `);
});

test('every managed resource stands in exactly one stage, behind everything that it waits for', () => {
  const all = graph();
  const entries = outlineDeployment(all).flatMap((stage) => stage.entries);
  expect(entries.map(({ node }) => node.address).sort()).toEqual(all.resources.map(({ address }) => address));
  const place = new Map(entries.map(({ node }, index) => [node.address, index]));
  for (const { node, waitsFor } of entries) {
    for (const dependency of waitsFor) {
      expect(place.get(dependency.address)).toBeLessThan(place.get(node.address) ?? -1);
    }
  }
});

test('the picture has a box for every resource, and no two boxes in one place', () => {
  const picture = drawDeployment('a < b', graph());
  expect(picture.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
  expect(picture).toContain('a &lt; b');
  const boxes = [...picture.matchAll(/<rect x="(\d+)" y="(\d+)"/g)].map(
    ([, x, y]) => `${String(x)},${String(y)}`,
  );
  expect(boxes).toHaveLength(graph().resources.length);
  expect(new Set(boxes).size).toBe(boxes.length);
  expect(picture).not.toContain('NaN');
});
