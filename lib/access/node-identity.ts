/**
 * As whom compute joins a cluster.
 */
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { AccessEntry } from './access-entry';
import type { AccessEntryType } from './access-entry-type';

/** A role, and the kind of entry, or of line in aws-auth, that lets it in. */
export interface NodeIdentity {
  readonly roleArn: string;
  readonly type: AccessEntryType;
}

/** Compute, or Karpenter, that says as whom its nodes join. */
interface Joining {
  readonly _joinsAs: NodeIdentity;
}

/**
 * Makes the entry of managed compute where EKS has made none. It comes before the compute itself, so that EKS finds it there
 * when it would make one for new compute.
 *
 * @param scope the node group or profile
 */
export function computeEntry(
  scope: Construct,
  cluster: ISafeEksCluster,
  { roleArn: principalArn, type }: NodeIdentity,
): TerraformResource[] {
  return cluster.authentication._makesComputeEntries
    ? [new AccessEntry(scope, 'AccessEntry', { cluster, principalArn, type }).resource]
    : [];
}

/** The identities of all compute of a cluster that has one, each role once. */
export function nodeIdentitiesOf(cluster: ISafeEksCluster): NodeIdentity[] {
  // Beside compute, what lets nodes in that Terraform does not start.
  const members = [DeploymentStage.COMPUTE, DeploymentStage.ACCESS].flatMap((stage) =>
    cluster.deploymentOrder.membersOf(stage),
  );
  const all = members.flatMap((member) => {
    const identity = (member as unknown as Partial<Joining>)._joinsAs;
    return identity === undefined ? [] : [identity];
  });
  return [...new Map(all.map((identity) => [`${identity.type} ${identity.roleArn}`, identity])).values()];
}
