/**
 * What EKS knows of a cluster beyond what Terraform can read: who may enter, which add-ons run and how, which nodes there
 * are and what runs on them. Data only; what happens to it stands in the files beside this one.
 */
import type { Known } from '../../protocol/value';
import { isValueList, isValues } from '../../protocol/value';
import type { Milliseconds } from '../../world/virtual-clock';
import type { World, WorldObject } from '../../world/world';
import { ApiError } from '../../engine/api-error';

export type ClusterStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED';
export type AuthenticationMode = 'CONFIG_MAP' | 'API_AND_CONFIG_MAP' | 'API';
export type AddonStatus =
  'CREATING' | 'ACTIVE' | 'DEGRADED' | 'UPDATING' | 'DELETING' | 'CREATE_FAILED' | 'UPDATE_FAILED';

/** An add-on, managed by EKS or put there by it when the cluster was created. */
export interface AddonModel {
  readonly name: string;
  /** Whether EKS installed it unasked (`bootstrap_self_managed_addons`). */
  readonly selfManaged: boolean;
  status: AddonStatus;
  version: string;
  configuration: Known;
  /** The role that its pods get through Pod Identity, by service account. */
  readonly podIdentityRoles: Map<string, string>;
  /** The role that its pods get through the OIDC provider. */
  serviceAccountRoleArn: string | undefined;
}

/** Where a node comes from. */
export type NodeOrigin = 'managed-node-group' | 'auto-mode' | 'self-managed' | 'fargate';
export type NodeStatus = 'Booting' | 'NotReady' | 'Ready' | 'Draining';

/** A node, from the start of its instance to its end. */
export interface NodeModel {
  /** The id of its instance. */
  readonly name: string;
  readonly origin: NodeOrigin;
  /** The name of its node group, node pool or Fargate profile. */
  readonly group: string;
  readonly roleArn: string;
  readonly subnetId: string;
  readonly imageId: string | undefined;
  /** Kubernetes minor of its kubelet, such as `1.35`. */
  readonly version: string;
  readonly startedAt: Milliseconds;
  status: NodeStatus;
  readonly labels: { readonly [name: string]: string };
  readonly taints: readonly string[];
}

/** Who may enter, by access entry. */
export interface AccessEntryModel {
  readonly principalArn: string;
  readonly type: string;
  /** EKS makes entries by itself, for managed nodes and Fargate. */
  readonly madeBy: 'EKS' | 'user';
  /** Names of the access policies with the namespaces, none for the whole cluster. */
  readonly policies: Map<string, readonly string[]>;
  groups: readonly string[];
  /** The unique id of the role when the entry was made; nothing when no stack manages the role. */
  readonly principalId?: string;
}

/** A line of the ConfigMap `aws-auth`. */
export interface AwsAuthLine {
  readonly arn: string;
  readonly username: string;
  readonly groups: readonly string[];
}

/** Pods of a kind that ought to run all the time. */
export interface WorkloadModel {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  /** How many of them an eviction must leave; none when there is no PodDisruptionBudget. */
  readonly minAvailable: number | undefined;
  readonly labels: { readonly [name: string]: string };
  readonly runsOn: 'nodes' | 'fargate';
  /** Keys of taints that keep its pods away from no node. */
  readonly tolerates?: readonly string[];
  /** The nodes that its running pods are on, one entry a pod. */
  placement: readonly string[];
  /** Whether all of it ran at least once: from then on too few pods are an outage. */
  hasRun: boolean;
}

/** A Fargate profile. */
export interface FargateProfileModel {
  readonly name: string;
  readonly roleArn: string;
  readonly selectors: readonly {
    readonly namespace: string;
    readonly labels: { readonly [name: string]: string };
  }[];
  status: 'CREATING' | 'ACTIVE' | 'DELETING';
}

/** A managed node group. */
export interface NodeGroupModel {
  readonly name: string;
  readonly roleArn: string;
  status: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'CREATE_FAILED';
}

/** A cluster. */
export interface ClusterModel {
  readonly name: string;
  readonly region: string;
  readonly object: WorldObject;
  status: ClusterStatus;
  /** Kubernetes minor, such as `1.35`. */
  version: string;
  authenticationMode: AuthenticationMode;
  /** The update that is going on; there is never more than one. */
  runningUpdate: string | undefined;
  readonly addons: Map<string, AddonModel>;
  readonly accessEntries: Map<string, AccessEntryModel>;
  /** The ConfigMap `aws-auth`; absent until somebody or EKS makes it. */
  awsAuth: AwsAuthLine[] | undefined;
  readonly nodeGroups: Map<string, NodeGroupModel>;
  readonly fargateProfiles: Map<string, FargateProfileModel>;
  readonly nodes: NodeModel[];
  readonly workloads: WorkloadModel[];
  autoMode: { readonly nodePools: readonly string[]; readonly nodeRoleArn: string | undefined } | undefined;
  /** The availability zones that it was created in and stays in; absent when nobody knows them. */
  readonly controlPlaneZones?: readonly string[];
}

const CLUSTERS = new WeakMap<World, ClusterModel[]>();
const WORLDS = new WeakMap<ClusterModel, World>();

/** All clusters of a world. */
export function clustersOf(world: World): readonly ClusterModel[] {
  return CLUSTERS.get(world) ?? [];
}

/** The world that a cluster is in. */
export function worldOf(cluster: ClusterModel): World | undefined {
  return WORLDS.get(cluster);
}

/** Puts a cluster into a world: with nothing in it, but for what is said. */
export function addClusterModel(
  world: World,
  known: Pick<
    ClusterModel,
    'name' | 'object' | 'status' | 'version' | 'authenticationMode' | 'controlPlaneZones'
  >,
): ClusterModel {
  const cluster: ClusterModel = {
    region: known.object.region,
    runningUpdate: undefined,
    addons: new Map(),
    accessEntries: new Map(),
    awsAuth: undefined,
    nodeGroups: new Map(),
    fargateProfiles: new Map(),
    nodes: [],
    workloads: [],
    autoMode: undefined,
    ...known,
  };
  CLUSTERS.set(world, [...clustersOf(world), cluster]);
  WORLDS.set(cluster, world);
  return cluster;
}

/** Takes a cluster out of its world. */
export function removeClusterModel(world: World, cluster: ClusterModel): void {
  CLUSTERS.set(
    world,
    clustersOf(world).filter((other) => other !== cluster),
  );
}

/** A cluster by name, if there is one. */
export function findCluster(world: World, region: string, name: Known | undefined): ClusterModel | undefined {
  return clustersOf(world).find((cluster) => cluster.region === region && cluster.name === name);
}

/** A cluster by name, or the answer of EKS when there is none. */
export function requireCluster(world: World, region: string, name: Known | undefined): ClusterModel {
  const cluster = findCluster(world, region, name);
  if (cluster === undefined) {
    throw new ApiError(
      'ResourceNotFoundException',
      `No cluster found for name: ${typeof name === 'string' ? name : '(none)'}.`,
    );
  }
  return cluster;
}

/** The nodes that run pods. */
export function readyNodes(cluster: ClusterModel): readonly NodeModel[] {
  return cluster.nodes.filter(({ status }) => status === 'Ready');
}

/** The one block of a kind that may stand only once, if it stands. */
export function blockOf(
  attributes: { readonly [name: string]: Known },
  name: string,
): { readonly [name: string]: Known } | undefined {
  const value = attributes[name];
  const first = isValueList(value) ? value[0] : value;
  return first !== undefined && isValues(first) ? first : undefined;
}

/** All texts of a list or set. */
export function textsOf(value: Known | undefined): readonly string[] {
  return isValueList(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
