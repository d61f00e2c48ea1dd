/**
 * The hazards as the real AWS provider sees them: what it would do to a cluster that exists when something about it
 * changes, and what real Terraform makes of the graph.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { App, TerraformStack } from 'cdktf';
import type { NodeGroupOptions, SafeEksClusterProps } from '../../lib';
import {
  AddonName,
  Ami,
  ClusterEncryption,
  EksNetwork,
  KubernetesVersion,
  NodeUpdate,
  SafeEksCluster,
  Scaling,
  SupportType,
} from '../../lib';
import { racyStack } from '../support/racy';
import { newStack } from '../support/synth';
import { assumeApplied } from './assumed-state';
import { describeTerraform } from './describe-terraform';
import type { JsonObject } from './json';
import { asList, isObject, objectAt, textAt } from './json';
import type { PlanResult } from './results';
import { changeOf, changesByPath, expectRan } from './results';
import type { SynthesizedApp } from './synthesize';
import { synthesize } from './synthesize';
import type { TerraformState } from './terraform-state';

const OLD_IMAGE = 'ami-0123456789abcdef0';
const NEW_IMAGE = 'ami-0fedcba9876543210';
const CLUSTER = 'live/Cluster/Resource';
const NODES = 'live/Cluster/workers/Resource';
const TEMPLATE = 'live/Cluster/workers/LaunchTemplate/Resource';

interface Variation {
  readonly more?: (cluster: SafeEksCluster) => void;
  readonly cluster?: Partial<SafeEksClusterProps>;
  readonly nodes?: Partial<NodeGroupOptions>;
}

/** A cluster in an existing network, so that few resources stand between the tests and what they are about. */
function live(variation: Variation = {}): (app: App) => void {
  return (app) => {
    addCluster(newStack(app, 'live'), variation);
  };
}

function addCluster(stack: TerraformStack, { cluster: clusterProps, nodes, more }: Variation): void {
  const cluster = new SafeEksCluster(stack, 'Cluster', {
    clusterName: 'live',
    version: KubernetesVersion.V1_34,
    network: EksNetwork.fromSubnetIds({
      controlPlaneSubnetIds: ['subnet-0a', 'subnet-0b'],
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    }),
    ...clusterProps,
  });
  cluster.addNodeGroup('workers', {
    ami: Ami.al2023({ id: OLD_IMAGE }),
    scaling: Scaling.external({ min: 2, max: 6 }),
    ...nodes,
  });
  cluster.addNodeGroup('system', { ami: Ami.eksOptimized(), scaling: Scaling.fixed(2) });
  cluster.grantClusterAdmin('admin', 'arn:aws:iam::111122223333:role/admin');
  more?.(cluster);
}

