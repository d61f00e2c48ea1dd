/**
 * Changes of the ConfigMap `aws-auth`, and what they do to those whom it lets in.
 */
import type { World } from '../../world/world';
import { hasAdministrator, reviewAdministrators, reviewNodes, usesConfigMap } from './authentication';
import { computeRolesOf, roleNameOf } from './aws-auth-lines';
import type { AwsAuthLine, ClusterModel } from './cluster-model';

/**
 * Somebody writes aws-auth as a whole. EKS lets that happen, but whoever is not in it any more has lost the access that the
 * ConfigMap gave (terraform-provider-kubernetes#1720, pulumi-eks#807: the lines that EKS had added are gone).
 *
 * @param lines nothing when the ConfigMap is deleted
 * @param by the Terraform address of what wrote it
 */
export function replaceAwsAuth(
  world: World,
  cluster: ClusterModel,
  lines: readonly AwsAuthLine[] | undefined,
  by: string,
): void {
  const before = cluster.awsAuth ?? [];
  const hadAdministrator = hasAdministrator(world, cluster);
  cluster.awsAuth = lines === undefined ? undefined : [...lines];
  world.note('aws-auth-written', cluster.name, by);
  if (!usesConfigMap(cluster)) {
    return;
  }
  const because = lines === undefined ? `${by} deleted aws-auth` : `${by} overwrote aws-auth`;
  const managed = computeRolesOf(cluster);
  const dropped = before.filter(
    ({ arn }) => managed.has(arn) && !(lines ?? []).some((line) => line.arn === arn),
  );
  if (lines !== undefined && dropped.length > 0) {
    world.violate(
      'aws-auth-overwritten',
      cluster.name,
      `${because} of ${cluster.name} without the roles that EKS had added: ` +
        `${dropped.map(({ arn }) => roleNameOf(arn)).join(', ')}.`,
    );
  }
  reviewNodes(world, cluster, because);
  reviewAdministrators(world, cluster, hadAdministrator, because);
}
