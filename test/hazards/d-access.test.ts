/**
 * Hazards of access (docs/hazards.md, D).
 */
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { describe, expect, it } from '@jest/globals';
import { AccessPolicy, AccessScope } from '../../lib';
import type { SafeEksCluster } from '../../lib';
import { addWorkers, bareCluster } from '../support/cluster';
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
