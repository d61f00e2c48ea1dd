/**
 * Hazards of nodes (docs/hazards.md, C). What the real provider makes of a replacement is in test/terraform.
 */
import { describe, expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import {
  AddonName,
  AddonVersion,
  Ami,
  IpFamily,
  KubernetesVersion,
  NodeUpdate,
  Scaling,
  TaintEffect,
  WindowsEdition,
} from '../../lib';
import type { NodeGroupOptions } from '../../lib';
import type { TerraformGraph } from '../../lib/testing';
import { addWorkers, AMI_ID, bareCluster, newCluster } from '../support/cluster';
import { messagesOf, newApp, newStack, problemsOf, synth, warningsOf } from '../support/synth';

function appWith(options: Partial<NodeGroupOptions> = {}): App {
  const app = newApp();
  const cluster = bareCluster(newStack(app));
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
  addWorkers(cluster, options);
  return app;
}

function graphWith(options: Partial<NodeGroupOptions> = {}): TerraformGraph {
  return synth(appWith(options)).stack('stack').graph;
}

function block(graph: TerraformGraph): Readonly<Record<string, unknown>> {
  return graph.at('Cluster/workers/Resource').block;
}

describe('C1: an image of one’s own without what it needs to join, or with two set-ups', () => {
  it('cannot happen: each family is told in its own form, of cluster, endpoint, authority and addresses', () => {
    const told = (ami: Ami): string => {
      const app = newApp();
      const cluster = bareCluster(newStack(app), { version: KubernetesVersion.V1_32, windowsSupport: true });
      cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
      addWorkers(cluster);
      addWorkers(cluster, { ami }, 'extra');
      const { locals } = synth(app).stack('stack').configuration as { locals: Record<string, string> };
      return Object.entries(locals).find(([name]) => name.includes('extra'))![1];
    };
    const id = AMI_ID;
    const texts = {
      al2023: told(Ami.al2023({ id })),
      bottlerocket: told(Ami.bottlerocket({ id })),
      windows: told(Ami.windows({ id, edition: WindowsEdition.CORE_2022 })),
      al2: told(Ami.al2({ id })),
    };
    expect(texts).toMatchSnapshot('C1 user data');
    for (const text of Object.values(texts)) {
      for (const fact of ['.endpoint}', 'certificate_authority', 'service_ipv4_cidr']) {
        expect(text).toContain(fact);
      }
    }
  });

  it('is left to EKS for an image of its own', () => {
    const graph = graphWith({ ami: Ami.eksOptimized() });
    expect(graph.at('Cluster/workers/LaunchTemplate/Resource').block).not.toHaveProperty('user_data');
  });

  it('is refused where user data says again what the group says', () => {
    const nodeadm = { kubeletFlags: ['--node-labels=team=shop'] };
    expect(problemsOf(appWith({ ami: Ami.al2023({ id: AMI_ID, nodeadm }) }))).toEqual([
      'SEKS2012 at stack/Cluster/workers',
    ]);
  });
});

describe('C2: an image for another Kubernetes version, or another architecture', () => {
  it('is left to conditions at plan, which look at the image', () => {
    const { lifecycle } = graphWith().at('Cluster/workers/LaunchTemplate/Resource').block;
    const { precondition } = lifecycle as { precondition: { condition: string }[] };
    expect(precondition).toMatchSnapshot('C2 preconditions');
    expect(precondition.map(({ condition }) => condition)).toEqual([
      expect.stringContaining('.architecture == "x86_64"'),
      expect.stringContaining('1[.]34'),
    ]);
  });

  it('is refused at synth where name or instance types say so', () => {
    const named = Ami.al2023Lookup({ owner: 'self', name: 'golden-1.33-*' });
    expect(problemsOf(appWith({ ami: named }))).toEqual(['SEKS2016 at stack/Cluster/workers']);
    expect(problemsOf(appWith({ instanceTypes: ['m7g.large'] }))).toEqual([
      'SEKS2005 at stack/Cluster/workers',
    ]);
  });
});

describe('C3: AMI type, version or release together with an image of one’s own', () => {
  const versions = ({ ami_type, version, release_version }: Readonly<Record<string, unknown>>): object => ({
    ami_type,
    version,
    release_version,
  });

  it('cannot happen: with a custom image none of them is rendered', () => {
    const rendered = versions(block(graphWith({ ami: Ami.al2023({ id: AMI_ID }) })));
    expect(rendered).toEqual({ ami_type: undefined, version: undefined, release_version: undefined });
    const template = graphWith().at('Cluster/workers/LaunchTemplate/Resource').block;
    expect(template).toMatchObject({ image_id: AMI_ID });
    expect(template).toHaveProperty('user_data');
  });

  it('renders them for the image of EKS, with the version of the control plane by reference', () => {
    const graph = graphWith({ ami: Ami.eksOptimized({ releaseVersion: '1.34.2-20251112' }) });
    expect(versions(block(graph))).toMatchSnapshot('C3 image of EKS');
    const template = graph.at('Cluster/workers/LaunchTemplate/Resource').block;
    expect(template).not.toHaveProperty('image_id');
    expect(template).not.toHaveProperty('user_data');
  });
});

describe('C4: too many nodes away at a time', () => {
  it('cannot happen by default: one node at a time, and pod disruption budgets are respected', () => {
    const { update_config, force_update_version } = block(graphWith());
    expect({ update_config, force_update_version }).toMatchSnapshot('C4 update');
    expect(update_config).toEqual({ max_unavailable: 1 });
    expect(force_update_version).toBe(false);
  });

  it('is refused when more may be unavailable than the group has', () => {
    const app = appWith({
      scaling: Scaling.external({ min: 1, max: 3 }),
      update: NodeUpdate.rolling({ maxUnavailable: 5 }),
    });
    expect(messagesOf(app)).toEqual([
      'stack/Cluster/workers: update.maxUnavailable 5 is more than scaling.max 3 (SEKS2002). Give at most 3.',
    ]);
  });
});

describe('C7: images or add-on versions that move by themselves', () => {
  it('cannot happen by default: every version is a literal', () => {
    const graph = graphWith();
    const versions = graph
      .ofType('aws_eks_addon')
      .map(({ block: addon }) => [addon.addon_name, addon.addon_version]);
    expect(Object.fromEntries(versions)).toMatchSnapshot('C7 add-on versions for Kubernetes 1.34');
    for (const [, version] of versions) {
      expect(version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
    }
    const { image_id } = graph.at('Cluster/workers/LaunchTemplate/Resource').block;
    expect(image_id).toBe(AMI_ID);
  });

  it('has to be asked for by name, and is warned about', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    cluster.addNodeGroup('floating', {
      ami: Ami.al2023Lookup({ owner: 'self', name: 'eks-*', newest: true }),
    });
    cluster.addons.configure(AddonName.COREDNS, { version: AddonVersion.LATEST });
    expect(warningsOf(app).map((message) => /SEKS\d{4}/.exec(message)?.[0])).toEqual([
      'SEKS3004',
      'SEKS2007',
    ]);
  });

  it('is not what a lookup does that must match one image', () => {
    const graph = graphWith({ ami: Ami.al2023Lookup({ owner: '111122223333', name: 'eks-1.34-20260101' }) });
    const [lookup] = graph.ofType('aws_ami');
    expect(lookup?.block).toMatchObject({ most_recent: false, owners: ['111122223333'] });
    expect(lookup?.block).not.toHaveProperty('depends_on');
  });
});

describe('C8: a replacement collides with the name of what it replaces', () => {
  it('cannot happen: the name ends in a hash that Terraform computes from whatever replaces the group', () => {
    const { node_group_name_prefix, lifecycle } = block(graphWith());
    expect({ node_group_name_prefix, lifecycle }).toMatchSnapshot('C8 name');
    expect(lifecycle).toMatchObject({ create_before_destroy: true });
  });

  it.each<[string, Partial<NodeGroupOptions>]>([
    ['instance types', { instanceTypes: ['m7i.large'] }],
    ['their order', { instanceTypes: ['m7i.large', 'm6i.large'] }],
    ['subnets', { subnetIds: ['subnet-b'] }],
    ['image of EKS instead of a custom one', { ami: Ami.eksOptimized() }],
    ['role', { nodeRoleArn: 'arn:aws:iam::111122223333:role/node' }],
  ])('the hash follows the %s', (_, options) => {
    expect(block(graphWith(options)).node_group_name_prefix).not.toBe(
      block(graphWith()).node_group_name_prefix,
    );
  });

  it.each<[string, Partial<NodeGroupOptions>]>([
    ['labels', { labels: { team: 'shop' } }],
    ['scaling', { scaling: Scaling.fixed(5) }],
    ['image id', { ami: Ami.al2023({ id: 'ami-0fedcba9876543210' }) }],
    ['disk', { diskSize: 100 }],
  ])('the hash does not follow %s, which is changed in place', (_, options) => {
    expect(block(graphWith(options)).node_group_name_prefix).toBe(block(graphWith()).node_group_name_prefix);
  });
});

describe('C5: all node groups roll at once in an upgrade', () => {
  it('cannot happen by default: each waits for the one before it', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    addWorkers(cluster, {}, 'batch');
    addWorkers(cluster, {}, 'web');
    const { graph } = synth(app).stack('stack');
    const waits = graph
      .ofType('aws_eks_node_group')
      .map(({ path, dependsOn }) => [
        path,
        dependsOn.filter((address) => address.startsWith('aws_eks_node_group.')),
      ]);
    expect(Object.fromEntries(waits)).toMatchSnapshot('C5 waves');
    expect(waits.map(([, before]) => before!.length)).toEqual([0, 1, 1]);
  });
});

