/**
 * A cluster on its way to Auto Mode and back, as its owner changes it, and a namespace in a stack of its own.
 */
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import type { App } from 'cdktf';
import { Ami, AutoMode, AutoModeState } from '../../lib';
import type { AutoModeOptions, SafeEksCluster, SafeEksClusterProps } from '../../lib';
import { WorkloadStack } from '../../lib/kubernetes';
import { ADMIN_ARN, bareCluster } from './cluster';
import { newStack } from './synth';

/** A state of the code. */
export interface Journey {
  /** The state; without one the code says nothing of Auto Mode. */
  readonly state?: AutoModeState;
  /** How many node groups there are; one of two nodes unless told otherwise, none beside Auto Mode alone. */
  readonly nodeGroups?: number;
  readonly options?: AutoModeOptions;
  /** What else is said of the cluster. */
  readonly cluster?: Partial<SafeEksClusterProps>;
}

/** Makes it. */
export function journey(app: App, { state, nodeGroups, options, cluster: props }: Journey): SafeEksCluster {
  const cluster = bareCluster(newStack(app), {
    ...props,
    autoMode: state === undefined ? undefined : AutoMode.migrating({ state, ...options }),
  });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  const count = nodeGroups ?? (state === AutoModeState.AUTO_ONLY ? 0 : 1);
  Array.from({ length: count }, (_, index) =>
    cluster.addNodeGroup(`workers${String(index + 1)}`, { ami: Ami.eksOptimized() }),
  );
  const workloads = new WorkloadStack(app, 'workloads', { cluster });
  new Namespace(workloads, 'Shop', { metadata: { name: 'shop' } });
  return cluster;
}
