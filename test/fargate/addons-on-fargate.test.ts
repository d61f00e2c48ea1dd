/**
 * What becomes of add-ons when a cluster has Fargate, with nodes beside it or without.
 */
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { expect, test } from '@jest/globals';
import { AddonName, Ami, DeploymentStage, SafeEks, WindowsEdition } from '../../lib';
import type { AddonOptions, FargateSelector, SafeEksCluster } from '../../lib';
import { addWorkers, bareCluster, newCluster } from '../support/cluster';
import type { FargateFleet } from '../support/fargate';
import { fargateFleet, SHOP, SYSTEM } from '../support/fargate';
import { newApp, newStack, problemsOf, synth } from '../support/synth';
import { unknownText } from '../support/tokens';

function corednsOf(fleet: FargateFleet): unknown {
  const app = newApp();
  fargateFleet(app, fleet);
  return synth(app).stack('stack').graph.at('Cluster/Addons/coredns/Resource').block['configuration_values'];
}

const given = (configuration: AddonOptions['configuration']) => (cluster: SafeEksCluster) => {
  cluster.addons.configure(AddonName.COREDNS, { configuration });
};

test('coredns runs on Fargate when there is nothing else, whatever the order of calls', () => {
  expect(corednsOf({})).toBe('{"computeType":"Fargate"}');
  expect(corednsOf({ arrange: given({ replicaCount: 3 }) })).toBe(
    '{"computeType":"Fargate","replicaCount":3}',
  );
});

test('coredns runs on nodes as soon as there are any, and is told so', () => {
  expect(corednsOf({ arrange: addWorkers })).toBe('{}');
  expect(
    corednsOf({
      arrange: (cluster) => {
        addWorkers(cluster);
        given({ replicaCount: 3 })(cluster);
      },
    }),
  ).toBe('{"replicaCount":3}');
});

test('coredns of a cluster without Fargate is told nothing', () => {
  const app = newApp();
  newCluster(newStack(app));
  const { block } = synth(app).stack('stack').graph.at('Cluster/Addons/coredns/Resource');
  expect(block).not.toHaveProperty('configuration_values');
});

test('coredns runs on Fargate beside nodes of Windows, on which it cannot run', () => {
  const arrange = (cluster: SafeEksCluster): void => {
    cluster.addNodeGroup('windows', {
      ami: Ami.windows({ id: 'ami-0123456789abcdef0', edition: WindowsEdition.CORE_2022 }),
    });
  };
  expect(corednsOf({ cluster: { windowsSupport: true }, arrange })).toBe('{"computeType":"Fargate"}');
});

test('beside nodes coredns runs on Fargate when that is said, and a profile has to take it', () => {
  const arrange = (cluster: SafeEksCluster): void => {
    addWorkers(cluster);
    given({ computeType: 'Fargate' })(cluster);
  };
  expect(corednsOf({ arrange })).toBe('{"computeType":"Fargate"}');
  const app = newApp();
  fargateFleet(app, { profiles: { shop: SHOP }, arrange });
  expect(problemsOf(app)).toEqual(['SEKS6005 at stack/Cluster/Addons/coredns']);
});

