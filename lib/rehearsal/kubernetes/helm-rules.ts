/**
 * How releases of the helm provider behave.
 */
import type {
  Call,
  CreateCall,
  DeleteCall,
  ProviderRules,
  ResourceRules,
  Surroundings,
  UpdateCall,
} from '../engine/rules';
import type { KnownValues } from '../protocol/value';
import { SECOND } from '../world/virtual-clock';
import type { WorldObject } from '../world/world';
import type { Place } from './connection';
import { contact } from './connection';
import { KubernetesError } from './kubernetes-error';
import { addNamespace, addObject, objectsIn, requireNamespace } from './objects';
import { waitForPods } from './rollouts';

/** Seconds that helm waits for a release (provider source resource_helm_release.go, `defaultAttributes`). */
const DEFAULT_TIMEOUT = 300;

async function create(call: CreateCall): Promise<void> {
  const { world, planned } = call;
  const { name, namespace } = nameOf(planned);
  const place = reach(call, call.address);
  await call.request('helm:Install');
  const other = releaseIn(call, place, planned);
  if (other !== undefined && planned['upgrade_install'] === true) {
    world.remove(other);
  } else if (other !== undefined) {
    throw new KubernetesError(
      'AlreadyExists',
      'installation failed: cannot re-use a name that is still in use',
    );
  }
  if (planned['create_namespace'] === true) {
    addNamespace(call, place, namespace);
  }
  requireNamespace(world, place, namespace);
  // From here on there is a release: one that fails to come up is left behind in the state `failed`.
  const object = addObject(call, place, name, { namespace, status: 'pending-install' });
  await call.takes('create');
  await settle(call, place, object, true);
}

async function update(call: UpdateCall): Promise<void> {
  const place = reach(call, call.address);
  await call.request('helm:Upgrade');
  await call.takes('update');
  await settle(call, place, call.object, false);
}

async function remove(call: DeleteCall): Promise<void> {
  reach(call, call.address);
  await call.request('helm:Uninstall');
  await call.takes('delete');
}

function read(object: WorldObject, surroundings: Surroundings): void {
  const place = reach(surroundings, object.address ?? `helm_release ${object.id}`);
  if (!objectsIn(surroundings.world, place).includes(object)) {
    surroundings.world.remove(object);
  }
}

/** Waits for the pods of the release, unless it is told not to; a new one that is `atomic` goes away when it fails. */
async function settle(call: Call, place: Place, object: WorldObject, isNew: boolean): Promise<void> {
  const { planned, world } = call;
  const seconds = typeof planned['timeout'] === 'number' ? planned['timeout'] : DEFAULT_TIMEOUT;
  const waits = planned['wait'] !== false || planned['atomic'] === true;
  const { namespace } = nameOf(planned);
  if (!waits || (await waitForPods(call, place, { namespace, labels: {} }, seconds * SECOND))) {
    object.attributes['status'] = 'deployed';
    return;
  }
  object.attributes['status'] = 'failed';
  world.note('release-failed', call.address, 'its pods found no node');
  if (isNew && planned['atomic'] === true) {
    world.remove(object);
  }
  throw new KubernetesError('Timeout', 'context deadline exceeded');
}

function releaseIn({ world }: Surroundings, place: Place, values: KnownValues): WorldObject | undefined {
  const wanted = nameOf(values);
  return objectsIn(world, place).find(
    ({ kind, attributes }) =>
      kind === 'helm_release' &&
      attributes['name'] === wanted.name &&
      nameOf(attributes).namespace === wanted.namespace,
  );
}

function reach(surroundings: Surroundings, subject: string): Place {
  return contact(surroundings, 'helm', { verb: 'Get', path: '/version', resource: 'secrets', subject });
}

function nameOf({ name, namespace }: KnownValues): { readonly name: string; readonly namespace: string } {
  return {
    name: typeof name === 'string' ? name : '',
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
  };
}

function find(_type: string, state: KnownValues, surroundings: Surroundings): WorldObject | undefined {
  const address = state['rehearsal_address'];
  const subject = typeof address === 'string' ? address : `helm_release ${nameOf(state).name}`;
  return releaseIn(surroundings, reach(surroundings, subject), state);
}

const RELEASE_RULES: ResourceRules = { create, update, delete: remove, read };

/** The helm provider. */
export const HELM_RULES: ProviderRules = {
  resources: { helm_release: RELEASE_RULES },
  dataSources: {},
  forceNew: { helm_release: ['name', 'namespace'] },
  // Provider source resource_helm_release.go, `defaultAttributes`.
  defaults: {
    helm_release: {
      namespace: 'default',
      atomic: false,
      cleanup_on_fail: false,
      create_namespace: false,
      dependency_update: false,
      disable_crd_hooks: false,
      disable_openapi_validation: false,
      disable_webhooks: false,
      force_update: false,
      lint: false,
      max_history: 0,
      pass_credentials: false,
      recreate_pods: false,
      render_subchart_notes: true,
      replace: false,
      reset_values: false,
      reuse_values: false,
      skip_crds: false,
      take_ownership: false,
      timeout: DEFAULT_TIMEOUT,
      verify: false,
      wait: true,
      wait_for_jobs: false,
      upgrade_install: false,
    },
  },
  keptBlocks: {},
  find,
};
