/**
 * The reading half of the API of EKS: which path is which action, and what it answers.
 */
import type { StandInAccount, StandInCluster } from './account';
import { pageOf, StandInError } from './account';
import type { Place } from './eks-shapes';
import {
  accessEntryJson,
  accessPoliciesJson,
  addonJson,
  associationJson,
  associationSummary,
  clusterJson,
  fargateProfileJson,
  nodeGroupJson,
} from './eks-shapes';

/** A call that was recognized. */
export interface EksCall {
  /** Such as `eks:ListAddons`. */
  readonly action: string;
  readonly answer: () => object;
}

/** What is asked. */
interface Asked {
  readonly account: StandInAccount;
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly pageSize: number;
}

/**
 * Recognizes a GET.
 *
 * @param path the path as it was sent, since an ARN in it has slashes of its own
 */
export function eksCall(path: string, asked: Asked): EksCall {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root, name, kind, item, sub] = parts;
  if (root === 'tags' && name !== undefined) {
    return { action: 'eks:ListTagsForResource', answer: () => ({ tags: tagsOf(asked, name) }) };
  }
  if (root !== 'clusters' || parts.length > 5) {
    throw new StandInError(404, 'UnknownOperationException', `The stand-in knows no GET ${path}.`);
  }
  if (name === undefined) {
    const names = (asked.account.clusters ?? []).map((cluster) => cluster.name);
    return { action: 'eks:ListClusters', answer: () => listOf(asked, 'clusters', names) };
  }
  if (kind === undefined) {
    return {
      action: 'eks:DescribeCluster',
      answer: () => ({ cluster: clusterJson(asked.place, clusterOf(asked, name)) }),
    };
  }
  return callOfKind({ ...asked, clusterName: name }, kind, item, sub);
}

interface AskedOfCluster extends Asked {
  readonly clusterName: string;
}

function callOfKind(asked: AskedOfCluster, kind: string, item: string | undefined, sub?: string): EksCall {
  const { place, clusterName } = asked;
  const find = <T>(
    what: string,
    items: (cluster: StandInCluster) => readonly T[] | undefined,
    isIt: (one: T) => boolean,
  ): readonly [StandInCluster, T] => {
    const cluster = clusterOf(asked, clusterName);
    const found = items(cluster)?.find(isIt);
    if (found === undefined) {
      throw notFound(`No ${what} found for name: ${String(item)}.`, { clusterName });
    }
    return [cluster, found];
  };
  const list = (key: string, names: (cluster: StandInCluster) => readonly unknown[] | undefined): object =>
    listOf(asked, key, names(clusterOf(asked, clusterName)) ?? []);

  switch (kind) {
    case 'addons':
      return item === undefined
        ? call('ListAddons', () => list('addons', ({ addons }) => addons?.map(({ name }) => name)))
        : call('DescribeAddon', () => ({
            addon: addonJson(
              place,
              ...find(
                'addon',
                ({ addons }) => addons,
                ({ name }) => name === item,
              ),
            ),
          }));
    case 'node-groups':
      return item === undefined
        ? call('ListNodegroups', () =>
            list('nodegroups', ({ nodeGroups }) => nodeGroups?.map(({ name }) => name)),
          )
        : call('DescribeNodegroup', () => ({
            nodegroup: nodeGroupJson(
              place,
              ...find(
                'node group',
                ({ nodeGroups }) => nodeGroups,
                ({ name }) => name === item,
              ),
            ),
          }));
    case 'fargate-profiles':
      return item === undefined
        ? call('ListFargateProfiles', () =>
            list('fargateProfileNames', ({ fargateProfiles }) => fargateProfiles?.map(({ name }) => name)),
          )
        : call('DescribeFargateProfile', () => ({
            fargateProfile: fargateProfileJson(
              place,
              ...find(
                'Fargate Profile',
                ({ fargateProfiles }) => fargateProfiles,
                ({ name }) => name === item,
              ),
            ),
          }));
    case 'pod-identity-associations':
      return item === undefined
        ? call('ListPodIdentityAssociations', () => listAssociations(asked))
        : call('DescribePodIdentityAssociation', () => ({
            association: associationJson(
              place,
              ...find(
                'association',
                (each) => each.podIdentityAssociations,
                ({ id }) => id === item,
              ),
            ),
          }));
    case 'access-entries':
      return entryCall(asked, item, sub);
    default:
      throw new StandInError(404, 'UnknownOperationException', `The stand-in knows no ${kind}.`);
  }
}

