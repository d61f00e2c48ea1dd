/**
 * Kubernetes objects of any kind: where they are, how they are made, found and removed.
 */
import type { Call, CreateCall, DeleteCall, Surroundings, UpdateCall } from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValues } from '../protocol/value';
import type { World, WorldObject } from '../world/world';
import type { ClusterModel } from '../aws/eks/cluster-model';
import { blockOf, clustersOf } from '../aws/eks/cluster-model';
import type { ApiRequest, Place } from './connection';
import { contact, nameOfPlace } from './connection';
import type { ObjectKind } from './kinds';
import { KINDS, kindOfManifest, kindOfType, pathOf } from './kinds';
import { KubernetesError } from './kubernetes-error';

/** Namespaces that every cluster has. */
const OWN_NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

const MANIFEST = 'kubernetes_manifest';
const PLACES = new WeakMap<WorldObject, Place>();

/** Which object a Terraform resource means. */
export interface ObjectName {
  readonly kind: ObjectKind;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** What a resource's arguments say; a manifest says it within. */
export function objectNameOf(type: string, values: KnownValues): ObjectName {
  const isManifest = type === MANIFEST;
  const manifest = isManifest ? mapOf(values['manifest']) : values;
  const metadata = blockOf(manifest, 'metadata') ?? {};
  const kind = isManifest
    ? kindOfManifest(textOf(manifest['apiVersion']), textOf(manifest['kind']))
    : kindOfType(type);
  const given = textOf(metadata['namespace']);
  // Whether a custom kind is namespaced is known to the cluster only: it is when its manifest names a namespace.
  const fallback = kind.isNamespaced ? 'default' : undefined;
  const isBound = kind.isNamespaced || (isManifest && kind.kind !== 'Namespace');
  return {
    kind,
    namespace: isBound && given !== '' ? given : fallback,
    name: textOf(metadata['name']),
  };
}

/**
 * Makes an object and answers where it is.
 *
 * @param onceThere what else the API server does in the same moment
 */
export async function createObject(
  call: CreateCall,
  onceThere: (place: Place) => void = () => undefined,
): Promise<Place> {
  const { type, planned } = call;
  const { kind, namespace, name: given } = objectNameOf(type, planned);
  const place = reach(call, 'Post', pathOf(kind, namespace));
  await call.request(`kubernetes:Create${kind.kind}`);
  const prefix = textOf(blockOf(planned, 'metadata')?.['generate_name']);
  const name = given === '' ? call.newId(prefix).slice(0, prefix.length + 5) : given;
  requireNamespace(call.world, place, namespace);
  if (!kind.isPatch && existsIn(call.world, place, { kind, namespace, name })) {
    throw new KubernetesError('AlreadyExists', `${kind.plural} "${name}" already exists`);
  }
  const attributes: KnownValues = given === '' ? { metadata: metadataNamed(planned, name) } : {};
  addObject(call, place, idOf(planned, namespace, name), attributes);
  onceThere(place);
  await call.takes('create');
  return place;
}

/** Changes an object and answers where it is. */
export async function updateObject(call: UpdateCall): Promise<Place> {
  const { kind, namespace, name } = objectNameOf(call.type, call.object.attributes);
  const place = reach(call, 'Patch', pathOf(kind, namespace, name));
  await call.request(`kubernetes:Update${kind.kind}`);
  await call.takes('update');
  return place;
}

/** Removes an object; a namespace takes all that is in it along. */
export async function deleteObject(call: DeleteCall): Promise<Place> {
  const { world, object } = call;
  const { kind, namespace, name } = objectNameOf(call.type, object.attributes);
  const path = pathOf(kind, namespace, name);
  const place = reach(call, 'Delete', path);
  await call.request(`kubernetes:Delete${kind.kind}`);
  await call.takes('delete');
  if (kind.kind === 'Namespace') {
    // A namespace is Terminating for a while, and the provider asks until it is gone (provider source
    // resource_kubernetes_namespace_v1.go): whoever is let out meanwhile never learns that.
    reach(call, 'Get', path);
    objectsIn(world, place)
      .filter((other) => namespaceOf(other) === name)
      .forEach((other) => {
        world.remove(other);
      });
  }
  return place;
}

/** Reading asks the API server, which may not answer; and in another cluster, such as a replaced one, the object is not. */
export function readObject(object: WorldObject, surroundings: Surroundings): Place {
  const subject = object.address ?? `${object.kind} ${object.id}`;
  const place = askFor(surroundings, object.kind, object.attributes, subject);
  if (!isIn(object, place)) {
    surroundings.world.remove(object);
  }
  return place;
}

/** Asks the API server for an object, whether it has it or not, and answers where that is. */
export function askFor(
  surroundings: Surroundings,
  type: string,
  values: KnownValues,
  subject: string,
): Place {
  const { kind, namespace, name } = objectNameOf(type, values);
  const path = pathOf(kind, namespace, name);
  return contact(surroundings, 'kubernetes', { verb: 'Get', path, resource: kind.plural, subject });
}

/** The object that a state means, in the cluster that the provider talks to. */
export function findObject(
  type: string,
  state: KnownValues,
  surroundings: Surroundings,
): WorldObject | undefined {
  const wanted = objectNameOf(type, state);
  const subject = textOf(state['rehearsal_address']) || `${type} ${wanted.name}`;
  const place = askFor(surroundings, type, state, subject);
  const id = textOf(state['id']);
  return objectsIn(surroundings.world, place).find(
    (object) =>
      object.kind === type && isSameObject(object, wanted) && (id === '' || object.attributes['id'] === id),
  );
}

/** Adds an object of a place to the world. */
export function addObject(
  call: CreateCall,
  place: Place,
  id: string,
  attributes: KnownValues = {},
): WorldObject {
  const object = call.exists(freeId(call.world, call.type, id, call.region, place), { id, ...attributes });
  PLACES.set(object, place);
  if (call.type === MANIFEST) {
    // Its schema has no id; what was written is what is there.
    delete object.attributes['id'];
    object.attributes['object'] ??= object.attributes['manifest'] ?? null;
  }
  return object;
}

/** Makes a namespace that no Terraform resource stands for. */
export function addNamespace({ world, region }: Call, place: Place, name: string): void {
  if (!hasNamespace(world, place, name)) {
    const id = freeId(world, 'kubernetes_namespace', name, region, place);
    const attributes = { id: name, metadata: [{ name }] };
    PLACES.set(world.add({ kind: 'kubernetes_namespace', id, region, attributes }), place);
  }
}

/** Refuses to put something into a namespace that is not there. */
export function requireNamespace(world: World, place: Place, namespace: string | undefined): void {
  if (namespace !== undefined && !hasNamespace(world, place, namespace)) {
    throw new KubernetesError('NotFound', `namespaces "${namespace}" not found`);
  }
}

/** Everything in a place, releases of helm too. */
export function objectsIn(world: World, place: Place): readonly WorldObject[] {
  return world.all().filter((object) => isKubernetes(object) && isIn(object, place));
}

/** Takes everything away that is in a cluster: to be called when the cluster goes, if that is to show in the world. */
export function removeObjectsOf(world: World, cluster: ClusterModel): void {
  world
    .all()
    .filter((object) => PLACES.get(object) === cluster)
    .forEach((object) => {
      world.remove(object);
    });
}

/** Whether a name means the ConfigMap by which EKS lets roles and users in. */
export function isAwsAuth({ kind, namespace, name }: ObjectName): boolean {
  return kind.kind === 'ConfigMap' && namespace === 'kube-system' && name === 'aws-auth';
}

/** Whether an object is there, whichever Terraform resource made it. */
export function existsIn(world: World, place: Place, wanted: ObjectName): boolean {
  const { kind, name } = wanted;
  const isOwn =
    typeof place !== 'string' &&
    ((kind.kind === 'Namespace' && OWN_NAMESPACES.includes(name)) ||
      (isAwsAuth(wanted) && place.awsAuth !== undefined));
  return isOwn || objectsIn(world, place).some((object) => isSameObject(object, wanted));
}

function hasNamespace(world: World, place: Place, name: string): boolean {
  const wanted = { kind: kindOfType('kubernetes_namespace'), namespace: undefined, name };
  // Nobody knows what is in a cluster that is none of the rehearsal's.
  return typeof place === 'string' || existsIn(world, place, wanted);
}

function isSameObject(object: WorldObject, { kind, namespace, name }: ObjectName): boolean {
  if (object.kind === 'helm_release') {
    return false;
  }
  const other = objectNameOf(object.kind, object.attributes);
  return (
    other.kind.kind === kind.kind &&
    other.kind.isPatch === kind.isPatch &&
    other.namespace === namespace &&
    other.name === name
  );
}

function namespaceOf(object: WorldObject): string | undefined {
  return object.kind === 'helm_release'
    ? textOf(object.attributes['namespace'])
    : objectNameOf(object.kind, object.attributes).namespace;
}

function isKubernetes({ kind }: WorldObject): boolean {
  return kind === MANIFEST || kind === 'helm_release' || KINDS.has(kind);
}

/** An object that nobody put into a place, such as one of an earlier state, is taken to be where it is looked for. */
function isIn(object: WorldObject, place: Place): boolean {
  const own = PLACES.get(object);
  return own === undefined || own === place;
}

/**
 * The id by which the world knows an object. Ids of Kubernetes are unique in a cluster only: of two objects with one id, the
 * second is known by its cluster as well; and what a cluster that is gone had in it is in nobody's way.
 */
function freeId(world: World, type: string, id: string, region: string, place: Place): string {
  const other = world.get(type, id, region);
  const home = other === undefined ? undefined : PLACES.get(other);
  if (other !== undefined && home !== undefined && typeof home !== 'string') {
    if (!clustersOf(world).includes(home)) {
      world.remove(other);
      return id;
    }
  }
  return other === undefined ? id : `${id} in ${nameOfPlace(place)} ${String(world.next(id))}`;
}

function reach(call: Call, verb: ApiRequest['verb'], path: string): Place {
  const { kind } = objectNameOf(call.type, call.planned);
  return contact(call, 'kubernetes', { verb, path, resource: kind.plural, subject: call.address });
}

/** What patches labels and the like names the kind of its object in arguments (provider source, `buildIdWithVersionKind`). */
function idOf(planned: KnownValues, namespace: string | undefined, name: string): string {
  const { api_version: version, kind } = planned;
  if (typeof version === 'string' && typeof kind === 'string') {
    const within = namespace === undefined ? '' : `namespace=${namespace},`;
    return `apiVersion=${version},kind=${kind},${within}name=${name}`;
  }
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function metadataNamed(planned: KnownValues, name: string): Known {
  return [{ ...blockOf(planned, 'metadata'), name }];
}

function mapOf(value: Known | undefined): KnownValues {
  return isValues(value) ? value : {};
}

function textOf(value: Known | undefined): string {
  return typeof value === 'string' ? value : '';
}
