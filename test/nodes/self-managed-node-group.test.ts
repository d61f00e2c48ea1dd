/**
 * What a group of self-managed nodes renders: the group, its template and profile, its role and the entry of the role.
 */
import { expect, test } from '@jest/globals';
import type { SelfManagedNodeGroupOptions } from '../../lib';
import {
  AccessEntryAuth,
  Ami,
  InstanceRefresh,
  MigrationStep,
  ScaleInProtectedInstances,
  Scaling,
  ScalingProcess,
  SelfManagedNodeGroup,
  StandbyInstances,
  TerminationPolicy,
  WindowsEdition,
} from '../../lib';
import { argumentsOf } from '../support/block';
import { AMI_ID, importedCluster } from '../support/cluster';
import { edgesOf } from '../support/fake-resource';
import { renderedGroup } from '../support/self-managed';
import { newApp, newStack, synth } from '../support/synth';

const tagsOf = (block: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    (block['tag'] as { key: string; value: string; propagate_at_launch: boolean }[]).map((tag) => [
      tag.key,
      [tag.value, tag.propagate_at_launch],
    ]),
  );

test('the defaults are two to four instances, replaced by a refresh that starts new ones first', () => {
  const { block, at } = renderedGroup();
  const template = at('LaunchTemplate/Resource').address;

  expect(argumentsOf(block, 'name_prefix', 'tag')).toEqual({
    vpc_zone_identifier: ['subnet-a', 'subnet-b'],
    min_size: 2,
    max_size: 4,
    desired_capacity: 2,
    launch_template: { id: `\${${template}.id}`, version: `\${${template}.latest_version}` },
    instance_refresh: {
      strategy: 'Rolling',
      preferences: {
        min_healthy_percentage: 100,
        max_healthy_percentage: 110,
        instance_warmup: '300',
        auto_rollback: true,
        skip_matching: true,
        scale_in_protected_instances: 'Ignore',
        standby_instances: 'Ignore',
      },
    },
    health_check_type: 'EC2',
    health_check_grace_period: 300,
    termination_policies: ['AllocationStrategy', 'OldestLaunchTemplate', 'OldestInstance'],
    suspended_processes: ['AZRebalance'],
    wait_for_capacity_timeout: '20m',
    timeouts: { update: '20m', delete: '60m' },
    lifecycle: { create_before_destroy: true, ignore_changes: ['desired_capacity'] },
  });
});

test.each<[string, Partial<SelfManagedNodeGroupOptions>, object]>([
  ['subnetIds', { subnetIds: ['subnet-c'] }, { vpc_zone_identifier: ['subnet-c'] }],
  ['healthCheckGracePeriod', { healthCheckGracePeriod: 60 }, { health_check_grace_period: 60 }],
  ['maxInstanceLifetimeDays', { maxInstanceLifetimeDays: 7 }, { max_instance_lifetime: 604_800 }],
  [
    'terminationPolicies',
    { terminationPolicies: [TerminationPolicy.NEWEST_INSTANCE] },
    { termination_policies: ['NewestInstance'] },
  ],
  [
    'suspendedProcesses',
    { suspendedProcesses: [ScalingProcess.ALARM_NOTIFICATION] },
    { suspended_processes: ['AlarmNotification'] },
  ],
  [
    'timeouts',
    { timeouts: { capacity: '5m', delete: '2h' } },
    { wait_for_capacity_timeout: '5m', timeouts: { update: '20m', delete: '2h' } },
  ],
  [
    'drainSeconds',
    { drainSeconds: 120 },
    {
      initial_lifecycle_hook: [
        {
          name: 'drain',
          lifecycle_transition: 'autoscaling:EC2_INSTANCE_TERMINATING',
          heartbeat_timeout: 120,
          default_result: 'CONTINUE',
        },
      ],
    },
  ],
  [
    'a refresh',
    {
      refresh: InstanceRefresh.rolling({
        minHealthyPercentage: 90,
        maxHealthyPercentage: 150,
        instanceWarmup: 600,
        autoRollback: false,
        skipMatching: false,
        checkpointPercentages: [50, 100],
        alarms: ['nodes-not-ready'],
        scaleInProtected: ScaleInProtectedInstances.WAIT,
        standby: StandbyInstances.TERMINATE,
      }),
    },
    {
      instance_refresh: {
        strategy: 'Rolling',
        preferences: {
          min_healthy_percentage: 90,
          max_healthy_percentage: 150,
          instance_warmup: '600',
          auto_rollback: false,
          skip_matching: false,
          checkpoint_percentages: [50, 100],
          checkpoint_delay: '3600',
          alarm_specification: { alarms: ['nodes-not-ready'] },
          scale_in_protected_instances: 'Wait',
          standby_instances: 'Terminate',
        },
      },
    },
  ],
])('%s is rendered', (_, options, expected) => {
  expect(renderedGroup(options).block).toMatchObject(expected);
});

