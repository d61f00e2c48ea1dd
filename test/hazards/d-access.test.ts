/**
 * Hazards of access (docs/hazards.md, D).
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { describe, expect, it } from '@jest/globals';
import {
  AccessEntryAuth,
  AccessEntryType,
  AccessPolicy,
  AccessScope,
  AddonName,
  DeploymentStage,
  EksVpc,
  MigrationStep,
} from '../../lib';
import type { SafeEksCluster } from '../../lib';
import type { AwsAuthConversion } from '../../lib/access/aws-auth';
import { ConversionKind, convertAwsAuth } from '../../lib/access/aws-auth';
import type { SynthesizedStack } from '../../lib/testing';
import { addWorkers, bareCluster, newCluster } from '../support/cluster';
import { migration } from '../support/migration';
import { fargateCluster, fargateFleet, profileOf, SHOP } from '../support/fargate';
import { messagesOf, newApp, newStack, problemsOf, synth } from '../support/synth';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';
const ANN = 'arn:aws:iam::111122223333:user/ann';

function build(grant: (cluster: SafeEksCluster) => void): ReturnType<typeof newApp> {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  addWorkers(cluster);
  grant(cluster);
  return app;
}

describe('D1: Terraform writes aws-auth, and what EKS added to it is gone', () => {
  const stackAt = (step: MigrationStep): SynthesizedStack => {
    const app = newApp();
    migration(app, { step, keeper: 'ours' });
    return synth(app).stack('auth');
  };

  it('cannot happen in mode API: nothing of aws-auth is rendered, and what was there is let go', () => {
    const { graph, configuration } = stackAt(MigrationStep.API);
    expect(graph.nodes.map(({ type }) => type)).toEqual(['terraform_remote_state']);
    const from = stackAt(MigrationStep.BOTH).graph.at('AwsAuth/Resource').address;
    expect(configuration).toMatchObject({ removed: [{ from, lifecycle: { destroy: false } }] });
  });

  it('cannot happen on the way there: the lines that are found stay, and those of nodes are always among them', () => {
    const { graph, configuration } = stackAt(MigrationStep.BOTH);
    expect(graph.at('AwsAuth/Resource').dependsOn).toContain(graph.at('AwsAuth/Live').address);
    const { data, lifecycle } = graph.at('AwsAuth/Resource').block;
    const { locals } = configuration as { locals: unknown };
    expect({ data, lifecycle, locals }).toMatchSnapshot('D1 aws-auth');
    expect(lifecycle).toEqual({ prevent_destroy: true });
  });
});

describe('D2: the authentication mode skips a step, or goes back', () => {
  it.each([
    [MigrationStep.CONFIG_MAP, MigrationStep.API],
    [MigrationStep.API, MigrationStep.BOTH],
  ])('is refused at synth where the code says it: from %s to %s', (from, step) => {
    const app = newApp();
    const authentication = AccessEntryAuth.migratingFromConfigMap({ step, from });
    newCluster(newStack(app), { authentication });
    expect(problemsOf(app)).toEqual(['SEKS4010 at stack/Cluster']);
  });

  it('is left to a condition at plan otherwise, which looks at the live cluster', () => {
    const app = newApp();
    newCluster(newStack(app));
    const { lifecycle } = synth(app).stack('stack').graph.at('Cluster/Resource').block;
    expect(JSON.stringify(lifecycle)).toContain('(SEKS4010)');
  });
});

describe('D3: access entries for a cluster that takes none', () => {
  it('cannot happen: at the step CONFIG_MAP they are declared, and none is rendered', () => {
    const app = newApp();
    migration(app, { step: MigrationStep.CONFIG_MAP, keeper: 'nobody' });
    const { graph } = synth(app).stack('stack');
    expect(graph.ofType('aws_eks_access_entry')).toEqual([]);
    expect(graph.ofType('aws_eks_access_policy_association')).toEqual([]);
  });
});

describe('D4: two entries for one principal, or one for a role that EKS registers itself', () => {
  it('cannot happen: grants for a principal are put together, in whatever order they come', () => {
    const grants: ((cluster: SafeEksCluster) => void)[] = [
      (cluster) => cluster.grantClusterAdmin('admin', ADMIN),
      (cluster) => cluster.grantAccess('shop', ANN, [AccessPolicy.edit(AccessScope.namespaces('shop'))]),
      (cluster) => cluster.grantAccess('pay', ANN, [AccessPolicy.edit(AccessScope.namespaces('pay'))]),
      (cluster) => cluster.access.grant('group', ANN, { kubernetesGroups: ['auditors'] }),
    ];
    const rendered = [grants, [...grants].reverse()].map((order) => {
      const app = build((cluster) => {
        order.forEach((grant) => {
          grant(cluster);
        });
      });
      const { graph } = synth(app).stack('stack');
      expect(graph.ofType('aws_eks_access_entry')).toHaveLength(2);
      return [...graph.ofType('aws_eks_access_entry'), ...graph.ofType('aws_eks_access_policy_association')];
    });
    expect(rendered[0]).toEqual(rendered[1]);
    const ann = rendered[0]?.filter(({ path }) => path.includes('user-ann')).map(({ block }) => block);
    expect(ann).toMatchSnapshot('D4 entry of a principal with three grants');
  });

  it('cannot happen when the principal is a role of the same app, named by two tokens', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack);
    addWorkers(cluster);
    const role = new IamRole(stack, 'Ops', { assumeRolePolicy: '{}' });
    cluster.grantClusterAdmin('ops', role.arn);
    cluster.grantAccess('ops-view', role.arn, [AccessPolicy.view(AccessScope.CLUSTER)]);
    const { graph } = synth(app).stack('stack');
    expect(graph.ofType('aws_eks_access_entry').map(({ path }) => path)).toEqual([
      'Cluster/Access/aws_iam_role.Ops.arn/Resource',
    ]);
  });

  it('is refused when the same policy is granted for the cluster and for namespaces', () => {
    const app = build((cluster) => {
      cluster.grantClusterAdmin('admin', ADMIN);
      cluster.grantAccess('wide', ANN, [AccessPolicy.view(AccessScope.CLUSTER)]);
      cluster.grantAccess('narrow', ANN, [AccessPolicy.view(AccessScope.namespaces('shop'))]);
    });
    expect(messagesOf(app)).toEqual([
      'stack/Cluster/Access/111122223333-user-ann: policies grants AmazonEKSViewPolicy twice: ' +
        "'narrow' grants it for the namespaces shop, 'wide' grants it for the cluster (SEKS4003). " +
        'Drop one of the two; EKS would keep the one that comes last.',
    ]);
  });

  it('is refused for the role of a managed node group', () => {
    const app = build((cluster) => {
      cluster.grantClusterAdmin('admin', ADMIN);
      const nodes = addWorkers(cluster, {}, 'more');
      cluster.grantAccess('nodes', nodes.nodeRoleArn, []);
    });
    expect(problemsOf(app)).toEqual(['SEKS4007 at stack/Cluster/Access']);
  });
});

describe('D5: what a type of entry does not take', () => {
  it.each<[string, (cluster: SafeEksCluster) => unknown, string]>([
    [
      'a session',
      (cluster) => cluster.grantClusterAdmin('x', 'arn:aws:sts::111122223333:assumed-role/a/b'),
      'SEKS4002',
    ],
    [
      'a group of Kubernetes’ own',
      (cluster) => cluster.access.grant('x', ANN, { kubernetesGroups: ['system:masters'] }),
      'SEKS4006',
    ],
    [
      'nodes that are a user',
      (cluster) => cluster.access.registerNodes('x', ANN, AccessEntryType.EC2_LINUX),
      'SEKS4008',
    ],
    [
      'a user name of EKS’s own',
      (cluster) => cluster.access.grant('x', ANN, { userName: 'eks:me' }),
      'SEKS4009',
    ],
  ])('is refused: %s', (_, grant, code) => {
    const app = build((cluster) => {
      cluster.grantClusterAdmin('admin', ADMIN);
      grant(cluster);
    });
    expect(problemsOf(app).map((problem) => problem.slice(0, 8))).toEqual([code]);
  });
});

describe('D6: a misspelt policy, or namespaces that are not named', () => {
  it.each([
    [
      'a policy',
      AccessPolicy.of('AmazonEKSVeiwPolicy', AccessScope.CLUSTER),
      'Did you mean AmazonEKSViewPolicy?',
    ],
    ['no namespace', AccessPolicy.edit(AccessScope.namespaces()), 'Name at least one namespace'],
  ])('is refused: %s', (_, policy, fix) => {
    const app = build((cluster) => {
      cluster.grantClusterAdmin('admin', ADMIN);
      cluster.grantAccess('ann', ANN, [policy]);
    });
    expect(messagesOf(app)).toEqual([expect.stringContaining(fix)]);
    expect(messagesOf(app)).toMatchSnapshot(`D6 ${policy.name}`);
  });
});

describe('D7: nobody is administrator, or whoever runs apply is', () => {
  it('is refused when nobody is', () => {
    const app = build((cluster) => {
      cluster.grantAccess('ann', ANN, [AccessPolicy.admin(AccessScope.namespaces('shop'))]);
    });
    expect(messagesOf(app)).toMatchSnapshot('D7 nobody is administrator');
    expect(problemsOf(app)).toEqual(['SEKS4001 at stack/Cluster/Access']);
  });

  it('cannot happen by itself: the creator gets nothing, and nothing asks who runs the plan', () => {
    const app = build((cluster) => cluster.grantClusterAdmin('admin', ADMIN));
    const { graph } = synth(app).stack('stack');
    expect(graph.at('Cluster/Resource').block.access_config).toMatchObject({
      bootstrap_cluster_creator_admin_permissions: false,
    });
    expect(graph.nodes.map(({ type }) => type)).not.toContain('aws_caller_identity');
    expect(graph.ofType('aws_eks_access_entry').map(({ block }) => block.principal_arn)).toEqual([ADMIN]);
  });
});

describe('D8: objects in the cluster are made before the right to make them', () => {
  it('cannot happen: workloads come after every entry and every policy association', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack);
    addWorkers(cluster);
    cluster.grantClusterAdmin('admin', ADMIN);
    const workload = new S3Bucket(stack, 'Shop');
    cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, workload);
    const { graph } = synth(app).stack('stack');
    const rights = ['aws_eks_access_entry', 'aws_eks_access_policy_association'].flatMap((type) => {
      return graph.ofType(type).map(({ address }) => address);
    });
    expect(rights).toHaveLength(2);
    expect(graph.at('Shop').dependsOn).toEqual(expect.arrayContaining(rights));
  });
});

describe('D9: aws-auth is converted, and somebody has more rights than before, or is left out', () => {
  const convert = (groups: string): AwsAuthConversion =>
    convertAwsAuth(`mapRoles:\n  - rolearn: ${ADMIN}\n    username: someone\n    groups: [${groups}]\n`);

  it('does not happen to a line that an entry can say: it gives the same', () => {
    const [mapping] = convert('shop-editors').mappings;
    expect(mapping).toMatchObject({
      kind: ConversionKind.EXACT,
      entry: { kubernetesGroups: ['shop-editors'], userName: 'someone' },
    });
  });

  it('is told of a line that no entry can say, and left to be decided', () => {
    const { mappings, code } = convert('system:nodes, view');
    expect(mappings.map(({ kind }) => kind)).toEqual([ConversionKind.NEEDS_DECISION]);
    expect(code.split('\n').filter((line) => line !== '' && !line.startsWith('//'))).toEqual([]);
  });
});

describe('D11: a role is made anew under the same name, and its entry is dead', () => {
  it('cannot happen within a stack: the entry is replaced with the role, of which EKS knows the unique id', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack);
    addWorkers(cluster);
    cluster.grantClusterAdmin('ops', new IamRole(stack, 'Ops', { assumeRolePolicy: '{}' }).arn);
    const { graph } = synth(app).stack('stack');
    const [entry] = graph.ofType('aws_eks_access_entry');
    expect(entry!.block['lifecycle']).toMatchSnapshot('D11 entry');
    expect(entry!.block['lifecycle']).toEqual({
      replace_triggered_by: [`${graph.at('Ops').address}.unique_id`],
    });
  });
});

describe('D10: Fargate in a form that EKS refuses, or that runs nothing', () => {
  it('is refused: public subnets, no selectors or too many, the role of nodes', () => {
    const app = newApp();
    const stack = newStack(app);
    const network = new EksVpc(stack, 'Network', { availabilityZones: ['eu-west-1a', 'eu-west-1b'] });
    const cluster = fargateCluster(stack, { cluster: { network } });
    const nodes = addWorkers(cluster);
    const selectors = ['a', 'b', 'c', 'd', 'e', 'f'].map((namespace) => ({ namespace }));
    cluster.addFargateProfile('public', { ...SHOP, subnetIds: network.publicSubnetIds });
    cluster.addFargateProfile('none', { selectors: [] });
    cluster.addFargateProfile('many', { selectors });
    cluster.addFargateProfile('nodes', { ...SHOP, podExecutionRoleArn: nodes.nodeRoleArn });
    expect(problemsOf(app)).toEqual([
      'SEKS6001 at stack/Cluster/many',
      'SEKS6003 at stack/Cluster/nodes',
      'SEKS6001 at stack/Cluster/none',
      'SEKS6002 at stack/Cluster/public',
    ]);
  });

  it('cannot happen to coredns: it is told to run on Fargate where there is nothing else', () => {
    const app = newApp();
    fargateFleet(app);
    const { graph } = synth(app).stack('stack');
    expect(graph.at('Cluster/Addons/coredns/Resource').block['configuration_values']).toBe(
      '{"computeType":"Fargate"}',
    );
    expect(graph.at('Cluster/shop/Resource').block).toMatchSnapshot('D10 Fargate profile');
  });

  it('is refused where no profile takes coredns, and where Pod Identity would not reach', () => {
    const withoutDns = newApp();
    fargateFleet(withoutDns, { profiles: { shop: SHOP } });
    expect(problemsOf(withoutDns)).toEqual(['SEKS6005 at stack/Cluster/Addons/coredns']);
    const withPodIdentity = newApp();
    fargateFleet(withPodIdentity).addAddon(AddonName.AWS_EBS_CSI_DRIVER);
    expect(problemsOf(withPodIdentity)).toEqual(['SEKS6006 at stack/Cluster/Addons/aws-ebs-csi-driver']);
  });

  it('cannot happen by making profiles at once: each waits for the one before it', () => {
    const app = newApp();
    fargateFleet(app);
    const { graph } = synth(app).stack('stack');
    const [shop, system] = ['shop', 'system'].map((name) => graph.at(`Cluster/${name}/Resource`));
    expect(system!.dependsOn).toContain(shop!.address);
  });

  it('is refused when the role gets an entry by hand, which EKS makes', () => {
    const app = newApp();
    const cluster = fargateFleet(app);
    cluster.grantAccess('pods', profileOf(cluster, 'shop').podExecutionRoleArn, []);
    expect(problemsOf(app)).toEqual(['SEKS4007 at stack/Cluster/Access']);
  });
});
