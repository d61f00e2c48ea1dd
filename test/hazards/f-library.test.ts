/**
 * Hazards of the library itself (docs/hazards.md, F).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TerraformVariable, Token } from 'cdktf';
import { AddonName, Ami, EksVpc, NatGateways } from '../../lib';
import { addWorkers, bareCluster, newCluster } from '../support/cluster';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

const ADMIN = 'arn:aws:iam::111122223333:role/admin';

describe('F1: a token where structure is decided', () => {
  it.each(['zonalShift', 'deletionProtection', 'preventDestroy'] as const)(
    'is refused for %s',
    (property) => {
      const app = newApp();
      const stack = newStack(app);
      const variable = new TerraformVariable(stack, 'flag', { type: 'bool' });
      newCluster(stack, { [property]: variable.booleanValue as never });
      expect(problemsOf(app)).toEqual(['SEKS1001 at stack/Cluster']);
    },
  );

  it('is refused for the name, from which others are derived', () => {
    const app = newApp();
    const stack = newStack(app);
    newCluster(stack, { clusterName: new TerraformVariable(stack, 'name', { type: 'string' }).stringValue });
    expect(problemsOf(app)).toContain('SEKS1001 at stack/Cluster');
  });
});

describe('F2: two synths differ', () => {
  const bytes = (): string[] => {
    const app = newApp();
    const stack = newStack(app);
    const network = new EksVpc(stack, 'Vpc', { availabilityZones: ['eu-west-1b', 'eu-west-1a'] });
    newCluster(stack, { network });
    return synth(app).stacks.map(({ directory }) => readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
  };

  it('cannot happen: the bytes are the same', () => {
    const [first, second] = [bytes(), bytes()];
    expect(first).toEqual(second);
  });

  it('cannot happen within one app either, however often it is synthesized', () => {
    const app = newApp();
    newCluster(newStack(app));
    const once = synth(app).stack('stack').configuration;
    expect(synth(app).stack('stack').configuration).toEqual(once);
  });
});

describe('F4: a partition that is hard-coded', () => {
  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('cannot happen: in %s every ARN is of %s', (region, partition) => {
    const app = newApp();
    newCluster(newStack(app, 'stack', region));
    const text = JSON.stringify(synth(app).stack('stack').configuration);
    const arns = [...text.matchAll(/arn:(aws[a-z-]*):(iam|eks)::aws:[^"]+/g)];
    expect(arns.length).toBeGreaterThan(3);
    expect(new Set(arns.map(([, found]) => found))).toEqual(new Set([partition]));
    expect(arns.map(([arn]) => arn).sort()).toMatchSnapshot(`F4 ARNs in ${region}`);
  });

  it.each([
    ['eu-west-1', 'ec2.amazonaws.com'],
    ['cn-north-1', 'ec2.amazonaws.com.cn'],
  ])('cannot happen to the principal of EC2 either: in %s it is %s', (region, principal) => {
    const app = newApp();
    newCluster(newStack(app, 'stack', region));
    const { block } = synth(app).stack('stack').graph.at('Cluster/workers/Role/Resource');
    expect(JSON.parse(String(block.assume_role_policy))).toMatchObject({
      Statement: [{ Principal: { Service: principal } }],
    });
  });

  it('is refused when it cannot be derived, and taken when it is given', () => {
    const build = (partition?: string): string[] => {
      const app = newApp();
      const region = Token.asString({ resolve: () => 'from-a-variable' });
      newCluster(newStack(app, 'stack', region), { partition });
      return problemsOf(app);
    };
    expect(build()).toEqual(['SEKS1006 at stack/Cluster']);
    expect(build('aws-cn')).toEqual([]);
  });
});

describe('F5: names beyond a service’s limit', () => {
  it('cannot happen: they are cut, and stay apart by a hash', () => {
    const app = newApp();
    const long = 'a-cluster-with-quite-a-long-name-in-the-platform-account-of-the-group';
    const cluster = bareCluster(newStack(app), { clusterName: long });
    cluster.grantClusterAdmin('admin', ADMIN);
    addWorkers(cluster, {}, 'workers-for-batch-jobs-of-the-data-science-team-with-gpu');
    addWorkers(cluster, {}, 'workers-for-batch-jobs-of-the-data-science-team-with-cpu');
    const { graph } = synth(app).stack('stack');
    const names = graph.ofType('aws_iam_role').map(({ block }) => String(block.name));
    expect(names.filter((name) => name.length > 64)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toMatchSnapshot('F5 role names');
    const templates = graph.ofType('aws_launch_template').map(({ block }) => String(block.name));
    expect(templates.filter((name) => name.length > 128)).toEqual([]);
    expect(new Set(templates).size).toBe(templates.length);
    for (const { block } of graph.ofType('aws_eks_node_group')) {
      // What stands before the hash, with its eight digits.
      const base = String(block.node_group_name_prefix).split('${')[0] ?? '';
      expect(base.length + 8).toBeLessThanOrEqual(63);
    }
  });
});

describe('F6: resources without tags, or tags of the user that do not win', () => {
  it('cannot happen: whatever can be tagged is, and the nearest tag wins', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = bareCluster(stack, { tags: { team: 'platform', stage: 'production' } });
    cluster.grantClusterAdmin('admin', ADMIN);
    cluster.addNodeGroup('workers', { ami: Ami.eksOptimized(), tags: { team: 'shop' } });
    cluster.addAddon(AddonName.METRICS_SERVER, { tags: { team: 'observability' } });
    const { graph } = synth(app).stack('stack');
    const untaggable = [
      'aws_iam_role_policy_attachment',
      'aws_eks_access_policy_association',
      'aws_kms_alias',
    ];
    const teams = graph.resources
      .filter(({ type }) => !untaggable.includes(type))
      .map(({ path, block }) => [path, (block.tags as Record<string, string> | undefined)?.team]);
    expect(teams.filter(([, team]) => team === undefined)).toEqual([]);
    expect(Object.fromEntries(teams)).toMatchSnapshot('F6 tag team by resource');
  });

  it('reaches the network too', () => {
    const app = newApp();
    const stack = newStack(app);
    new EksVpc(stack, 'Vpc', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      natGateways: NatGateways.SINGLE,
      flowLogs: {},
      tags: { team: 'network' },
    });
    const untaggable = ['aws_route', 'aws_route_table_association', 'aws_iam_role_policy'];
    const untagged = synth(app)
      .stack('stack')
      .graph.resources.filter(({ type }) => !untaggable.includes(type))
      .filter(({ block }) => (block.tags as Record<string, string> | undefined)?.team !== 'network');
    expect(untagged).toEqual([]);
  });
});

describe('F5: names that collide', () => {
  const names = (clusterName: string, group: string): string[] => {
    const app = newApp();
    const cluster = bareCluster(newStack(app), { clusterName });
    cluster.grantClusterAdmin('admin', ADMIN);
    addWorkers(cluster, {}, group);
    const { graph } = synth(app).stack('stack');
    return ['aws_iam_role', 'aws_launch_template', 'aws_kms_alias', 'aws_cloudwatch_log_group'].flatMap(
      (type) => graph.ofType(type).map(({ block }) => `${type} ${String(block.name)}`),
    );
  };

  it('cannot happen between clusters whose names begin alike', () => {
    const [one, other] = [names('a', 'b-c'), names('a-b', 'c')];
    expect(one.filter((name) => other.includes(name))).toEqual([]);
    expect(one).toMatchSnapshot('F5 names of a cluster');
  });

  it('cannot happen between regions: role names are global', () => {
    const rolesIn = (region: string): string[] => {
      const app = newApp();
      newCluster(newStack(app, 'stack', region));
      return synth(app)
        .stack('stack')
        .graph.ofType('aws_iam_role')
        .map(({ block }) => String(block.name));
    };
    const [ireland, frankfurt] = [rolesIn('eu-west-1'), rolesIn('eu-central-1')];
    expect(ireland.filter((name) => frankfurt.includes(name))).toEqual([]);
  });

  it('is refused between node groups of one cluster', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    addWorkers(cluster, { nodegroupName: 'workers' }, 'zz-more');
    expect(problemsOf(app)).toEqual(['SEKS2006 at stack/Cluster/zz-more']);
  });
});