function entryCall(
  asked: AskedOfCluster,
  principalArn: string | undefined,
  sub: string | undefined,
): EksCall {
  const { place, clusterName } = asked;
  const cluster = (): StandInCluster => {
    const found = clusterOf(asked, clusterName);
    if (found.authenticationMode === 'CONFIG_MAP') {
      const message =
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.";
      throw new StandInError(400, 'InvalidRequestException', message, { clusterName });
    }
    return found;
  };
  const entry = () => {
    const found = cluster().accessEntries?.find((each) => each.principalArn === principalArn);
    if (found === undefined) {
      const message = `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries'.`;
      throw notFound(message, { clusterName });
    }
    return found;
  };
  if (principalArn === undefined) {
    const wanted = asked.query.get('associatedPolicyArn');
    return call('ListAccessEntries', () => {
      const entries = (cluster().accessEntries ?? []).filter(
        (each) => wanted === null || accessPoliciesJson(each).some(({ policyArn }) => policyArn === wanted),
      );
      return listOf(
        asked,
        'accessEntries',
        entries.map((each) => each.principalArn),
      );
    });
  }
  return sub === 'access-policies'
    ? call('ListAssociatedAccessPolicies', () => ({
        clusterName,
        principalArn,
        ...listOf(asked, 'associatedAccessPolicies', accessPoliciesJson(entry())),
      }))
    : call('DescribeAccessEntry', () => ({ accessEntry: accessEntryJson(place, cluster(), entry()) }));
}

function listAssociations(asked: AskedOfCluster): object {
  const cluster = clusterOf(asked, asked.clusterName);
  const [namespace, serviceAccount] = ['namespace', 'serviceAccount'].map((key) => asked.query.get(key));
  const found = (cluster.podIdentityAssociations ?? []).filter(
    (each) =>
      (namespace ?? each.namespace) === each.namespace &&
      (serviceAccount ?? each.serviceAccount) === each.serviceAccount,
  );
  return listOf(
    asked,
    'associations',
    found.map((each) => associationSummary(asked.place, cluster, each)),
  );
}

function call(name: string, answer: () => object): EksCall {
  return { action: `eks:${name}`, answer };
}

function listOf({ query, pageSize }: Asked, key: string, all: readonly unknown[]): object {
  const size = Math.min(pageSize, Number(query.get('maxResults') ?? 100));
  const { items, nextToken } = pageOf(all, query.get('nextToken'), size);
  return { [key]: items, nextToken: nextToken ?? null };
}

function clusterOf({ account }: Asked, name: string): StandInCluster {
  const found = account.clusters?.find((cluster) => cluster.name === name);
  if (found === undefined) {
    throw notFound(`No cluster found for name: ${name}.`, { clusterName: name });
  }
  return found;
}

/** Tags by ARN; what is within a cluster has the name of it second. */
function tagsOf({ account, place }: Asked, arn: string): object {
  const [kind, clusterName, name] = arn.split(':').slice(5).join(':').split('/');
  const cluster = account.clusters?.find((each) => each.name === clusterName);
  const within: Readonly<
    Record<string, readonly { readonly name: string; readonly tags?: object }[] | undefined>
  > = {
    addon: cluster?.addons,
    nodegroup: cluster?.nodeGroups,
    fargateprofile: cluster?.fargateProfiles,
    podidentityassociation: cluster?.podIdentityAssociations?.map(({ id, tags }) => ({ name: id, tags })),
    'access-entry': cluster?.accessEntries?.flatMap((entry) =>
      accessEntryJson(place, cluster, entry)['accessEntryArn'] === arn
        ? [{ name: name ?? '', ...entry }]
        : [],
    ),
  };
  const found = kind === 'cluster' ? cluster : within[kind ?? '']?.find((each) => each.name === name);
  if (found === undefined) {
    throw new StandInError(404, 'NotFoundException', `${arn} does not exist.`);
  }
  return found.tags ?? {};
}

function notFound(message: string, details: Readonly<Record<string, unknown>>): StandInError {
  return new StandInError(404, 'ResourceNotFoundException', message, details);
}