describeTerraform('a cluster that exists, seen by the real AWS provider', (terraform) => {
  const apps: SynthesizedApp[] = [];
  let state: TerraformState;

  function directoryOf(build: (app: App) => void, stack = 'live'): string {
    const app = synthesize(build);
    apps.push(app);
    return app.stackDirectory(stack);
  }

  async function planOf(variation: Variation, existing = state): Promise<PlanResult> {
    return expectRan(await terraform.plan(directoryOf(live(variation)), { state: existing }));
  }

  /** The changes of a plan as `construct path: action`, without what stays as it is. */
  function changes(plan: PlanResult): string[] {
    expect(plan.diagnostics).toEqual([]);
    return changesByPath(plan);
  }

  beforeAll(async () => {
    state = await assumeApplied(terraform, directoryOf(live()));
  });

  afterAll(() => {
    apps.forEach((app) => {
      app.dispose();
    });
  });

  it('A1: real Terraform finds a way from every node group to vpc-cni, and none in the racy graph', async () => {
    const safe = expectRan(await terraform.graph(directoryOf(live()))).graph;
    const addon = (name: string): string =>
      safe.nodes.find((node) => node.startsWith(`aws_eks_addon.Cluster_Addons_${name}_`)) ?? name;
    const groups = safe.nodes.filter((node) => node.startsWith('aws_eks_node_group.'));
    expect(groups).toHaveLength(2);
    for (const group of groups) {
      expect(safe.dependsOn(group, addon('vpc-cni'))).toBe(true);
      expect(safe.dependsOn(addon('coredns'), group)).toBe(true);
    }
    const racy = expectRan(await terraform.graph(directoryOf(racyStack, 'racy'))).graph;
    expect(racy.dependsOn('aws_eks_node_group.nodes', 'aws_eks_addon.cni')).toBe(false);
  });

  it('F6, C7: plans nothing when nothing was changed', async () => {
    expect(changes(await planOf({}))).toEqual([]);
  });

  it('B10: keeps a cluster whose state, after an import, has other values of the create-only flags', async () => {
    const imported = withAttributes(state, 'aws_eks_cluster', (attributes) => ({
      ...attributes,
      bootstrap_self_managed_addons: null,
      access_config: [{ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: true }],
    }));
    const safe = changeOf(await planOf({}, imported), CLUSTER);
    expect(safe.actions).not.toContain('delete');
    expect(safe.replacePaths).toEqual([]);

    // The same cluster without the library's lifecycle is replaced.
    const unprotected = directoryOf((app) => {
      live()(app);
      const resources = app.node.findAll().filter((node) => node instanceof EksCluster);
      resources.forEach((resource) => {
        resource.lifecycle = {};
      });
    });
    const unsafe = changeOf(expectRan(await terraform.plan(unprotected, { state: imported })), CLUSTER);
    expect(unsafe.actions).toContain('delete');
    expect(unsafe.replacePaths).toContainEqual([
      'access_config',
      0,
      'bootstrap_cluster_creator_admin_permissions',
    ]);
  });

  it('C9: leaves the number of nodes to the autoscaler, and takes it back where the code decides', async () => {
    const scaled = withAttributes(state, 'aws_eks_node_group', (attributes) => ({
      ...attributes,
      scaling_config: asList(attributes['scaling_config']).map((scaling) => ({
        ...objectAt(scaling),
        desired_size: 5,
      })),
    }));
    expect(changes(await planOf({}, scaled))).toEqual(['live/Cluster/system/Resource: update']);
  });

  it('R8: upgrades in place: control plane, add-ons, then nodes whose image EKS makes; other nodes stay', async () => {
    const plan = await planOf({ cluster: { version: KubernetesVersion.V1_35 } });
    expect(changes(plan)).toEqual([
      'live/Cluster/Addons/coredns/Resource: update',
      'live/Cluster/Addons/kube-proxy/Resource: update',
      'live/Cluster/Resource: update',
      'live/Cluster/system/Resource: update',
    ]);
  });

  it('C3: rolls the nodes in place when the image changes, by a new version of the template', async () => {
    const plan = await planOf({ nodes: { ami: Ami.al2023({ id: NEW_IMAGE }) } });
    expect(changes(plan)).toEqual([`${TEMPLATE}: update`, `${NODES}: update`]);
  });

  it('C4: takes more nodes at a time without touching the nodes', async () => {
    const plan = await planOf({ nodes: { update: NodeUpdate.rolling({ maxUnavailable: 2 }) } });
    expect(changes(plan)).toEqual([`${NODES}: update`]);
  });

  it('C8: replaces a node group by one of another name, and makes that first', async () => {
    const plan = await planOf({ nodes: { instanceTypes: ['m7i.large'] } });
    expect(changes(plan)).toEqual([`${NODES}: create, delete`]);
    const { before, after, afterUnknown } = changeOf(plan, NODES);
    const [old, next] = [before, after].map((values) => objectAt(values).node_group_name_prefix);
    expect(old).toMatch(/^workers-[0-9a-f]{8}-$/);
    expect(next).toMatch(/^workers-[0-9a-f]{8}-$/);
    expect(next).not.toBe(old);
    expect(afterUnknown).toMatchObject({ node_group_name: true });
  });

  it('C8: gives a group another name too when the old one failed, with nothing else changed', async () => {
    const failed = withInstances(state, 'aws_eks_node_group', (instance) => ({
      ...instance,
      status: 'tainted',
    }));
    const plan = await planOf({}, failed);
    const { actions, afterUnknown } = changeOf(plan, NODES);
    expect(actions).toEqual(['create', 'delete']);
    expect(afterUnknown).toMatchObject({ node_group_name: true });
  });

  it('B11: lets go of the key instead of destroying it when another is named, as the cluster goes on using it', async () => {
    const encryption = ClusterEncryption.existingKey('arn:aws:kms:eu-west-1:111122223333:key/other');
    const plan = await planOf({ cluster: { encryption } });
    const keys = plan.changes.filter(({ type }) => type.startsWith('aws_kms_'));
    expect(keys.map(({ type, actions }) => [type, ...actions])).toEqual([
      ['aws_kms_alias', 'forget'],
      ['aws_kms_key', 'forget'],
    ]);
  });

  it('lets go of the log group instead of destroying it when another is brought', async () => {
    const directory = directoryOf((app) => {
      const stack = newStack(app, 'live');
      const logGroup = new CloudwatchLogGroup(stack, 'Logs', { name: '/aws/eks/live/cluster' });
      addCluster(stack, { cluster: { logging: { logGroup } } });
    });
    const plan = expectRan(await terraform.plan(directory, { state }));
    const groups = plan.changes.filter(({ type }) => type === 'aws_cloudwatch_log_group');
    expect(groups.map(({ actions }) => actions).sort()).toEqual([['create'], ['forget']]);
  });

  it('quotes and sorts a configuration with values that only Terraform knows', async () => {
    const plan = await planOf({
      more: (cluster) => {
        const configuration = { z: 1, a: `"${cluster.clusterArn}"` };
        cluster.addons.configure(AddonName.COREDNS, { configuration });
      },
    });
    const { before, after } = changeOf(plan, 'live/Cluster/Addons/coredns/Resource');
    const arn = textAt(changeOf(plan, CLUSTER).before, 'arn') ?? '';
    expect(textAt(before, 'configuration_values')).not.toBe(textAt(after, 'configuration_values'));
    expect(textAt(after, 'configuration_values')).toBe(JSON.stringify({ a: `"${arn}"`, z: 1 }));
  });

  it('limits: an add-on upstream of nodes that failed is made anew before it is destroyed, which no graph can mend', async () => {
    const failed = withInstances(state, 'aws_eks_addon', (instance) => ({ ...instance, status: 'tainted' }));
    const plan = await planOf({}, failed);
    expect(changeOf(plan, 'live/Cluster/Addons/vpc-cni/Resource').actions).toEqual(['create', 'delete']);
    expect(changeOf(plan, 'live/Cluster/Addons/coredns/Resource').actions).toEqual(['delete', 'create']);
  });

  it('keeps the role of the control plane when its name would change with the region', async () => {
    const renamed = withAttributes(state, 'aws_iam_role', (attributes) => ({
      ...attributes,
      name: (textAt(attributes, 'name') ?? '').replace('.eu-west-1', ''),
    }));
    const plan = await planOf({}, renamed);
    expect(plan.diagnostics).toEqual([]);
    expect(changeOf(plan, 'live/Cluster/Role/Resource').action).toBe('no-op');
    expect(changeOf(plan, CLUSTER).action).toBe('no-op');
  });

  it('B1: switches every other setting of the control plane in place', async () => {
    const plan = await planOf({
      cluster: { supportType: SupportType.EXTENDED, zonalShift: true, logging: { types: [] } },
    });
    expect(changes(plan)).toEqual([`${CLUSTER}: update`]);
  });

  it('refuses every plan that would replace the cluster', async () => {
    const plan = await planOf({ cluster: { serviceIpv4Cidr: '172.31.0.0/16' } });
    expect(plan.succeeded).toBe(false);
    expect(plan.diagnostics.map(({ summary }) => summary)).toContain('Instance cannot be destroyed');
  });
});

/** The state with the attributes of all resources of a type changed. */
function withAttributes(
  state: TerraformState,
  type: string,
  change: (attributes: JsonObject) => JsonObject,
): TerraformState {
  return withInstances(state, type, (instance) => ({
    ...instance,
    attributes: change(objectAt(instance, 'attributes')),
  }));
}

/** The state with all instances of a type changed. */
function withInstances(
  state: TerraformState,
  type: string,
  change: (instance: JsonObject) => JsonObject,
): TerraformState {
  const resources = asList(state.resources).map((resource) =>
    isObject(resource) && resource.type === type
      ? { ...resource, instances: asList(resource.instances).map((instance) => change(objectAt(instance))) }
      : resource,
  );
  return { ...state, resources };
}