describe('C6: nodes newer than the control plane, or too much older', () => {
  it.each([
    [KubernetesVersion.V1_35, 'newer than'],
    [KubernetesVersion.of('1.30'), 'more than three minor versions older than'],
  ])('is refused: %s', (version, how) => {
    expect(messagesOf(appWith({ version }))).toEqual([
      `stack/Cluster/workers: version ${version.version} is ${how} the control plane, which has 1.34 (SEKS2017). Give a ` +
        'version from 1.31 to 1.34.',
    ]);
  });

  it('cannot happen in an upgrade: without a version of its own a group follows the control plane', () => {
    expect(block(graphWith({ ami: Ami.eksOptimized() }))['version']).toMatch(
      /^\$\{aws_eks_cluster\..*\.version\}$/,
    );
    const held = graphWith({ ami: Ami.eksOptimized(), version: KubernetesVersion.V1_33 });
    expect(block(held)['version']).toBe('1.33');
  });
});

describe('C15: the old group goes before the new one is well', () => {
  const blueGreen = (id: string): string =>
    String(
      block(graphWith({ update: NodeUpdate.blueGreen(), ami: Ami.al2023({ id }) }))['node_group_name_prefix'],
    );

  it('cannot happen: the version of the template is in the name, and what replaces a group is made before it goes', () => {
    const group = block(graphWith({ update: NodeUpdate.blueGreen() }));
    expect(group['node_group_name_prefix']).toMatchSnapshot('C15 name');
    expect(group['node_group_name_prefix']).toContain('.latest_version');
    expect(group['lifecycle']).toMatchObject({ create_before_destroy: true });
    expect(group['update_config']).toEqual({ max_unavailable: 1 });
  });

  it('leaves the rest to Terraform: which image it is does not show in the code of the name', () => {
    expect(blueGreen(AMI_ID)).toBe(blueGreen('ami-0fedcba9876543210'));
  });

  it('follows version and release of the image that EKS makes', () => {
    const update = NodeUpdate.blueGreen();
    const of = (releaseVersion: string): unknown =>
      block(graphWith({ update, ami: Ami.eksOptimized({ releaseVersion }) }))['node_group_name_prefix'];
    expect(of('1.34.2-20251112')).not.toBe(of('1.34.3-20260101'));
    expect(of('1.34.2-20251112')).toContain('aws_eks_cluster.Cluster_EB0386A7.version');
  });
});

