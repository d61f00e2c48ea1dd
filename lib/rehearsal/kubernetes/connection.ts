/**
 * From what a kubernetes or helm provider is configured with to the cluster that it talks to, or to the reason why it cannot.
 */
import type { Surroundings } from '../engine/rules';
import type { Known, KnownValues } from '../protocol/value';
import { isValueList, isValues } from '../protocol/value';
import { hasAdministrator } from '../aws/eks/authentication';
import type { ClusterModel } from '../aws/eks/cluster-model';
import { blockOf, clustersOf, textsOf } from '../aws/eks/cluster-model';
import { KubernetesError } from './kubernetes-error';

export type Tool = 'kubernetes' | 'helm';

/** Where objects are: in a cluster of the rehearsal, or in one that nobody here knows, by the name that there is for it. */
export type Place = ClusterModel | string;

/** What is asked of an API server. */
export interface ApiRequest {
  readonly verb: 'Get' | 'Post' | 'Patch' | 'Delete';
  /** Such as `/api/v1/namespaces/x`. */
  readonly path: string;
  /** Such as `namespaces`. */
  readonly resource: string;
  /** For whom, as people know it: the address of a Terraform resource. */
  readonly subject: string;
}

const ACTIONS: Readonly<Record<ApiRequest['verb'], string>> = {
  Get: 'get',
  Post: 'create',
  Patch: 'patch',
  Delete: 'delete',
};

/** Any of these is a way to say who one is. */
const CREDENTIALS = ['token', 'exec', 'client_certificate', 'username'];

/**
 * Talks to the API server. Takes no time.
 *
 * @throws KubernetesError when nobody answers, or nobody may come in
 */
