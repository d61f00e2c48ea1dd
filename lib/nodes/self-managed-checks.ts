/**
 * What can be wrong with a group of self-managed nodes, beyond what can be wrong with nodes.
 */
import type { IConstruct } from 'constructs';
import { AccessEntry } from '../access/access-entry';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { rendered } from '../validation/checks/readable-id';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { Ami } from './ami';
import { factsOf } from './ami-family';
import { AmiKind } from './ami-source';
import { InstanceRefresh } from './instance-refresh';
import { checkMixedInstances } from './mixed-instances';
import { checkNodeOptions, nodeVersionOf } from './node-checks';
import type { Scaling } from './scaling';
import type { SelfManagedNodeGroupProps } from './self-managed-node-group-options';

/** A group that has made, or will be given, an access entry for its role. */
interface HasRoleWithEntry extends IConstruct {
  /** The role of a managed node group or Fargate profile, whose entry EKS makes. */
  readonly eksRegisteredRoleArn?: string;
  /** The role of a self-managed group that makes the entry itself. */
  readonly _ownEntryRoleArn?: string;
}

/** Reports everything that is wrong with the options of a group. */
export function checkSelfManagedOptions(
  checks: PropertyChecks,
  props: SelfManagedNodeGroupProps,
  name: string,
  scaling: Scaling,
): void {
  checkNodeOptions(checks, props.cluster, props);
  const version = nodeVersionOf(props.cluster, props).version;
  [...judgeImage(props.ami, version), ...scaling._judge(), ...judgeDrain(props.drainSeconds)].forEach(
    (problem) => {
      checks.report(problem);
    },
  );
  checks.literal('name', name);
  checks.pattern('name', name, /^[0-9A-Za-z][0-9A-Za-z_-]*$/, 'letters, digits, - and _');
  checks.literal('accessEntry', props.accessEntry);
  checks.literal('groupMetrics', props.groupMetrics);
  checks.integer('drainSeconds', props.drainSeconds, 30, 7200);
  checks.integer('healthCheckGracePeriod', props.healthCheckGracePeriod, 0, 86_400);
  checks.integer('maxInstanceLifetimeDays', props.maxInstanceLifetimeDays, 1, 365);
  (props.refresh ?? InstanceRefresh.rolling())._check(checks);
  if (props.mixedInstances !== undefined) {
    checkMixedInstances(checks, props.mixedInstances, props.instanceTypes, scaling);
  }
}

/** EKS takes one entry per principal: a second one for the role fails in the middle of the apply. */
export function judgeEntry(
  group: IConstruct,
  cluster: ISafeEksCluster,
  roleArn: string | undefined,
): ProblemDetails[] {
  if (roleArn === undefined) {
    return [];
  }
  const isOurs = (other: string | undefined): boolean =>
    other !== undefined && rendered(group, other) === rendered(group, roleArn);
  const computes: readonly HasRoleWithEntry[] = cluster.deploymentOrder.membersOf(DeploymentStage.COMPUTE);
  const ofEks = computes.find(({ eksRegisteredRoleArn }) => isOurs(eksRegisteredRoleArn));
  const granted = cluster.deploymentOrder
    .membersOf(DeploymentStage.ACCESS)
    .find((member) => member instanceof AccessEntry && isOurs(member.principalArn));
  // Of two groups the one that comes later in the tree is reported.
  const [twin] = computes
    .filter(({ _ownEntryRoleArn: other, node }) => isOurs(other) && node.path < group.node.path)
    .map(({ node }) => node.path)
    .sort();
  const found =
    ofEks !== undefined
      ? `EKS makes for ${ofEks.node.path}`
      : twin !== undefined
        ? `${twin} makes`
        : granted !== undefined
          ? `is made at ${granted.node.path}`
          : undefined;
  if (found === undefined) {
    return [];
  }
  const value = rendered(group, roleArn);
  const what = `nodeRoleArn ${show(value)} has an entry already, which ${found}`;
  const fix =
    granted !== undefined && ofEks === undefined && twin === undefined
      ? 'Remove it there: the group makes the entry that its nodes need.'
      : 'Say accessEntry: false here, or give the groups roles of their own.';
  const limit = 'one entry per role';
  return [{ code: 'SEKS2026', property: 'nodeRoleArn', value, limit, what, fix }];
}

function judgeImage(ami: Ami, kubernetesVersion: string): ProblemDetails[] {
  const property = 'ami';
  const limit = 'an image by id or lookup';
  if (ami.kind === AmiKind.LAUNCH_TEMPLATE) {
    const what =
      'ami is a launch template of yours, but the group makes its own, with the profile of its role';
    const fix = 'Give the image, with Ami.al2023 and the like.';
    return [{ code: 'SEKS2025', property, value: ami.id, limit, what, fix }];
  }
  if (ami.kind === AmiKind.EKS_OPTIMIZED && ami.family !== undefined) {
    const what = `ami is ${factsOf(ami.family).title} as made by EKS, which EKS finds for managed node groups only`;
    const fix = `Give its id; AWS publishes it in SSM at ${ami.ssmParameter(kubernetesVersion) ?? ''}.`;
    return [{ code: 'SEKS2025', property, value: ami.family, limit, what, fix }];
  }
  return [];
}

function judgeDrain(drainSeconds: number | undefined): ProblemDetails[] {
  if (drainSeconds !== undefined) {
    return [];
  }
  const property = 'drainSeconds';
  const what = `${property} is left out, so instances end with all that runs on them, whatever a disruption budget says`;
  const fix =
    'Give it and run aws-node-termination-handler on the cluster, or acknowledge the code with the reason.';
  return [{ code: 'SEKS2029', property, what, fix }];
}
