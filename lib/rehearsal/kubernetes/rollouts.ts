/**
 * Objects whose creation ends when their pods run.
 */
import type { Call, CreateCall, ResourceRules, UpdateCall } from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValues } from '../protocol/value';
import type { Milliseconds } from '../world/virtual-clock';
import { MINUTE, SECOND } from '../world/virtual-clock';
import { mayJoin, whyNotJoin } from '../aws/eks/authentication';
import type { ClusterModel, FargateProfileModel } from '../aws/eks/cluster-model';
import { blockOf, readyNodes } from '../aws/eks/cluster-model';
import type { Place } from './connection';
import { nameOfPlace } from './connection';
import { KubernetesError } from './kubernetes-error';
import { createObject, deleteObject, objectNameOf, readObject, updateObject } from './objects';

/** Images are pulled and probes answered by then. */
const START_OF_PODS = 20 * SECOND;
/** Auto Mode starts a node for pods that wait. */
const START_OF_AUTO_MODE_NODE = 90 * SECOND;

/** Pods that want to run. */
export interface Pods {
  readonly namespace: string;
  readonly labels: { readonly [name: string]: Known };
}

/**
 * Waits until pods run.
 *
 * @returns false when the time is over
 */
export async function waitForPods(
  call: Call,
  place: Place,
  pods: Pods,
  within: Milliseconds,
): Promise<boolean> {
  if (typeof place !== 'string') {
    noteRefusedFargate(call, place, pods);
    const canRun = await call.until(() => podsCanRun(place, pods), {
      step: 'waiting for a node',
      every: 30 * SECOND,
      within,
    });
    if (!canRun) {
      return false;
    }
    if (profileFor(place, pods) === undefined && readyNodes(place).length === 0) {
      await call.sleep(START_OF_AUTO_MODE_NODE, 'waiting for Auto Mode');
    }
  }
  await call.sleep(START_OF_PODS, 'pods start');
  return true;
}

/** A Deployment or a stateful set, as the provider waits for it (provider source resource_kubernetes_deployment_v1.go). */
export const ROLLOUT_RULES: ResourceRules = {
  create: async (call: CreateCall) => {
    await rollOut(call, await createObject(call));
  },
  update: async (call: UpdateCall) => {
    const place = await updateObject(call);
    if (call.changes('spec')) {
      await rollOut(call, place);
    }
  },
  delete: async (call) => {
    await deleteObject(call);
  },
  read: (object, surroundings) => {
    readObject(object, surroundings);
  },
};

async function rollOut(call: Call, place: Place): Promise<void> {
  const { planned, type } = call;
  const replicas = Number(blockOf(planned, 'spec')?.['replicas'] ?? 1);
  if (planned['wait_for_rollout'] === false || replicas === 0) {
    return;
  }
  const { namespace = 'default' } = objectNameOf(type, planned);
  const pods = { namespace, labels: labelsOfTemplate(planned) };
  if (!(await waitForPods(call, place, pods, call.timeout(10 * MINUTE)))) {
    call.world.note('rollout-failed', call.address, nameOfPlace(place));
    throw new KubernetesError(
      'Timeout',
      `Waiting for rollout to finish: ${String(replicas)} replicas wanted; 0 replicas Ready`,
    );
  }
}

/**
 * Pods that a Fargate profile selects go nowhere else, though nodes be free (EKS user guide, "Define which Pods use AWS
 * Fargate when launched").
 */
function podsCanRun(cluster: ClusterModel, pods: Pods): boolean {
  const profile = profileFor(cluster, pods);
  if (profile !== undefined) {
    return mayJoin(cluster, profile.roleArn, 'fargate');
  }
  return readyNodes(cluster).length > 0 || autoModeMakesNodes(cluster);
}

function autoModeMakesNodes(cluster: ClusterModel): boolean {
  const { nodePools = [], nodeRoleArn } = cluster.autoMode ?? {};
  return (
    nodePools.length > 0 && (nodeRoleArn === undefined || mayJoin(cluster, nodeRoleArn, 'auto-mode-node'))
  );
}

function noteRefusedFargate({ world }: Call, cluster: ClusterModel, pods: Pods): void {
  const profile = profileFor(cluster, pods);
  const why = profile === undefined ? undefined : whyNotJoin(cluster, profile.roleArn, 'fargate');
  if (profile !== undefined && why !== undefined) {
    const text = `Misconfigured Fargate Profile: fargate profile ${profile.name} blocked for new launches due to: ${why}`;
    world.note('fargate-pod-refused', `${cluster.name}/${pods.namespace}`, text);
  }
}

function profileFor(cluster: ClusterModel, pods: Pods): FargateProfileModel | undefined {
  return [...cluster.fargateProfiles.values()].find(
    ({ status, selectors }) =>
      status === 'ACTIVE' &&
      selectors.some(
        ({ namespace, labels }) =>
          matches(namespace, pods.namespace) &&
          Object.entries(labels).every(([name, value]) => {
            const given = pods.labels[name];
            return typeof given === 'string' && matches(value, given);
          }),
      ),
  );
}

/** Selectors know `*` and `?` (EKS API reference, FargateProfileSelector). */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}

function labelsOfTemplate(planned: KnownValues): { readonly [name: string]: Known } {
  const template = blockOf(blockOf(planned, 'spec') ?? {}, 'template') ?? {};
  const labels = blockOf(template, 'metadata')?.['labels'];
  return isValues(labels) ? labels : {};
}