test('without a refresh, none is rendered', () => {
  expect(renderedGroup({ refresh: InstanceRefresh.none() }).block).not.toHaveProperty('instance_refresh');
});

test('a fixed number of nodes is not ignored when it changes', () => {
  const { block } = renderedGroup({ scaling: Scaling.fixed(3) });

  expect(block).toMatchObject({ min_size: 3, max_size: 3, desired_capacity: 3 });
  expect(block['lifecycle']).toEqual({ create_before_destroy: true });
  expect(Object.keys(tagsOf(block)).filter((key) => key.startsWith('k8s.io/'))).toEqual([]);
});

test('the metrics of the group are all of them, when they are wanted', () => {
  const { block } = renderedGroup({ groupMetrics: true });

  expect(block['metrics_granularity']).toBe('1Minute');
  expect(block['enabled_metrics']).toHaveLength(8);
});

test('instances carry the tags of cluster and group, and the group those that Cluster Autoscaler looks for', () => {
  expect(tagsOf(renderedGroup({ tags: { team: 'shop' }, drainSeconds: 60 }).block)).toEqual({
    Name: ['main-own', true],
    'safe-eks:cluster': ['main', true],
    team: ['shop', true],
    'kubernetes.io/cluster/main': ['owned', true],
    'aws-node-termination-handler/managed': ['true', true],
    'k8s.io/cluster-autoscaler/enabled': ['true', false],
    'k8s.io/cluster-autoscaler/main': ['owned', false],
  });
});

test('a group that may be empty says in its tags what a node of it would be like', () => {
  const { block } = renderedGroup({
    scaling: Scaling.external({ min: 0, max: 5 }),
    labels: { tier: 'batch' },
  });

  expect(tagsOf(block)).toMatchObject({
    'k8s.io/cluster-autoscaler/node-template/label/tier': ['batch', false],
  });
});

test('the template names type and profile, and tells the nodes how to join', () => {
  const { at } = renderedGroup({ instanceTypes: ['c7i.large'] });

  expect(at('LaunchTemplate/Resource').block).toMatchObject({
    name: 'main.own',
    image_id: AMI_ID,
    instance_type: 'c7i.large',
    iam_instance_profile: { arn: `\${${at('InstanceProfile').address}.arn}` },
    user_data: expect.stringContaining('base64encode(local.'),
    metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 1 },
  });
});

test('the entry lets the role in before the group, and a new role gets a new one', () => {
  const { at, output } = renderedGroup();
  const role = at('Role/Resource').address;

  expect(argumentsOf(at('AccessEntry').block, 'tags')).toEqual({
    cluster_name: expect.stringContaining('aws_eks_cluster'),
    principal_arn: `\${${role}.arn}`,
    type: 'EC2_LINUX',
    lifecycle: { create_before_destroy: true, replace_triggered_by: [`${role}.unique_id`] },
  });
  expect(edgesOf(output)['Cluster/own/Resource']).toEqual(
    expect.arrayContaining([
      'Cluster/own/AccessEntry',
      'Cluster/own/InstanceProfile',
      'Cluster/own/Role/AmazonEKSWorkerNodePolicy',
      'Cluster/own/Role/AmazonEC2ContainerRegistryPullOnly',
      'Cluster/Addons/vpc-cni/Resource',
    ]),
  );
});

