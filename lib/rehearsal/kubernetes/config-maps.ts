/**
 * ConfigMaps, and data put into those of others: like any other object, but for `aws-auth`, which EKS and Terraform both write.
 */
import type {
  CreateCall,
  DataRules,
  DeleteCall,
  ResourceRules,
  Surroundings,
  UpdateCall,
} from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValues } from '../protocol/value';
import type { World, WorldObject } from '../world/world';
import { replaceAwsAuth } from '../aws/eks/aws-auth';
import type { AwsAuthLine, ClusterModel } from '../aws/eks/cluster-model';
import { LINE_KEYS, linesOfData, linesOfKey, linesOfText, sameLines, textOfLines } from './aws-auth-text';
import type { Place } from './connection';
import { kindOfType } from './kinds';
import { KubernetesError } from './kubernetes-error';
import type { ObjectName } from './objects';
import {
  askFor,
  createObject,
  deleteObject,
  existsIn,
  findObject,
  isAwsAuth,
  objectNameOf,
  objectsIn,
  readObject,
  updateObject,
} from './objects';

/** What Terraform last wrote into aws-auth: only while that stands, the fields are its own. */
const WRITTEN = new WeakMap<ClusterModel, readonly AwsAuthLine[]>();

/** ConfigMaps that add-ons bring along. */
const OF_ADDONS: Readonly<Record<string, string>> = {
  coredns: 'coredns',
  'amazon-vpc-cni': 'vpc-cni',
  'kube-proxy': 'kube-proxy',
  'kube-proxy-config': 'kube-proxy',
};

/** EKS makes aws-auth with the first managed node group or Fargate profile; then there is one already (terraform-aws-eks#852). */
async function create(call: CreateCall): Promise<void> {
  const wanted = objectNameOf(call.type, call.planned);
  await createObject(call, (place) => {
    const cluster = clusterFor(place, wanted);
    if (cluster !== undefined) {
      write(call, cluster, linesOfData(dataOf(call.planned)));
    }
  });
}

async function update(call: UpdateCall): Promise<void> {
  const cluster = clusterFor(await updateObject(call), objectNameOf(call.type, call.object.attributes));
  if (cluster !== undefined && call.changes('data')) {
    write(call, cluster, linesOfData(dataOf(call.planned)));
  }
}

async function remove(call: DeleteCall): Promise<void> {
  const cluster = clusterFor(await deleteObject(call), objectNameOf(call.type, call.object.attributes));
  if (cluster?.awsAuth !== undefined) {
    replaceAwsAuth(call.world, cluster, undefined, call.address);
  }
}

/** A refresh shows what EKS added since, which the next apply then takes away. */
function read(object: WorldObject, surroundings: Surroundings): void {
  const cluster = clusterFor(readObject(object, surroundings), objectNameOf(object.kind, object.attributes));
  if (cluster === undefined || !surroundings.world.has(object)) {
    return;
  }
  if (cluster.awsAuth === undefined) {
    surroundings.world.remove(object);
    return;
  }
  object.attributes['data'] = refreshed(dataOf(object.attributes), cluster.awsAuth);
}

async function createData(call: CreateCall): Promise<void> {
  const wanted = objectNameOf(call.type, call.planned);
  requireConfigMap(call, wanted);
  await createObject(call, (place) => {
    patch(call, clusterFor(place, wanted));
  });
}

async function updateData(call: UpdateCall): Promise<void> {
  const wanted = objectNameOf(call.type, call.object.attributes);
  requireConfigMap(call, wanted);
  const place = await updateObject(call);
  if (call.changes('data')) {
    patch(call, clusterFor(place, wanted));
  }
}

/**
 * On deletion the provider takes its fields back. It does not tell when it could not reach the cluster
 * (provider source resource_kubernetes_config_map_v1_data.go).
 */
async function removeData(call: DeleteCall): Promise<void> {
  const wanted = objectNameOf(call.type, call.object.attributes);
  let place: Place | undefined;
  try {
    place = await deleteObject(call);
  } catch (error) {
    if (!(error instanceof KubernetesError)) {
      throw error;
    }
  }
  const cluster = place === undefined ? undefined : clusterFor(place, wanted);
  if (cluster?.awsAuth !== undefined) {
    const keys = Object.keys(dataOf(call.object.attributes));
    const kept = LINE_KEYS.filter((key) => !keys.includes(key));
    write(
      call,
      cluster,
      kept.flatMap((key) => linesOfKey(cluster.awsAuth ?? [], key)),
    );
  }
}

/** The same as a ConfigMap's, but only of the keys that the user wrote; an absent ConfigMap is only worth a warning. */
function readData(object: WorldObject, surroundings: Surroundings): void {
  const cluster = clusterFor(readObject(object, surroundings), objectNameOf(object.kind, object.attributes));
  if (cluster?.awsAuth !== undefined) {
    const data = dataOf(object.attributes);
    const shown = refreshed(data, cluster.awsAuth);
    object.attributes['data'] = Object.fromEntries(Object.keys(data).map((key) => [key, shown[key] ?? null]));
  }
}