describe('C9: an autoscaler and Terraform fight over the number of nodes', () => {
  it('cannot happen: the number is ignored exactly when somebody else decides it', () => {
    const external = block(graphWith({ scaling: Scaling.external({ min: 1, max: 9, initial: 3 }) }));
    expect(external.lifecycle).toMatchObject({ ignore_changes: ['scaling_config[0].desired_size'] });
    expect(external.scaling_config).toEqual({ min_size: 1, max_size: 9, desired_size: 3 });
    const fixed = block(graphWith({ scaling: Scaling.fixed(4) }));
    expect(fixed.lifecycle).not.toHaveProperty('ignore_changes');
    expect(fixed.scaling_config).toEqual({ min_size: 4, max_size: 4, desired_size: 4 });
    expect({ external: external.lifecycle, fixed: fixed.lifecycle }).toMatchSnapshot('C9 lifecycle');
  });

  it.each([
    ['initial outside', Scaling.external({ min: 2, max: 4, initial: 7 })],
    ['min above max', Scaling.external({ min: 5, max: 4 })],
    ['no node at most', Scaling.external({ min: 0, max: 0 })],
  ])('is refused with %s', (_, scaling) => {
    expect(
      problemsOf(appWith({ scaling, update: NodeUpdate.rolling({ maxUnavailablePercentage: 33 }) })),
    ).toContain('SEKS2001 at stack/Cluster/workers');
  });
});

