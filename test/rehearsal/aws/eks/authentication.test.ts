/**
 * Who may enter a cluster, per authentication mode, and what EKS writes by itself.
 */
import { describe, expect, test } from '@jest/globals';
import {
  forgetComputeRole,
  hasAdministrator,
  mayJoin,
  registerComputeRole,
  registerCreator,
  reviewAdministrators,
  reviewNodes,
  whyNotJoin,
} from '../../../../lib/rehearsal/aws/eks/authentication';
import type { AccessEntryModel, ClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { World } from '../../../../lib/rehearsal/world/world';
import {
  addCluster,
  addNode,
  addRole,
  arnOf,
  removeCluster,
  stageOfAccess,
} from '../../kubernetes/small-cluster';

const NODES = arnOf('nodes');
const PODS = arnOf('pods');

function letIn(cluster: ClusterModel, entry: Partial<AccessEntryModel> & { readonly principalArn: string }) {
  cluster.accessEntries.set(entry.principalArn, {
    type: 'STANDARD',
    madeBy: 'user',
    policies: new Map(),
    groups: [],
    ...entry,
  });
}

describe('what EKS writes by itself', () => {
  test('in mode API it makes an access entry for a node role and no ConfigMap', () => {
    const cluster = addCluster(new World(), 'API');
    registerComputeRole(cluster, NODES, 'node');
    expect(cluster.accessEntries.get(NODES)).toMatchObject({ type: 'EC2_LINUX', madeBy: 'EKS' });
    expect(cluster.awsAuth).toBeUndefined();
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
  });

  test('in mode CONFIG_MAP it makes aws-auth with a line for the role, without the path of the role', () => {
    const cluster = addCluster(new World(), 'CONFIG_MAP');
    registerComputeRole(cluster, arnOf('team/dev/nodes'), 'node');
    expect(cluster.accessEntries.size).toBe(0);
    expect(cluster.awsAuth).toEqual([
      {
        arn: NODES,
        username: 'system:node:{{EC2PrivateDNSName}}',
        groups: ['system:bootstrappers', 'system:nodes'],
      },
    ]);
    expect(mayJoin(cluster, arnOf('team/dev/nodes'), 'node')).toBe(true);
  });

  test('in mode API_AND_CONFIG_MAP it writes both', () => {
    const cluster = addCluster(new World(), 'API_AND_CONFIG_MAP');
    registerComputeRole(cluster, PODS, 'fargate');
    expect(cluster.accessEntries.get(PODS)).toMatchObject({ type: 'FARGATE_LINUX' });
    expect(cluster.awsAuth).toHaveLength(1);
  });

  test('an entry that the user made for the role stays', () => {
    const cluster = addCluster(new World(), 'API');
    letIn(cluster, { principalArn: NODES });
    registerComputeRole(cluster, NODES, 'node');
    expect(cluster.accessEntries.get(NODES)).toMatchObject({ type: 'STANDARD', madeBy: 'user' });
    expect(whyNotJoin(cluster, NODES, 'node')).toContain('is of type STANDARD, not EC2_LINUX');
  });

  test('it forgets a role with the last of its node groups and not before', () => {
    const cluster = addCluster(new World(), 'API_AND_CONFIG_MAP');
    cluster.nodeGroups.set('a', { name: 'a', roleArn: NODES, status: 'DELETING' });
    cluster.nodeGroups.set('b', { name: 'b', roleArn: NODES, status: 'ACTIVE' });
    registerComputeRole(cluster, NODES, 'node');
    forgetComputeRole(cluster, NODES);
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
    cluster.nodeGroups.delete('b');
    forgetComputeRole(cluster, NODES);
    expect(cluster.accessEntries.size).toBe(0);
    expect(cluster.awsAuth).toEqual([]);
  });

  test('it never takes away what a user wrote', () => {
    const cluster = addCluster(new World(), 'API');
    letIn(cluster, { principalArn: NODES, type: 'EC2_LINUX' });
    forgetComputeRole(cluster, NODES);
    expect(cluster.accessEntries.has(NODES)).toBe(true);
  });
});

describe('whether nodes can join', () => {
  test('a role that nobody let in cannot, in any mode', () => {
    for (const mode of ['API', 'API_AND_CONFIG_MAP', 'CONFIG_MAP'] as const) {
      expect(mayJoin(addCluster(new World(), mode), NODES, 'node')).toBe(false);
    }
  });

  test('a line counts only in modes with the ConfigMap', () => {
    const world = new World();
    const cluster = addCluster(world, 'CONFIG_MAP');
    registerComputeRole(cluster, NODES, 'node');
    cluster.authenticationMode = 'API';
    expect(whyNotJoin(cluster, NODES, 'node')).toBe('No access entry of main lets nodes in as EC2_LINUX.');
  });

  test('a line with another user name, or with the path in the ARN, lets nobody in', () => {
    const cluster = addCluster(new World(), 'CONFIG_MAP');
    const groups = ['system:bootstrappers', 'system:nodes'];
    cluster.awsAuth = [
      { arn: NODES, username: 'node', groups },
      { arn: arnOf('team/pathed'), username: 'system:node:{{EC2PrivateDNSName}}', groups },
    ];
    expect(mayJoin(cluster, NODES, 'node')).toBe(false);
    expect(mayJoin(cluster, arnOf('team/pathed'), 'node')).toBe(false);
  });

  test('in API_AND_CONFIG_MAP an entry of a wrong type overrides a right line', () => {
    const cluster = addCluster(new World(), 'API_AND_CONFIG_MAP');
    registerComputeRole(cluster, NODES, 'node');
    letIn(cluster, { principalArn: NODES });
    expect(mayJoin(cluster, NODES, 'node')).toBe(false);
  });

  test('an own Auto Mode role needs the node policy beside its entry', () => {
    const cluster = addCluster(new World(), 'API');
    letIn(cluster, { principalArn: NODES, type: 'EC2' });
    expect(whyNotJoin(cluster, NODES, 'auto-mode-node')).toContain('has no AmazonEKSAutoNodePolicy');
    cluster.accessEntries.get(NODES)?.policies.set('AmazonEKSAutoNodePolicy', []);
    expect(mayJoin(cluster, NODES, 'auto-mode-node')).toBe(true);
  });

  test('a role that was deleted and made anew is not let in by its old entry', () => {
    const world = new World();
    const cluster = addCluster(world, 'API');
    const role = addRole(world, 'nodes');
    registerComputeRole(cluster, NODES, 'node');
    expect(mayJoin(cluster, NODES, 'node')).toBe(true);
    world.remove(role);
    addRole(world, 'nodes', { made: 'second' });
    expect(mayJoin(cluster, NODES, 'node')).toBe(false);
    expect(world.violations).toMatchObject([{ rule: 'dead-access-entry', subject: 'main/nodes' }]);
  });

  test('an entry that somebody deleted behind the back of Terraform lets nobody in', () => {
    const world = new World();
    const cluster = addCluster(world, 'API');
    letIn(cluster, { principalArn: NODES, type: 'EC2_LINUX' });
    world.vanish(`main:${NODES}`);
    expect(mayJoin(cluster, NODES, 'node')).toBe(false);
  });
});

describe('Fargate', () => {
  test('an aws-auth without the pod execution role blocks launches although the entry is there', () => {
    const cluster = addCluster(new World(), 'API_AND_CONFIG_MAP');
    registerComputeRole(cluster, PODS, 'fargate');
    cluster.awsAuth = [];
    expect(whyNotJoin(cluster, PODS, 'fargate')).toContain('Pod execution role is not found in auth config');
  });

  test('without any aws-auth the entry is enough', () => {
    const cluster = addCluster(new World(), 'API_AND_CONFIG_MAP');
    registerComputeRole(cluster, PODS, 'fargate');
    cluster.awsAuth = undefined;
    expect(mayJoin(cluster, PODS, 'fargate')).toBe(true);
  });

  test('in mode API an aws-auth does not matter', () => {
    const cluster = addCluster(new World(), 'API');
    registerComputeRole(cluster, PODS, 'fargate');
    cluster.awsAuth = [];
    expect(mayJoin(cluster, PODS, 'fargate')).toBe(true);
  });
});

describe('administrators', () => {
  test('an entry alone makes none, its policy at cluster scope does', () => {
    const world = new World();
    const cluster = addCluster(world, 'API');
    letIn(cluster, { principalArn: arnOf('admin') });
    expect(hasAdministrator(world, cluster)).toBe(false);
    const policies = cluster.accessEntries.get(arnOf('admin'))?.policies;
    policies?.set('AmazonEKSClusterAdminPolicy', ['team-a']);
    expect(hasAdministrator(world, cluster)).toBe(false);
    policies?.set('AmazonEKSClusterAdminPolicy', []);
    expect(hasAdministrator(world, cluster)).toBe(true);
  });

  test('the creator is one unless bootstrapping is off, and always with CONFIG_MAP', () => {
    const world = new World();
    expect(hasAdministrator(world, addCluster(world, 'API', { name: 'a', creatorIsAdmin: true }))).toBe(true);
    expect(hasAdministrator(world, addCluster(world, 'API', { name: 'b' }))).toBe(false);
    expect(hasAdministrator(world, addCluster(world, 'CONFIG_MAP', { name: 'c' }))).toBe(true);
  });

  test('a line with system:masters makes one where the ConfigMap counts', () => {
    const world = new World();
    const cluster = addCluster(world, 'API_AND_CONFIG_MAP');
    cluster.awsAuth = [{ arn: arnOf('admin'), username: 'ann', groups: ['system:masters'] }];
    expect(hasAdministrator(world, cluster)).toBe(true);
    cluster.authenticationMode = 'API';
    expect(hasAdministrator(world, cluster)).toBe(false);
  });

  test('the entry of a creator is in the way of an own one', () => {
    const cluster = addCluster(new World(), 'API', { creatorIsAdmin: true });
    registerCreator(cluster, arnOf('deployer'));
    expect(cluster.accessEntries.get(arnOf('deployer'))).toMatchObject({ madeBy: 'EKS' });
  });

  test('nobody minds the last one while everything goes, or when the cluster goes too', async () => {
    for (const ending of [true, false]) {
      const stage = stageOfAccess();
      const cluster = addCluster(stage.world, 'API');
      stage.world.ending = ending;
      reviewAdministrators(stage.world, cluster, true, 'the entry was deleted');
      if (!ending) {
        removeCluster(stage.world, cluster);
      }
      await stage.run();
      expect(stage.world.violations).toEqual([]);
    }
  });
});

test('nodes that are let out become NotReady, and those with another role stay', () => {
  const world = new World();
  const cluster = addCluster(world, 'API');
  registerComputeRole(cluster, NODES, 'node');
  const lost = addNode(cluster, arnOf('others'));
  const kept = addNode(cluster, NODES);
  reviewNodes(world, cluster, 'a test said so');
  expect([lost.status, kept.status]).toEqual(['NotReady', 'Ready']);
  expect(world.violations).toMatchObject([{ rule: 'access-lost', subject: 'main/others' }]);
});