/** Whatever goes wrong when it looks for the ConfigMap, the provider says that it does not exist (terraform-aws-eks#2009). */
function requireConfigMap(call: CreateCall | UpdateCall, wanted: ObjectName): void {
  const absent = new KubernetesError('NotFound', `The configmap "${wanted.name}" does not exist`);
  let place: Place;
  try {
    place = askFor(call, call.type, call.planned, call.address);
  } catch (error) {
    throw error instanceof KubernetesError ? absent : error;
  }
  if (!configMapExists(call.world, place, wanted)) {
    throw absent;
  }
  refuseConflict(call, clusterFor(place, wanted));
}

/**
 * Server-side apply refuses to change fields of others: aws-auth belongs to `vpcLambda`, by which EKS writes it, until
 * Terraform has forced its own upon it.
 */
function refuseConflict(call: CreateCall | UpdateCall, cluster: ClusterModel | undefined): void {
  const lines = cluster?.awsAuth;
  if (cluster === undefined || lines === undefined || call.planned['force'] === true) {
    return;
  }
  const data = dataOf(call.planned);
  const written = WRITTEN.get(cluster) ?? [];
  const foreign = LINE_KEYS.filter((key) => {
    const current = linesOfKey(lines, key);
    const isOwn = sameLines(current, linesOfKey(written, key));
    return data[key] !== undefined && !isOwn && !sameLines(current, linesOfText(key, data[key]));
  });
  if (foreign.length > 0) {
    const fields = foreign.map((key) => `.data.${key}`).join(', ');
    throw new KubernetesError(
      'Conflict',
      'Field manager conflict: Another client is managing a field Terraform tried to update. Set "force" to true to override: ' +
        `Apply failed with ${String(foreign.length)} conflict: conflict with "vpcLambda" using v1: ${fields}`,
    );
  }
}

function patch(call: CreateCall | UpdateCall, cluster: ClusterModel | undefined): void {
  if (cluster === undefined) {
    return;
  }
  const data = dataOf(call.planned);
  const current = cluster.awsAuth ?? [];
  const lines = LINE_KEYS.flatMap((key) =>
    data[key] === undefined ? linesOfKey(current, key) : linesOfText(key, data[key]),
  );
  write(call, cluster, lines);
}

function write(
  { world, address }: CreateCall | UpdateCall | DeleteCall,
  cluster: ClusterModel,
  lines: readonly AwsAuthLine[],
): void {
  WRITTEN.set(cluster, lines);
  replaceAwsAuth(world, cluster, lines, address);
}

/** The text stays as it was written while it says what is there. */
function refreshed(data: KnownValues, lines: readonly AwsAuthLine[]): KnownValues {
  const current = LINE_KEYS.flatMap((key) => {
    const own = linesOfKey(lines, key);
    const isTrue = sameLines(linesOfText(key, data[key]), own);
    return isTrue ? [] : [[key, textOfLines(key, own)] as const];
  });
  return { ...data, ...Object.fromEntries(current) };
}

function configMapExists(world: World, place: Place, wanted: ObjectName): boolean {
  const configMap = { ...wanted, kind: kindOfType('kubernetes_config_map') };
  if (typeof place === 'string' || existsIn(world, place, configMap)) {
    return true;
  }
  const addon = OF_ADDONS[wanted.name];
  if (wanted.namespace === 'kube-system' && addon !== undefined) {
    return place.addons.has(addon);
  }
  // What a chart brings along is not known, so any release in the namespace may have made it.
  const mayComeFromChart = objectsIn(world, place).some(
    ({ kind, attributes }) => kind === 'helm_release' && attributes['namespace'] === wanted.namespace,
  );
  return mayComeFromChart && !isAwsAuth(wanted);
}

function clusterFor(place: Place, wanted: ObjectName): ClusterModel | undefined {
  return typeof place !== 'string' && isAwsAuth(wanted) ? place : undefined;
}

function dataOf(values: KnownValues): { readonly [name: string]: Known | undefined } & KnownValues {
  const { data } = values;
  return isValues(data) ? data : {};
}

/** The data source shows aws-auth as EKS keeps it, whoever wrote it. */
export const CONFIG_MAP_DATA_SOURCE: DataRules = (config, surroundings) => {
  const wanted = objectNameOf('kubernetes_config_map', config);
  const place = askFor(surroundings, 'kubernetes_config_map', config, `data of ${wanted.name}`);
  const cluster = clusterFor(place, wanted);
  if (cluster === undefined) {
    return findObject('kubernetes_config_map', config, surroundings)?.attributes ?? {};
  }
  if (cluster.awsAuth === undefined) {
    throw new KubernetesError('NotFound', 'configmaps "aws-auth" not found');
  }
  return { data: refreshed({}, cluster.awsAuth), id: 'kube-system/aws-auth' };
};

export const CONFIG_MAP_RULES: ResourceRules = { create, update, delete: remove, read };
export const CONFIG_MAP_DATA_RULES: ResourceRules = {
  create: createData,
  update: updateData,
  delete: removeData,
  read: readData,
};
