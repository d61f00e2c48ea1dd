/**
 * What commands that ask AWS are told in the same words: which cluster, and where.
 */
import { UsageError } from './command';

/**
 * The name of a cluster.
 *
 * @throws UsageError when it cannot be one
 */
export function clusterArgument(name: string | undefined): string {
  if (name === undefined || name === '') {
    throw new UsageError('Name the cluster with --cluster.');
  }
  // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
  if (!/^[0-9A-Za-z][\w-]{0,99}$/.test(name)) {
    throw new UsageError(`--cluster needs the name of a cluster, and ${name} cannot be one.`);
  }
  return name;
}

/**
 * A region.
 *
 * @throws UsageError when it cannot be one
 */
export function regionArgument(region: string | undefined): string | undefined {
  if (region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new UsageError(`--region needs a region such as eu-west-1, and ${region} is none.`);
  }
  return region;
}
