/**
 * What EKS accepts in access entries and policy associations. The Terraform provider checks none of this at plan.
 */
import { ApiError } from '../../engine/api-error';
import type { World } from '../../world/world';
import { roleByArn } from '../iam/roles';
import { usesAccessEntries } from './authentication';
import { roleNameOf } from './aws-auth-lines';
import type { ClusterModel } from './cluster-model';

/** Words that users see in the middle of `creating EKS Access Entry (…)`, and that the provider waits for. */
export const INVALID_PRINCIPAL = 'The specified principalArn is invalid: invalid principal';

/** aws-controllers-k8s/community#2144 has these words. */
const ONLY_STANDARD = 'This operation can only be performed on Access Entries with a type of "STANDARD".';

/** EKS user guide, "Create access entries": what a user name must not begin with. */
const RESERVED_USER_NAMES = ['system:', 'eks:', 'aws:', 'amazon:', 'iam:'];

/** Entries count only in some modes (terraform-aws-eks#3048 has the words). */
export function requireAccessEntries(cluster: ClusterModel): void {
  if (!usesAccessEntries(cluster)) {
    throw new ApiError(
      'InvalidRequestException',
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
}

/**
 * What only entries of type STANDARD may have, and what no entry may have. The same for a new entry and for an update, where
 * the provider sends back the user name that EKS itself had given to a node role (terraform-aws-eks-blueprints#2004).
 */
export function checkGroupsAndUserName(
  type: string,
  groups: readonly string[],
  userName: string | undefined,
): void {
  const reserved = RESERVED_USER_NAMES.find((prefix) => userName?.startsWith(prefix) === true);
  if (reserved !== undefined) {
    throw new ApiError('InvalidParameterException', `The username must not begin with ${reserved}`);
  }
  if (type !== 'STANDARD' && (groups.length > 0 || userName !== undefined)) {
    throw new ApiError('InvalidParameterException', ONLY_STANDARD);
  }
  const masters = groups.find((group) => group.startsWith('system:'));
  if (masters !== undefined) {
    throw new ApiError(
      'InvalidParameterException',
      `The kubernetes group name ${masters} is invalid, it cannot start with system:`,
    );
  }
}

/** EKS keeps its hands off the roles of other services (terraform-provider-aws#36447). */
export function refuseServiceLinkedRole(principalArn: string): void {
  if (principalArn.includes(':role/aws-service-role/')) {
    throw new ApiError(
      'InvalidParameterException',
      'The caller is not allowed to modify access entries with a principalArn value of a Service Linked Role',
    );
  }
}

/**
 * Whether EKS finds a principal: a user or a role, and for anything but STANDARD a role. Sessions and account roots are none
 * (the answer to a root: from memory).
 */
export function isPrincipal(world: World, principalArn: string, type: string): boolean {
  const kind = /^arn:[^:]+:iam::\d{12}:(user|role)\/./.exec(principalArn)?.[1];
  const fits = kind === 'role' || (kind === 'user' && type === 'STANDARD');
  return fits && !isRoleGone(world, principalArn);
}

/** Whether a role was deleted behind Terraform's back; Terraform knows a role by its name. */
export function isRoleGone(world: World, roleArn: string): boolean {
  return (
    roleByArn(world, roleArn) === undefined && (world.isGone(roleArn) || world.isGone(roleNameOf(roleArn)))
  );
}

/** Policies are for people; of the entries of nodes, only EC2 takes one (EKS user guide, "Associate access policies"). */
export function refusePolicyOnNodes(type: string): void {
  if (type !== 'STANDARD' && type !== 'EC2') {
    throw new ApiError('InvalidParameterException', ONLY_STANDARD);
  }
}

/** The scope of an association; the provider does not even check the word (provider source access_policy_association.go). */
export function checkScope(scope: string, namespaces: readonly string[]): void {
  if (scope !== 'cluster' && scope !== 'namespace') {
    throw new ApiError('InvalidParameterException', `The access scope type ${scope} is invalid.`);
  }
  if (scope === 'namespace' && namespaces.length === 0) {
    throw new ApiError('InvalidParameterException', 'An access scope of type namespace needs namespaces.');
  }
  if (scope === 'cluster' && namespaces.length > 0) {
    throw new ApiError('InvalidParameterException', 'An access scope of type cluster has no namespaces.');
  }
}

/** The name of a policy that EKS offers. */
export function policyNameOf(policyArn: string): string {
  const name = /^arn:[^:]+:eks::aws:cluster-access-policy\/(\w+)$/.exec(policyArn)?.[1];
  if (name === undefined || !ACCESS_POLICIES.has(name)) {
    throw new ApiError('InvalidParameterException', `The specified policyArn is invalid: ${policyArn}`);
  }
  return name;
}

/**
 * EKS user guide, "Review access policy permissions", and ListAccessPolicies. The constructs have a table of their own: a
 * simulation that shared it could not find a name wrong that is misspelt there.
 */
const ACCESS_POLICIES: ReadonlySet<string> = new Set([
  'AIDevOpsAgentAccessPolicy',
  'AmazonAIOpsAssistantPolicy',
  'AmazonARCRegionSwitchScalingPolicy',
  'AmazonEKSACKPolicy',
  'AmazonEKSAdminPolicy',
  'AmazonEKSAdminViewPolicy',
  'AmazonEKSArgoCDClusterPolicy',
  'AmazonEKSArgoCDPolicy',
  'AmazonEKSAutoNodePolicy',
  'AmazonEKSBlockStorageClusterPolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSClusterAdminPolicy',
  'AmazonEKSComputeClusterPolicy',
  'AmazonEKSComputePolicy',
  'AmazonEKSEditPolicy',
  'AmazonEKSEventPolicy',
  'AmazonEKSHybridPolicy',
  'AmazonEKSKROPolicy',
  'AmazonEKSLoadBalancingClusterPolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingClusterPolicy',
  'AmazonEKSNetworkingPolicy',
  'AmazonEKSPodIdentityPolicy',
  'AmazonEKSSecretAdminPolicy',
  'AmazonEKSSecretReaderPolicy',
  'AmazonEKSViewPolicy',
  'AmazonEMRJobPolicy',
  'AmazonSagemakerHyperpodClusterPolicy',
  'AmazonSagemakerHyperpodControllerPolicy',
  'AmazonSagemakerHyperpodSpacePolicy',
  'AmazonSagemakerHyperpodSpaceTemplatePolicy',
  'AmazonSagemakerHyperpodSystemNamespacePolicy',
  'AmazonSagemakerHyperpodUserClusterPolicy',
]);
