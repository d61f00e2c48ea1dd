/**
 * Hazards of networks and existing clusters (docs/hazards.md, E). They happen, and do not happen here, in
 * test/terraform/rehearsal/live-network.test.ts; this is about what is rendered.
 */
import { describe, expect, it } from '@jest/globals';
import {
  Ami,
  EksNetwork,
  KubernetesVersion,
  NetworkCheck,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
} from '../../lib';
import type { EksNetworkAttributes } from '../../lib';
import type { SynthesizedStack } from '../../lib/testing';
import { AMI_ID, newCluster } from '../support/cluster';
import { adoptedCluster } from '../support/existing-clusters';
import { newApp, newStack, problemsOf, synth } from '../support/synth';

const RECORD = { controlPlaneSubnetIds: ['subnet-a', 'subnet-b'], nodeSubnetIds: ['subnet-c'] };

function inNetwork(attributes: EksNetworkAttributes): SynthesizedStack {
  const app = newApp();
  newCluster(newStack(app), { network: EksNetwork.fromSubnetIds(attributes) });
  return synth(app).stack('stack');
}

function codesOf({ graph, configuration }: SynthesizedStack): string[] {
  const { lifecycle } = graph.at('Cluster/Resource').block;
  const text = JSON.stringify([lifecycle, configuration['check'] ?? {}]);
  return [...new Set(text.match(/SEKS11\d\d/g) ?? [])].sort();
}

describe('E1: recorded subnets are not those of the live cluster', () => {
  it('cannot happen where the cluster is looked up: its nodes go where it is', () => {
    const app = newApp();
    const stack = newStack(app);
    const cluster = SafeEksCluster.fromClusterName(stack, 'Live', {
      clusterName: 'live',
      version: KubernetesVersion.V1_34,
    });
    new RollingCustomAmiNodeGroup(stack, 'workers', { cluster, ami: Ami.al2023({ id: AMI_ID }) });
    const { graph, configuration } = synth(app).stack('stack');
    const ofNetwork = Object.entries(configuration['locals'] ?? {}).filter(([name]) =>
      name.startsWith('Live_'),
    );
    expect({
      subnet_ids: graph.at('workers/Resource').block['subnet_ids'],
      ...Object.fromEntries(ofNetwork),
    }).toMatchSnapshot('E1 live subnets');
  });

  it('is refused at plan where subnets are given by their ids', () => {
    expect(codesOf(inNetwork(RECORD))).toContain('SEKS1107');
  });
});

describe('E2: subnets for nodes are in another VPC, full, or without tags', () => {
  it('is refused at plan, or warned of where it may be meant', () => {
    const { graph, configuration } = inNetwork(RECORD);
    expect(JSON.stringify(graph.at('Cluster/Resource').block['lifecycle'])).toContain('SEKS1108');
    expect(configuration['check']).toMatchSnapshot('E2 warnings');
  });
});

describe('E3: a check stands in the way of somebody who knows better', () => {
  it('is left out with a reason, and not without one', () => {
    expect(codesOf(inNetwork({ ...RECORD, check: NetworkCheck.none('moved tonight') }))).toEqual([]);
    const app = newApp();
    newCluster(newStack(app), {
      network: EksNetwork.fromSubnetIds({ ...RECORD, check: NetworkCheck.none('') }),
    });
    expect(problemsOf(app)).toEqual(['SEKS1002 at stack/Cluster']);
  });
});

describe('E4: taking over an existing cluster replaces it', () => {
  it('cannot happen by what counts at creation only, nor by names', () => {
    const app = newApp();
    adoptedCluster(app, { templateId: 'lt-0123456789abcdef0', importExisting: true });
    const { graph } = synth(app).stack('ours');
    const ignored = (path: string): unknown =>
      (graph.at(path).block['lifecycle'] as { readonly ignore_changes?: unknown }).ignore_changes;
    expect(ignored('Cluster/Resource')).toEqual(
      expect.arrayContaining([
        'bootstrap_self_managed_addons',
        'access_config[0].bootstrap_cluster_creator_admin_permissions',
      ]),
    );
    expect(ignored('Cluster/workers/Resource')).toContain('node_group_name_prefix');
    expect(ignored('Cluster/jobs/Resource')).toEqual(['fargate_profile_name']);
    expect(graph.at('Cluster/Resource').block['lifecycle']).toMatchObject({ prevent_destroy: true });
  });

  it('is refused where it would replace what it takes over', () => {
    const app = newApp();
    newCluster(newStack(app), { importExisting: true });
    expect(problemsOf(app)).toEqual(['SEKS1211 at stack/Cluster', 'SEKS1211 at stack/Cluster']);
  });
});

describe('E5: the control plane is moved to other availability zones', () => {
  it('is refused at plan', () => {
    expect(codesOf(inNetwork(RECORD))).toContain('SEKS1109');
  });
});

describe('E6: an add-on is not taken over, or overwritten for ever', () => {
  it('cannot happen: it is overwritten when it is made, and what somebody sets stays', () => {
    const { graph } = inNetwork(RECORD);
    for (const { block } of graph.ofType('aws_eks_addon')) {
      expect(block).toMatchObject({
        resolve_conflicts_on_create: 'OVERWRITE',
        resolve_conflicts_on_update: 'PRESERVE',
      });
    }
  });
});
