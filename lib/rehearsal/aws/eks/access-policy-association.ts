/**
 * `aws_eks_access_policy_association`: what somebody who may enter a cluster may do there.
 */
import { ApiError } from '../../engine/api-error';
import type { CreateCall, DeleteCall, ResourceRules } from '../../engine/rules';
import type { KnownValues } from '../../protocol/value';
import { MINUTE, SECOND } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { checkScope, policyNameOf, refusePolicyOnNodes, requireAccessEntries } from './access-checks';
import { entryOf, hasAdministrator, reviewAdministrators, reviewNodes } from './authentication';
import { roleNameOf } from './aws-auth-lines';
import { blockOf, findCluster, requireCluster, textsOf } from './cluster-model';

/** The provider repeats a request for so long while EKS has not spread an entry (provider source access_policy_association.go). */
const PROPAGATION = 2 * MINUTE;

async function create(call: CreateCall): Promise<void> {
  const { world, region, planned } = call;
  const principalArn = textOf(planned, 'principal_arn');
  const policyArn = textOf(planned, 'policy_arn');
  const scope = blockOf(planned, 'access_scope') ?? {};
  const namespaces = textsOf(scope['namespaces']);
  await call.request('eks:AssociateAccessPolicy');
  const cluster = requireCluster(world, region, planned['cluster_name']);
  requireAccessEntries(cluster);
  checkScope(textOf(scope, 'type'), namespaces);
  const policy = policyNameOf(policyArn);
  const isThere = await call.until(() => entryOf(cluster, principalArn) !== undefined, {
    step: 'waiting for the access entry',
    every: 10 * SECOND,
    within: PROPAGATION,
  });
  const entry = entryOf(cluster, principalArn);
  if (!isThere || entry === undefined) {
    // terraform-aws-eks#3024 has the words.
    throw new ApiError(
      'ResourceNotFoundException',
      "The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.",
    );
  }
  refusePolicyOnNodes(entry.type);
  const id = `${cluster.name}#${principalArn}#${policyArn}`;
  const other = world.get(call.type, id, region);
  if (other !== undefined) {
    // A policy is associated once per entry: doing it again moves the scope (EKS user guide, "Associate access policies").
    world.violate(
      'access-scope-overwritten',
      `${cluster.name}/${roleNameOf(principalArn)}`,
      `${call.address} overwrote the scope of ${policy} that ${other.address ?? 'somebody'} had given to ${roleNameOf(principalArn)}.`,
    );
    world.remove(other);
  }
  entry.policies.set(policy, namespaces);
  call.exists(id);
  await call.takes('eks:AssociateAccessPolicy');
}

async function remove(call: DeleteCall): Promise<void> {
  const { world, object, planned } = call;
  await call.request('eks:DisassociateAccessPolicy');
  const cluster = findCluster(world, object.region, planned['cluster_name']);
  const principalArn = textOf(planned, 'principal_arn');
  const policy = policyNameOf(textOf(planned, 'policy_arn'));
  const policies = cluster?.accessEntries.get(principalArn)?.policies;
  if (cluster !== undefined && policies?.has(policy) === true) {
    const because = `${policy} was taken from ${roleNameOf(principalArn)}`;
    const hadAdministrator = hasAdministrator(world, cluster);
    policies.delete(policy);
    reviewNodes(world, cluster, because);
    reviewAdministrators(world, cluster, hadAdministrator, because);
  }
  await call.takes('delete');
}

/** An association goes with its entry. */
function read(object: WorldObject, { world }: { readonly world: World }): void {
  const { attributes } = object;
  const cluster = findCluster(world, object.region, attributes['cluster_name']);
  const entry = cluster === undefined ? undefined : entryOf(cluster, textOf(attributes, 'principal_arn'));
  if (entry?.policies.has(policyNameOf(textOf(attributes, 'policy_arn'))) !== true) {
    world.remove(object);
  }
}

function textOf(values: KnownValues, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

export const ACCESS_POLICY_ASSOCIATION_RULES: ResourceRules = { create, delete: remove, read };