describe('C10: metadata without tokens, unencrypted volumes, public addresses, SSH from anywhere', () => {
  it('cannot happen by default', () => {
    const graph = graphWith();
    const template = graph.at('Cluster/workers/LaunchTemplate/Resource').block;
    const { metadata_options, block_device_mappings, network_interfaces, key_name } = template;
    expect({ metadata_options, block_device_mappings, network_interfaces, key_name }).toMatchSnapshot(
      'C10 template',
    );
    expect(metadata_options).toMatchObject({ http_tokens: 'required', http_put_response_hop_limit: 1 });
    expect(block_device_mappings).toMatchObject([{ ebs: { encrypted: 'true', volume_type: 'gp3' } }]);
    expect(network_interfaces).toMatchObject([{ associate_public_ip_address: 'false' }]);
    expect(block(graph)).not.toHaveProperty('remote_access');
    expect(key_name).toBeUndefined();
  });
});

describe('C11: an image that there is not, or a set-up that an image does not read', () => {
  it('is refused: Amazon Linux 2 from Kubernetes 1.33 on', () => {
    expect(messagesOf(appWith({ ami: Ami.al2EksOptimized() }))).toEqual([
      'stack/Cluster/workers: ami is Amazon Linux 2, which there is up to Kubernetes 1.32 only, and the cluster has 1.34 ' +
        '(SEKS2008). Take Ami.al2023 or Ami.bottlerocket.',
    ]);
  });

  it('does not compile: a script for Bottlerocket, settings for Windows', () => {
    const edition = WindowsEdition.CORE_2022;
    // @ts-expect-error Bottlerocket has no shell.
    const bottlerocket = (): Ami => Ami.bottlerocket({ id: AMI_ID, scriptBefore: 'echo' });
    // @ts-expect-error Windows reads no settings.
    const windows = (): Ami => Ami.windows({ id: AMI_ID, edition, settings: {} });
    expect([bottlerocket, windows]).toHaveLength(2);
  });
});

