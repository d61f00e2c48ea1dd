/**
 * Proves that a configuration loses what the table lists and nothing else on its way to an older provider.
 */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from './json';
import { adaptToProvider, BOUND_AWS_VERSION, NEWER_ARGUMENTS } from './provider-compatibility';
import { compareVersions } from '../../lib/rehearsal/terraform/versions';

function configuration(resources: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    terraform: { required_providers: { aws: { source: 'aws', version: BOUND_AWS_VERSION } } },
    provider: { aws: [{ region: 'us-east-1' }] },
    resource: resources,
    ...more,
  };
}

const CLUSTER = {
  name: 'main',
  region: 'eu-west-1',
  deletion_protection: true,
  control_plane_scaling_config: { tier: 'tier-xl' },
  vpc_config: { subnet_ids: ['subnet-1'] },
  tags: { region: 'kept', deletion_protection: 'kept' },
};

const NODES = {
  node_group_name: 'workers',
  node_repair_config: { enabled: true, max_parallel_nodes_repaired_count: 1 },
};

const BOTH = configuration({ aws_eks_cluster: { main: CLUSTER }, aws_eks_node_group: { workers: NODES } });

function resourcesFor(version: string, original = BOTH) {
  return adaptToProvider(original, version).configuration['resource'];
}

describe('the compatibility table', () => {
  it('changes no argument for the provider of the bindings, nor for a newer one', () => {
    for (const version of [BOUND_AWS_VERSION, '6.66.0', '7.0.0']) {
      const adapted = adaptToProvider(BOTH, version);
      expect(adapted.removed).toEqual([]);
      expect(adapted.configuration['resource']).toEqual(BOTH['resource']);
    }
  });

  it('removes what 5.100.0 does not know and leaves all the rest', () => {
    const { configuration: adapted, removed } = adaptToProvider(BOTH, '5.100.0');
    expect(adapted['resource']).toEqual({
      aws_eks_cluster: { main: { name: 'main', vpc_config: CLUSTER.vpc_config, tags: CLUSTER.tags } },
      aws_eks_node_group: { workers: { ...NODES, node_repair_config: { enabled: true } } },
    });
    expect(removed.map(({ address, argument, since }) => `${address} ${argument} ${since}`)).toEqual([
      'aws_eks_cluster.main region 6.0.0',
      'aws_eks_cluster.main deletion_protection 6.9.0',
      'aws_eks_cluster.main control_plane_scaling_config 6.23.0',
      'aws_eks_node_group.workers node_repair_config.max_parallel_nodes_repaired_count 6.20.0',
    ]);
  });

  it('removes only what is newer than the provider at hand', () => {
    expect(resourcesFor('6.10.0')).toMatchObject({
      aws_eks_cluster: { main: { region: 'eu-west-1', deletion_protection: true } },
      aws_eks_node_group: { workers: { node_repair_config: { enabled: true } } },
    });
    const { removed } = adaptToProvider(BOTH, '6.10.0');
    expect(removed.map(({ argument }) => argument)).toEqual([
      'control_plane_scaling_config',
      'node_repair_config.max_parallel_nodes_repaired_count',
    ]);
  });

  it('finds arguments in lists of blocks, and in data sources', () => {
    const original = configuration(
      { aws_eks_node_group: { workers: { ...NODES, node_repair_config: [NODES.node_repair_config] } } },
      { data: { aws_ami: { node: { owners: ['self'], allow_unsafe_filter: true } } } },
    );
    const { configuration: adapted } = adaptToProvider(original, '5.100.0');
    expect(adapted).toMatchObject({
      resource: { aws_eks_node_group: { workers: { node_repair_config: [{ enabled: true }] } } },
      data: { aws_ami: { node: { owners: ['self'] } } },
    });
    expect(adapted['data']).not.toHaveProperty('aws_ami.node.allow_unsafe_filter');
  });

  it('stops ignoring changes of what it removed', () => {
    const ignored = [
      'deletion_protection',
      'control_plane_scaling_config[0].tier',
      'access_config[0]',
      'tags',
    ];
    const cluster = { ...CLUSTER, lifecycle: { ignore_changes: ignored } };
    expect(resourcesFor('5.100.0', configuration({ aws_eks_cluster: { main: cluster } }))).toMatchObject({
      aws_eks_cluster: { main: { lifecycle: { ignore_changes: ['access_config[0]', 'tags'] } } },
    });
  });

  it('reads the region by its old name', () => {
    const original = configuration({
      aws_iam_role: {
        node: { description: '${data.aws_region.current.region} and data.aws_regions.x.region' },
      },
    });
    expect(resourcesFor('5.100.0', original)).toEqual({
      aws_iam_role: {
        node: { description: '${data.aws_region.current.name} and data.aws_regions.x.region' },
      },
    });
    expect(resourcesFor('6.0.0', original)).toEqual(original['resource']);
  });

  it('does not touch the resources of other providers', () => {
    const original = configuration({ kubernetes_thing: { one: { region: 'kept' } } });
    expect(resourcesFor('5.100.0', original)).toEqual(original['resource']);
  });

  it('leaves the original as it was', () => {
    const before = JSON.stringify(BOTH);
    adaptToProvider(BOTH, '5.100.0');
    expect(JSON.stringify(BOTH)).toBe(before);
  });

  it('lists nothing that the bindings cannot render, and nothing twice', () => {
    const names = NEWER_ARGUMENTS.map(({ mode, type, path }) => `${mode} ${type} ${path.join('.')}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { since } of NEWER_ARGUMENTS) {
      expect(compareVersions(since, BOUND_AWS_VERSION)).toBeLessThanOrEqual(0);
    }
  });
});

describe('the provider block', () => {
  function providers(blocks: JsonObject[] | undefined) {
    const original = configuration({}, blocks ? { provider: { aws: blocks } } : { provider: {} });
    return adaptToProvider(original, '5.100.0').configuration['provider'];
  }

  it('is pinned to the version that was found', () => {
    expect(adaptToProvider(BOTH, '5.100.0').configuration['terraform']).toEqual({
      required_providers: { aws: { source: 'aws', version: '5.100.0' } },
    });
  });

  it('asks AWS nothing and keeps the region', () => {
    expect(providers([{ region: 'us-east-1' }])).toEqual({
      aws: [
        {
          region: 'us-east-1',
          access_key: 'offline',
          secret_key: 'offline',
          skip_credentials_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: true,
          skip_region_validation: true,
          max_retries: 1,
        },
      ],
    });
  });

  it('gets a region when it has none, and is added when only implied', () => {
    expect(providers([{ alias: 'other' }])).toMatchObject({ aws: [{ alias: 'other', region: 'eu-west-1' }] });
    expect(providers(undefined)).toMatchObject({ aws: [{ region: 'eu-west-1', access_key: 'offline' }] });
  });

  it('looks for credentials nowhere else', () => {
    const [block] = (
      providers([{ profile: 'work', assume_role: [{ role_arn: 'arn' }], default_tags: [] }]) as {
        aws: JsonObject[];
      }
    ).aws;
    expect(block).not.toHaveProperty('profile');
    expect(block).not.toHaveProperty('assume_role');
    expect(block).toHaveProperty('default_tags', []);
  });
});
