/**
 * A cluster with a CNI, and node groups for it, in virtual time.
 */
import { AUTOSCALING_GROUP_RULES } from '../../../../lib/rehearsal/aws/ec2/autoscaling-group';
import { LAUNCH_TEMPLATE_RULES } from '../../../../lib/rehearsal/aws/ec2/launch-template';
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import type { AddonStatus, ClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { addClusterModel } from '../../../../lib/rehearsal/aws/eks/cluster-model';
import { NODE_GROUP_RULES } from '../../../../lib/rehearsal/aws/eks/node-group';
import type { RequestFaults } from '../../../../lib/rehearsal/engine/faults';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { World, WorldObject } from '../../../../lib/rehearsal/world/world';
import type { Played } from '../../stage';
import { Stage } from '../../stage';

export const ENDPOINT = 'https://EXAMPLE.gr7.eu-west-1.eks.amazonaws.com';
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/nodes';

/** A stage with one cluster on it. */
export class NodeStage extends Stage {
  public readonly cluster: ClusterModel;

  public constructor(options: { readonly seed?: number; readonly faults?: RequestFaults } = {}) {
    super(
      {
        resources: {
          aws_eks_node_group: NODE_GROUP_RULES,
          aws_launch_template: LAUNCH_TEMPLATE_RULES,
          aws_autoscaling_group: AUTOSCALING_GROUP_RULES,
        },
        dataSources: {},
        forceNew: {},
        defaults: {},
      },
      { durations: AWS_DURATIONS, ...options },
    );
    this.cluster = addCluster(this.world);
    this.setCni('ACTIVE');
  }

  public setCni(status: AddonStatus): void {
    this.cluster.addons.set('vpc-cni', {
      name: 'vpc-cni',
      selfManaged: false,
      status,
      version: 'v1.20.0-eksbuild.1',
      configuration: null,
      podIdentityRoles: new Map(),
      serviceAccountRoleArn: undefined,
    });
  }

  /** Creates a node group and waits for it. */
  public async group(planned: KnownValues = {}, name = 'workers'): Promise<Played> {
    return this.after(
      this.create('aws_eks_node_group', name, groupArguments({ node_group_name: name, ...planned })),
    );
  }

  /** The same, for one that is to go well. */
  public async runningGroup(planned: KnownValues = {}, name = 'workers'): Promise<WorldObject> {
    const { object, error } = await this.group(planned, name);
    if (object === undefined || error !== undefined) {
      throw new Error(`The group was not created: ${String(error)}`);
    }
    return object;
  }

  /** Changes some arguments of a node group and waits. */
  public async change(object: WorldObject, planned: KnownValues): Promise<Played> {
    return this.after(this.update('aws_eks_node_group', object.id, object, planned));
  }

  /** Creates a launch template and answers its id. */
  public async template(planned: KnownValues): Promise<WorldObject> {
    const { object, error } = await this.after(
      this.create('aws_launch_template', 'nodes', {
        name: 'nodes',
        update_default_version: true,
        ...planned,
      }),
    );
    if (object === undefined) {
      throw new Error(`The template was not created: ${String(error)}`);
    }
    return object;
  }

  /** Writes another version of a launch template. */
  public async nextVersion(template: WorldObject, planned: KnownValues): Promise<void> {
    const rest = Object.entries(template.attributes).filter(([name]) => !name.endsWith('_version'));
    const { error } = await this.after(
      this.update('aws_launch_template', 'nodes', template, {
        ...Object.fromEntries(rest),
        update_default_version: true,
        ...planned,
      }),
    );
    if (error !== undefined) {
      throw new Error(error);
    }
  }

  public happened(what: string): readonly string[] {
    return this.world.events.filter((event) => event.what === what).map(({ subject }) => subject);
  }

  public minuteOf(what: string): number {
    return (this.world.events.find((event) => event.what === what)?.time ?? Number.NaN) / 60_000;
  }

  public get violations(): readonly string[] {
    return this.world.violations.map(({ rule }) => rule);
  }

  public messageOf(rule: string): string {
    return this.world.violations.find((violation) => violation.rule === rule)?.message ?? '';
  }
}

/** Arguments of a node group with two nodes. */
export function groupArguments(more: KnownValues = {}): KnownValues {
  return {
    cluster_name: 'main',
    node_role_arn: ROLE_ARN,
    subnet_ids: ['subnet-a', 'subnet-b'],
    scaling_config: sized(2),
    ...more,
  };
}

/** A scaling configuration. */
export function sized(desired: number, min = 0, max = 10): KnownValues[string] {
  return [{ desired_size: desired, min_size: min, max_size: max }];
}

/** User data with which a node of the cluster finds it. */
export function bootstrap(cluster = 'main', endpoint = ENDPOINT): string {
  const text = `apiVersion: node.eks.aws/v1alpha1\nspec:\n  cluster:\n    name: ${cluster}\n    apiServerEndpoint: ${endpoint}\n`;
  return Buffer.from(text).toString('base64');
}

function addCluster(world: World): ClusterModel {
  const object = world.add({
    kind: 'aws_eks_cluster',
    id: 'main',
    region: 'eu-west-1',
    address: 'aws_eks_cluster.main',
    attributes: {
      name: 'main',
      endpoint: ENDPOINT,
      vpc_config: [{ subnet_ids: ['subnet-a', 'subnet-b'], cluster_security_group_id: 'sg-cluster' }],
    },
  });
  return addClusterModel(world, {
    name: 'main',
    object,
    status: 'ACTIVE',
    version: '1.34',
    authenticationMode: 'API',
  });
}
