/**
 * The logs of a control plane: EKS writes them into a log group of a fixed name and makes it when it is not there.
 */
import type { World, WorldObject } from '../../world/world';
import { nameIn } from './cluster-arguments';
import { textsOf } from './cluster-model';

/** The only log group that EKS writes to. */
function logGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/**
 * A control plane with log types writes: without its log group, EKS makes one that keeps everything for ever and that no
 * stack manages ("Send control plane logs to CloudWatch Logs").
 *
 * @returns whether it had to
 */
export function writeLogs(world: World, cluster: WorldObject): boolean {
  const name = logGroupName(nameIn(cluster.attributes['name']));
  const isLogging = textsOf(cluster.attributes['enabled_cluster_log_types']).length > 0;
  if (!isLogging || hasLogGroup(world, name, cluster.region)) {
    return false;
  }
  const arn = nameIn(cluster.attributes['arn']).replace(
    /:eks:([^:]+:[^:]+):.*$/,
    `:logs:$1:log-group:${name}`,
  );
  world.add({
    kind: 'aws_cloudwatch_log_group',
    id: name,
    region: cluster.region,
    attributes: { id: name, name, arn, retention_in_days: 0, skip_destroy: false },
  });
  world.note('log-group-made-by-eks', name);
  return true;
}

/**
 * A control plane that is being deleted writes until it is gone. When Terraform has deleted the log group by then, it comes
 * back and stays (terraform-aws-eks#920, #2486, #2763).
 */
export function flushLogs(world: World, cluster: WorldObject): void {
  if (writeLogs(world, cluster)) {
    const name = logGroupName(nameIn(cluster.attributes['name']));
    world.violate(
      'log-group-recreated',
      name,
      `The log group ${name} was deleted while the control plane still wrote to it, so EKS made it again. It stays behind, and the next creation fails with ResourceAlreadyExistsException.`,
    );
  }
}

function hasLogGroup(world: World, name: string, region: string): boolean {
  return world.find('aws_cloudwatch_log_group', { name }, region) !== undefined;
}
