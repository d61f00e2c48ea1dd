/**
 * A node pool of EKS Auto Mode: which instances it may start, how many, and how they are replaced.
 */
import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { TerraformResource } from 'cdktf';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { Taint } from '../nodes/taint';
import { kubernetesEffect } from '../nodes/taint';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import type { AutoNodeObject } from './auto-node-object';
import { checkAutoMode, checkName, judgeNamesakes, makeManifest, manifestOf } from './auto-node-object';
import { checkClassOfPool, checkLimits, checkNodePoolProps, DEFAULT_EXPIRE_AFTER } from './node-pool-checks';
import type { AutoNodePoolProps } from './node-pool-options';
import { ConsolidationPolicy } from './node-pool-options';
import { requirementsOf } from './node-requirement';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html */
const RESERVED_NAMES = ['system', 'general-purpose'];
const BUILT_IN_CLASS = 'default';
const GRACE_PERIOD = 'spec.template.spec.terminationGracePeriod';

/**
 * A `NodePool` of Auto Mode. It belongs into the stack of the workloads, and its class comes before it.
 *
 * Reports SEKS8201 and SEKS8202 for its name, SEKS8203 and SEKS8204 for requirements, labels and taints, SEKS8205 for nodes that would
 * live too long, SEKS8206 without limits, SEKS8207 for budgets, SEKS8210 without Auto Mode, SEKS8211 for a class that is not on its
 * cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */
export class AutoNodePool extends Construct {
  /** The object. */
  public readonly resource: Manifest;
  /** Name of the pool, which its nodes have as the label `karpenter.sh/nodepool`. */
  public readonly nodePoolName: string;

  public constructor(scope: Construct, id: string, props: AutoNodePoolProps) {
    super(scope, id);
    this.nodePoolName = props.nodePoolName ?? id;
    const object = this.objectOf(props);
    this.validate(props, object);
    this.resource = makeManifest(this, object);
    props.cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, this, { name: this.node.path });
  }

  private objectOf(props: AutoNodePoolProps): AutoNodeObject {
    return {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      name: this.nodePoolName,
      spec: specOf(props),
      override: props.manifest,
      // A controller that writes the object back spells 24h as 24h0m0s.
      computedFields: props.terminationGracePeriod === undefined ? [] : [GRACE_PERIOD],
      dependsOn: this.classBefore(props),
      provider: props.provider,
    };
  }

  /** In one stack by an edge, so that it is destroyed the other way round: a class is kept for as long as it has nodes. */
  private classBefore({ nodeClass }: AutoNodePoolProps): TerraformResource[] {
    if (nodeClass === undefined) {
      return [];
    }
    const [own, other] = [TerraformStack.of(this), TerraformStack.of(nodeClass)];
    if (own === other) {
      return [nodeClass.resource];
    }
    own.addDependency(other);
    return [];
  }

  private validate(props: AutoNodePoolProps, object: AutoNodeObject): void {
    const checks = new PropertyChecks(this);
    checkName(checks, 'nodePoolName', this.nodePoolName, RESERVED_NAMES);
    checkAutoMode(checks, props.cluster);
    checkClassOfPool(checks, props);
    checkLimits(checks, manifestOf(object));
    checkNodePoolProps(checks, props);
    SafetyReport.of(this).addCheck(this, () =>
      judgeNamesakes(this, props.cluster, 'nodePoolName', this.nodePoolName),
    );
  }
}

function specOf(props: AutoNodePoolProps): object {
  const { labels, annotations, limits, disruption = {} } = props;
  return {
    weight: props.weight,
    limits: limitsOf(limits),
    disruption: {
      consolidationPolicy: disruption.consolidationPolicy ?? ConsolidationPolicy.WHEN_EMPTY_OR_UNDERUTILIZED,
      consolidateAfter: disruption.consolidateAfter ?? '30s',
      budgets: disruption.budgets ?? [{ nodes: '10%' }],
    },
    template: {
      metadata: labels === undefined && annotations === undefined ? undefined : { labels, annotations },
      spec: {
        nodeClassRef: {
          group: 'eks.amazonaws.com',
          kind: 'NodeClass',
          name: props.nodeClass?.nodeClassName ?? BUILT_IN_CLASS,
        },
        requirements: requirementsOf(props.requirements),
        taints: props.taints?.map(taintOf),
        startupTaints: props.startupTaints?.map(taintOf),
        expireAfter: props.expireAfter ?? DEFAULT_EXPIRE_AFTER,
        terminationGracePeriod: props.terminationGracePeriod,
      },
    },
  };
}

/** As text: the schema takes numbers and texts, and the provider takes it for text. */
function limitsOf({ cpu, memory }: { cpu?: number; memory?: string } = {}): object | undefined {
  return cpu === undefined && memory === undefined
    ? undefined
    : { cpu: cpu === undefined ? undefined : String(cpu), memory };
}

function taintOf({ key, value, effect }: Taint): object {
  return { key, value, effect: kubernetesEffect(effect) };
}
