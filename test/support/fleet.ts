/**
 * A cluster with several groups of nodes, as its user changes it: for tests of upgrades.
 */
import type { App } from 'cdktf';
import { Ami, KubernetesVersion, NodeUpdate, Scaling } from '../../lib';
import type {
  NodeGroupOptions,
  RollingCustomAmiNodeGroup,
  SafeEksCluster,
  SafeEksClusterProps,
} from '../../lib';
import type { ImageFacts } from '../../lib/rehearsal/aws/ec2/image';
import { ADMIN_ARN, bareCluster } from './cluster';
import { newStack } from './synth';

/** Images of which a rehearsal knows everything. */
export const IMAGES = {
  'ami-0000000000000134a': { kubernetesVersion: '1.34' },
  'ami-0000000000000134b': { kubernetesVersion: '1.34' },
  'ami-0000000000000135a': { kubernetesVersion: '1.35' },
  'ami-0000000000000bad1': { kubernetesVersion: '1.34', healthy: false },
  'ami-0000000000000a12a': { kubernetesVersion: '1.34', architecture: 'arm64' },
} as const satisfies { readonly [id: string]: ImageFacts };

export const [OLD_IMAGE, NEXT_IMAGE, UPGRADED_IMAGE, BAD_IMAGE, ARM_IMAGE] = Object.keys(IMAGES) as [
  string,
  string,
  string,
  string,
  string,
];

/** Nodes of each group. */
export const NODES = 3;

/** What a test says of its fleet. */
export interface Fleet {
  readonly cluster?: Partial<SafeEksClusterProps>;
  /** By name; three nodes each, from the old image. */
  readonly groups?: { readonly [name: string]: Partial<NodeGroupOptions> };
  /** Options of all groups, under their own. */
  readonly all?: Partial<NodeGroupOptions>;
  readonly arrange?: (
    cluster: SafeEksCluster,
    groups: { readonly [name: string]: RollingCustomAmiNodeGroup },
  ) => void;
}

/** Makes it. */
export function fleet(app: App, { cluster: props, groups, all, arrange }: Fleet): void {
  const cluster = bareCluster(newStack(app), { version: KubernetesVersion.V1_34, ...props });
  cluster.grantClusterAdmin('admin', ADMIN_ARN);
  const made = Object.entries(groups ?? { one: {}, two: {} }).map(([name, options]) => {
    const ami = Ami.al2023({ id: OLD_IMAGE });
    const common = { ami, scaling: Scaling.fixed(NODES), update: NodeUpdate.rolling() };
    return [name, cluster.addNodeGroup(name, { ...common, ...all, ...options })] as const;
  });
  arrange?.(cluster, Object.fromEntries(made));
}

/** The options of a group from an image. */
export function from(id: string): Pick<NodeGroupOptions, 'ami'> {
  return { ami: Ami.al2023({ id }) };
}
