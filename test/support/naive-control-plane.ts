/**
 * Stacks with control planes as people wrote them before they knew what EKS and the provider make of them, each also in the
 * form that holds.
 */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { App } from 'cdktf';
import { CLUSTER_POLICIES, naiveCluster, naiveRole, NODE_ROLE_ARN, SUBNET_IDS } from './naive-parts';
import { naiveNetwork } from './naive-network';
import { newStack } from './synth';

/** A cluster whose role is the stack's own. */
export function clusterWithRole(app: App, policies: 'none' | 'without an edge' | 'before the cluster'): void {
  const stack = newStack(app, 'naive');
  const names = policies === 'none' ? [] : CLUSTER_POLICIES;
  const { role, attachments } = naiveRole(stack, 'role', 'eks', names);
  naiveCluster(stack, {
    roleArn: role.arn,
    dependsOn: policies === 'before the cluster' ? [...attachments] : [],
  });
}

/** A cluster of a version in some subnets. */
export function clusterOfVersion(app: App, version: string, subnetIds: string[] = SUBNET_IDS): void {
  naiveCluster(newStack(app, 'naive'), { version, vpcConfig: { subnetIds } });
}

/** What comes to a cluster in the same apply in which its version changes. */
export interface Newcomer {
  readonly what: 'nodes' | 'kube-proxy';
  /** Whether it names the cluster by reference; a name that is written down makes it wait for nothing. */
  readonly refersToCluster: boolean;
}

/** A cluster of a version, with somebody new. */
export function clusterAndNewcomer(app: App, version: string, newcomer: Newcomer | undefined): void {
  const stack = newStack(app, 'naive');
  const cluster = naiveCluster(stack, { version });
  const clusterName = newcomer?.refersToCluster === true ? cluster.name : 'naive';
  if (newcomer?.what === 'nodes') {
    new EksNodeGroup(stack, 'nodes', {
      clusterName,
      nodeGroupName: 'workers',
      nodeRoleArn: NODE_ROLE_ARN,
      subnetIds: SUBNET_IDS,
      scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    });
  } else if (newcomer?.what === 'kube-proxy') {
    new EksAddon(stack, 'proxy', {
      clusterName,
      addonName: 'kube-proxy',
      addonVersion: `v${version}.0-eksbuild.2`,
      resolveConflictsOnCreate: 'OVERWRITE',
    });
  }
}

/** A cluster in subnets of the stack's own, the second of which may get another range. */
export function clusterInOwnSubnets(app: App, secondRange: string, createBeforeDestroy: boolean): void {
  const stack = newStack(app, 'naive');
  const { subnetIds } = naiveNetwork(stack, ['10.0.0.0/20', secondRange], { createBeforeDestroy });
  naiveCluster(stack, { vpcConfig: { subnetIds } });
}

/** A cluster that encrypts with a key of the stack's own, of which an argument may change that forces a new key. */
export function clusterWithKey(app: App, multiRegion: boolean, preventDestroy: boolean): void {
  const stack = newStack(app, 'naive');
  const key = new KmsKey(stack, 'key', { multiRegion, lifecycle: { preventDestroy } });
  naiveCluster(stack, { encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] } });
}

/** What a cluster says of Auto Mode. */
export interface AutoModeSettings {
  /** `unsaid` leaves the three blocks out. @default on */
  readonly switches?: 'on' | 'off' | 'compute only' | 'unsaid';
  /** @default false */
  readonly bootstrapSelfManagedAddons?: boolean;
  /** @default API */
  readonly authenticationMode?: string;
  /** @default - general-purpose */
  readonly nodePools?: string[];
  /** @default - some role; null for none */
  readonly nodeRoleArn?: string | null;
}

/** A cluster with Auto Mode. */
export function clusterWithAutoMode(app: App, settings: AutoModeSettings = {}): void {
  const { switches = 'on', nodePools = ['general-purpose'], nodeRoleArn = NODE_ROLE_ARN } = settings;
  const { bootstrapSelfManagedAddons = false, authenticationMode = 'API' } = settings;
  const compute = switches === 'on' || switches === 'compute only';
  const others = switches === 'on';
  naiveCluster(newStack(app, 'naive'), {
    bootstrapSelfManagedAddons,
    accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions: true },
    ...(switches === 'unsaid'
      ? {}
      : {
          computeConfig: compute
            ? { enabled: true, nodePools, ...(nodeRoleArn === null ? {} : { nodeRoleArn }) }
            : { enabled: false },
          kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: others } },
          storageConfig: { blockStorage: { enabled: others } },
        }),
  });
}