export function contact(surroundings: Surroundings, tool: Tool, request: ApiRequest): Place {
  const settings = settingsOf(surroundings, tool);
  const { world } = surroundings;
  const host = textOf(settings['host']);
  if (host === undefined) {
    const place = placeOfKubeconfig(surroundings, settings);
    if (place === undefined) {
      throw reachedLocalhost(surroundings, tool, request);
    }
    return typeof place === 'string' ? place : enter(surroundings, tool, place, settings, request);
  }
  const cluster = clustersOf(world).find(({ object }) =>
    isSameHost(host, textOf(object.attributes['endpoint'])),
  );
  if (cluster !== undefined) {
    return enter(surroundings, tool, cluster, settings, request);
  }
  if (host.includes('.eks.')) {
    const name = host.replace(/^https?:\/\//, '').replace(/[:/].*$/, '');
    throw unreachable(surroundings, tool, request, host, `dial tcp: lookup ${name}: no such host`);
  }
  // No endpoint of EKS: a cluster that is none of the rehearsal's, and taken as working.
  return host;
}

/** Whether a provider is configured with nothing that leads to a cluster, as before its cluster exists. */
export function leadsNowhere(surroundings: Surroundings, tool: Tool): boolean {
  const settings = settingsOf(surroundings, tool);
  return textOf(settings['host']) === undefined && placeOfKubeconfig(surroundings, settings) === undefined;
}

/** The name of a place, for messages. */
export function nameOfPlace(place: Place): string {
  return typeof place === 'string' ? place : place.name;
}

/** Notes that a provider without a host asked this machine. */
export function violateLocalhost({ world }: Surroundings, tool: Tool, what: string, subject: string): void {
  world.violate(
    'provider-reached-localhost',
    subject,
    `The ${tool} provider did not know its cluster when it had to ${what} ${subject}` +
      (tool === 'helm' ? '.' : ', so it asked 127.0.0.1:80.'),
  );
}

/** The helm provider has its settings in an argument `kubernetes`, which was a block before version 3. */
function settingsOf({ provider }: Surroundings, tool: Tool): KnownValues {
  return tool === 'helm' ? (blockOf(provider, 'kubernetes') ?? {}) : provider;
}

/** A context of `aws eks update-kubeconfig` is named by the ARN of its cluster. */
function placeOfKubeconfig({ world }: Surroundings, settings: KnownValues): Place | undefined {
  const path = textOf(settings['config_path']) ?? textsOf(settings['config_paths'])[0];
  const context = textOf(settings['config_context']) ?? '';
  const cluster = clustersOf(world).find(
    ({ name, object }) =>
      context !== '' && (context === name || context === textOf(object.attributes['arn'])),
  );
  return path === undefined ? undefined : (cluster ?? `${path} ${context}`.trim());
}

function enter(
  surroundings: Surroundings,
  tool: Tool,
  cluster: ClusterModel,
  settings: KnownValues,
  request: ApiRequest,
): ClusterModel {
  const { world } = surroundings;
  const isKubeconfig = textOf(settings['host']) === undefined;
  if (!isKubeconfig && !CREDENTIALS.some((name) => isGiven(settings[name]))) {
    const what = `User "system:anonymous" cannot ${ACTIONS[request.verb]} resource "${request.resource}"`;
    throw refused(surroundings, request, 'Forbidden', `${request.resource} is forbidden: ${what}`);
  }
  const token = tokenFor(settings);
  if ((token !== undefined && token !== cluster.name) || !hasAdministrator(world, cluster)) {
    const text =
      tool === 'helm'
        ? 'Kubernetes cluster unreachable: the server has asked for the client to provide credentials'
        : 'Unauthorized';
    throw refused(surroundings, request, 'Unauthorized', text);
  }
  return cluster;
}

/** The cluster that `aws eks get-token` is asked for; its token opens no other (AWS CLI reference). */
function tokenFor(settings: KnownValues): string | undefined {
  const words = textsOf(blockOf(settings, 'exec')?.['args']);
  const at = words.findIndex((word) => word === '--cluster-name' || word === '--name');
  return words.includes('get-token') && at !== -1 ? words[at + 1] : undefined;
}

/** Without a host, Kubernetes' own client falls back to this machine (terraform-aws-eks#817, #2007); helm's gives up. */
function reachedLocalhost(surroundings: Surroundings, tool: Tool, request: ApiRequest): KubernetesError {
  violateLocalhost(surroundings, tool, ACTIONS[request.verb], request.subject);
  if (tool === 'helm') {
    // terraform-aws-eks#1234, #2618.
    const text =
      'Kubernetes cluster unreachable: invalid configuration: no configuration has been provided, try setting ' +
      'KUBERNETES_MASTER environment variable';
    return noAnswer(surroundings, request, text);
  }
  const why = 'dial tcp 127.0.0.1:80: connect: connection refused';
  return unreachable(surroundings, tool, request, 'http://localhost', why);
}

function unreachable(
  surroundings: Surroundings,
  tool: Tool,
  request: ApiRequest,
  host: string,
  why: string,
): KubernetesError {
  const { verb, path } = request;
  const base = host.replace(/\/$/, '');
  const text =
    tool === 'helm'
      ? `Kubernetes cluster unreachable: Get "${base}/version": ${why}`
      : `${verb} "${base}${path}": ${why}`;
  return noAnswer(surroundings, request, text);
}

function noAnswer({ world }: Surroundings, { subject }: ApiRequest, text: string): KubernetesError {
  world.note('api-server-unreachable', subject, text);
  return new KubernetesError('Unreachable', text);
}

function refused(
  { world }: Surroundings,
  { subject }: ApiRequest,
  code: string,
  text: string,
): KubernetesError {
  world.note('api-server-refused', subject, text);
  return new KubernetesError(code, text);
}

function isSameHost(one: string, other: string | undefined): boolean {
  const bare = (host: string): string => host.replace(/\/$/, '').toLowerCase();
  return other !== undefined && bare(one) === bare(other);
}

function isGiven(value: Known | undefined): boolean {
  if (isValueList(value)) {
    return value.length > 0;
  }
  return isValues(value) || textOf(value) !== undefined;
}

function textOf(value: Known | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