describe('C13: a cluster with IPv6 whose nodes are told of IPv4, or whose CNI may not assign addresses', () => {
  it('cannot happen: block of services and permissions follow the family', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app), { ipFamily: IpFamily.IPV6 });
    expect(cluster.serviceCidr).toBeDefined();
    const { graph, configuration } = synth(app).stack('stack');
    const { locals } = configuration as { locals: Record<string, string> };
    const [text] = Object.values(locals);
    expect(text).toContain('service_ipv6_cidr');
    expect(text).not.toContain('service_ipv4_cidr');
    const policies = graph.ofType('aws_iam_role_policy').map(({ block: policy }) => policy['policy']);
    expect(policies).toMatchSnapshot('C13 permissions of the CNI');
    expect(JSON.stringify(policies)).toContain('ec2:AssignIpv6Addresses');
    const attached = graph.ofType('aws_iam_role_policy_attachment').map(({ path }) => path);
    expect(attached.filter((path) => path.includes('AmazonEKS_CNI_Policy'))).toEqual([]);
  });
});

describe('C14: taints, labels and names that EKS or Kubernetes do not take', () => {
  it.each<[string, Partial<NodeGroupOptions>, string]>([
    ['a label that is reserved', { labels: { 'kubernetes.io/os': 'linux' } }, 'SEKS2004'],
    ['a label value that is too long', { labels: { team: 'x'.repeat(64) } }, 'SEKS2004'],
    ['a taint without a key', { taints: [{ key: '', effect: TaintEffect.NO_SCHEDULE }] }, 'SEKS2004'],
    ['a name with a dot', { nodegroupName: 'my.group' }, 'SEKS1002'],
  ])('are refused: %s', (_, options, code) => {
    expect(problemsOf(appWith(options))).toEqual([`${code} at stack/Cluster/workers`]);
  });

  it('are cut where only the name is too long, and stay different', () => {
    const prefixOf = (end: string): unknown =>
      block(graphWith({ nodegroupName: `${'n'.repeat(60)}${end}` }))['node_group_name_prefix'];
    expect(prefixOf('a')).not.toBe(prefixOf('b'));
  });
});

describe('C12: self-managed nodes that nobody lets in', () => {
  it('cannot happen: the group makes the entry of its role, and comes after it', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    cluster.addSelfManagedNodeGroup('own', { ami: Ami.al2023({ id: AMI_ID }), drainSeconds: 120 });
    const { graph } = synth(app).stack('stack');
    const entry = graph.at('Cluster/own/AccessEntry');
    const { cluster_name, principal_arn, type, lifecycle } = entry.block;
    expect({ cluster_name, principal_arn, type, lifecycle }).toMatchSnapshot('C12 access entry');
    expect(graph.at('Cluster/own/Resource').block.depends_on).toContain(entry.address);
  });

  it('cannot happen by a role that is made anew: its name, and so its ARN, is another', () => {
    const app = newApp();
    const cluster = newCluster(newStack(app));
    cluster.addSelfManagedNodeGroup('own', { ami: Ami.al2023({ id: AMI_ID }), drainSeconds: 120 });
    const role = synth(app).stack('stack').graph.at('Cluster/own/Role/Resource').block;
    expect(role).not.toHaveProperty('name');
    expect(role.name_prefix).toBe('main.node.own.eu-west-1.');
  });

  it('is refused when EKS or somebody else makes an entry for the same role', () => {
    const nodeRoleArn = 'arn:aws:iam::111122223333:role/node';
    const app = newApp();
    const cluster = newCluster(newStack(app));
    addWorkers(cluster, { nodeRoleArn }, 'managed');
    cluster.addSelfManagedNodeGroup('own', {
      ami: Ami.al2023({ id: AMI_ID }),
      nodeRoleArn,
      drainSeconds: 60,
    });
    expect(problemsOf(app)).toEqual(['SEKS2026 at stack/Cluster/own']);
  });
});