test('what is known at apply only stands beside where coredns runs', () => {
  const app = newApp();
  fargateFleet(app, { arrange: given({ corefile: unknownText() }) });
  const { graph, configuration } = synth(app).stack('stack');
  const { block } = graph.at('Cluster/Addons/coredns/Resource');
  expect(block['configuration_values']).toMatch(/^\$\{jsonencode\(local\.Cluster_Addons_coredns_/);
  expect(Object.values(configuration['locals'] as object)).toContainEqual({
    computeType: 'Fargate',
    corefile: '${var.unknown}',
  });
});

test.each<[string, FargateSelector]>([
  ['the namespace', { namespace: 'kube-system' }],
  ['the label of coredns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }],
  ['its component', { namespace: 'kube-system', labels: { 'eks.amazonaws.com/component': 'coredns' } }],
  ['a wildcard', { namespace: 'kube-*', labels: { 'k8s-*': 'kube-?ns' } }],
  ['what nobody knows yet', { namespace: unknownText() }],
])('a profile takes coredns by %s', (_what, selector) => {
  expect(corednsOf({ profiles: { system: { selectors: [selector] } } })).toBe('{"computeType":"Fargate"}');
});

test.each<[string, FargateSelector]>([
  ['another namespace', { namespace: 'kube-systems' }],
  ['another label', { namespace: 'kube-system', labels: { 'k8s-app': 'metrics' } }],
  ['one label too many', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns', tier: 'x' } }],
  ['a dot that stands for itself', { namespace: 'kube-syste.' }],
])('a profile does not take coredns by %s', (_what, selector) => {
  const app = newApp();
  fargateFleet(app, { profiles: { system: { selectors: [selector] } } });
  const problems = problemsOf(app).filter((problem) => !problem.startsWith('SEKS6001'));
  expect(problems).toEqual(['SEKS6005 at stack/Cluster/Addons/coredns']);
});

test('a cluster of Fargate needs no CNI, and needs one as soon as it has nodes', () => {
  const build = (arrange: (cluster: SafeEksCluster) => void): string[] => {
    const app = newApp();
    fargateFleet(app, {
      arrange: (cluster) => {
        cluster.addons.remove(AddonName.VPC_CNI);
        arrange(cluster);
      },
    });
    return problemsOf(app);
  };
  expect(build(() => undefined)).toEqual([]);
  expect(build(addWorkers)).toEqual(['SEKS3001 at stack/Cluster/Addons']);
});

test('the default add-ons are made on a cluster of Fargate, as DaemonSets are healthy without a node', () => {
  const app = newApp();
  fargateFleet(app);
  const names = synth(app)
    .stack('stack')
    .graph.ofType('aws_eks_addon')
    .map(({ block }) => block['addon_name']);
  expect(names).toEqual(['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']);
});

test.each<[string, FargateFleet, string[]]>([
  ['on Fargate alone', { profiles: { system: SYSTEM } }, ['SEKS6006']],
  ['taken by a profile beside nodes', { profiles: { system: SYSTEM }, arrange: addWorkers }, ['SEKS6006']],
  [
    'left to nodes by the labels of the profile',
    {
      profiles: { system: { selectors: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }] } },
      arrange: addWorkers,
    },
    [],
  ],
  ['left to nodes by the namespace', { profiles: { shop: SHOP }, arrange: addWorkers }, []],
])('an add-on with Pod Identity is judged by where its pods run: %s', (_what, fleet, codes) => {
  const app = newApp();
  fargateFleet(app, {
    ...fleet,
    arrange: (cluster) => {
      fleet.arrange?.(cluster);
      cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER);
    },
  });
  expect(problemsOf(app)).toEqual(codes.map((code) => `${code} at stack/Cluster/Addons/aws-ebs-csi-driver`));
});

test('with the role of its service account an add-on runs on Fargate, and waits for no agent', () => {
  const app = newApp();
  fargateFleet(app, {
    arrange: (cluster) => {
      const role = cluster.addOpenIdConnectProvider('Oidc').addServiceAccountRole('ebs', {
        namespace: 'kube-system',
        serviceAccount: 'ebs-csi-controller-sa',
        managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
      });
      cluster.addAddon(AddonName.AWS_EBS_CSI_DRIVER, {
        serviceAccountRoleArn: role.roleArn,
        requires: role.attachments,
      });
    },
  });
  const { graph } = synth(app).stack('stack');
  const { block, dependsOn } = graph.at('Cluster/Addons/aws-ebs-csi-driver/Resource');
  expect(block['service_account_role_arn']).toMatch(/^\$\{aws_iam_role\.Cluster_Oidc_ebs_/);
  expect(block).not.toHaveProperty('pod_identity_association');
  expect(dependsOn.join()).toContain('aws_iam_role_policy_attachment.Cluster_Oidc_ebs_');
  expect(graph.nodes.map(({ path }) => path)).not.toContain(
    'Cluster/Addons/aws-ebs-csi-driver/Role/Resource',
  );
});

test('nothing is said of coredns where a profile that was made by hand may take it', () => {
  const app = newApp();
  const cluster = fargateFleet(app, {
    profiles: {},
    arrange: ({ addons }) => {
      addons.configure(AddonName.COREDNS, { configuration: { computeType: 'Fargate' } });
    },
  });
  const profile = new EksFargateProfile(cluster, 'ByHand', {
    clusterName: cluster.clusterName,
    fargateProfileName: 'by-hand',
    podExecutionRoleArn: 'arn:aws:iam::111122223333:role/fargate-pods',
    selector: [{ namespace: 'kube-system' }],
  });
  cluster.deploymentOrder.join(DeploymentStage.COMPUTE, profile);
  expect(problemsOf(app)).toEqual([]);
});

test('a cluster without any compute is still told so', () => {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  SafeEks.acknowledge(cluster, 'SEKS4001', 'none');
  expect(problemsOf(app)).toContain('SEKS3005 at stack/Cluster/Addons');
});
