/**
 * Who may enter a cluster: access entries, the ConfigMap aws-auth, and what EKS writes into them by itself.
 */
import type { World } from '../../world/world';
import type { ClusterModel } from './cluster-model';

/** What a role is there for. */
export type ComputeKind = 'node' | 'windows-node' | 'fargate' | 'auto-mode-node';

/** EKS lets a role of managed compute in, as it does when a node group or a Fargate profile is created. */
export function registerComputeRole(_cluster: ClusterModel, _roleArn: string, _kind: ComputeKind): void {
  throw new Error('not written yet');
}

/** EKS forgets a role when the last of its node groups or profiles is gone. */
export function forgetComputeRole(_cluster: ClusterModel, _roleArn: string): void {
  throw new Error('not written yet');
}

/** Whether nodes with a role can join. */
export function mayJoin(_cluster: ClusterModel, _roleArn: string, _kind: ComputeKind): boolean {
  throw new Error('not written yet');
}

/** Whether whoever runs Terraform may manage Kubernetes objects. */
export function hasAdministrator(_world: World, _cluster: ClusterModel): boolean {
  throw new Error('not written yet');
}