test('names are prefixes, so that what is made anew meets nothing of its own name', () => {
  const { at, block } = renderedGroup();
  const role = at('Role/Resource');

  expect(role.block).not.toHaveProperty('name');
  expect(role.block['name_prefix']).toBe('main.node.own.eu-west-1.');
  expect(at('InstanceProfile').block['name_prefix']).toBe(
    `main.own-\${substr(sha256(join("|", [${role.address}.arn])), 0, 8)}-`,
  );
  expect(block['name_prefix']).toBe(
    `main.own-\${substr(sha256(join("|", ["EC2_LINUX", ${role.address}.arn, ` +
      'join(",", sort(tolist(["subnet-a", "subnet-b"])))])), 0, 8)}-',
  );
});

test('a long name is cut within the limits of each service', () => {
  const { at, block } = renderedGroup({ name: 'x'.repeat(300) });
  const lengthOf = (text: unknown): number => String(text).replace(/\$\{.*\}/, '12345678').length;

  expect(lengthOf(at('Role/Resource').block['name_prefix'])).toBe(38);
  expect(lengthOf(at('InstanceProfile').block['name_prefix'])).toBe(102);
  expect(lengthOf(block['name_prefix'])).toBe(229);
});

test('Windows has an entry of its own type, and a role that no Linux group had', () => {
  const { at } = renderedGroup(
    { ami: Ami.windows({ id: AMI_ID, edition: WindowsEdition.CORE_2022 }) },
    { windowsSupport: true },
  );

  expect(at('AccessEntry').block['type']).toBe('EC2_WINDOWS');
  expect(at('Role/Resource').block['name_prefix']).toBe('main.windows-node.own.eu-west-1.');
});

test('a role of the user’s gets entry and profile, or no entry where it has one', () => {
  const nodeRoleArn = 'arn:aws:iam::111122223333:role/team/node';
  const { at, graph } = renderedGroup({ nodeRoleArn });

  expect(at('AccessEntry').block).toMatchObject({
    principal_arn: nodeRoleArn,
    lifecycle: { create_before_destroy: true },
  });
  expect(at('InstanceProfile').block['role']).toBe(`\${element(reverse(split("/", "${nodeRoleArn}")), 0)}`);
  expect(graph.nodes.map(({ path }) => path).filter((path) => path.includes('own/Role'))).toEqual([]);

  const without = renderedGroup({ nodeRoleArn, accessEntry: false });
  expect(without.nodes.accessEntry).toBeUndefined();
  expect(without.graph.nodes.map(({ path }) => path)).not.toContain('Cluster/own/AccessEntry');
});

test('no entry is made while the cluster takes none', () => {
  const { nodes, graph } = renderedGroup(
    {},
    { authentication: AccessEntryAuth.migratingFromConfigMap({ step: MigrationStep.CONFIG_MAP }) },
  );

  expect(nodes.accessEntry).toBeUndefined();
  expect(graph.nodes.map(({ path }) => path)).not.toContain('Cluster/own/AccessEntry');
});

test('it joins an imported cluster just the same', () => {
  const app = newApp();
  const stack = newStack(app);
  const cluster = importedCluster(stack);
  const nodes = new SelfManagedNodeGroup(stack, 'own', { cluster, ami: Ami.al2023({ id: AMI_ID }) });
  const { graph } = synth(app).stack('stack');

  expect(graph.at('own/AccessEntry').block['cluster_name']).toBe('imported');
  expect(graph.at('own/Resource').block['depends_on']).toContain(graph.at('own/AccessEntry').address);
  expect(nodes.autoScalingGroupName).not.toBe('');
  expect(nodes.autoScalingGroupArn).not.toBe('');
});

test('groups of both kinds are updated one after the other, and add-ons that need nodes come after all', () => {
  const edges = edgesOf(renderedGroup().output);

  expect(edges['Cluster/workers/Resource']).toContain('Cluster/own/Resource');
  expect(edges['Cluster/Addons/coredns/Resource']).toContain('Cluster/own/Resource');
});
