/**
 * The programs that `safe-eks adopt` writes, planned by real Terraform with the real AWS provider, which imports from a stand-in of AWS:
 * whatever it would change about a live cluster stands here.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { reviewPlan } from '../../lib/testing';
import { adopt } from '../support/adopt';
import { ADOPTED_ACCOUNTS } from '../support/adopted-accounts';
import { AwsStandIn } from '../support/aws-stand-in/aws-stand-in';
import { synthesizeProgram } from '../support/program';
import { describeTerraform } from './describe-terraform';
import type { Json, JsonObject } from './json';
import { asList, isObject, objectAt } from './json';
import type { RealTerraform } from './real-terraform';
import type { PlanResult, ResourceChange } from './results';
import { changeOf, expectRan } from './results';

type Maker = keyof typeof ADOPTED_ACCOUNTS;

/**
 * What each import changes that nobody asked for, and why it does no harm. The provider keeps `timeouts`, `preserve`, both
 * `resolve_conflicts` and `force_update_version` in the state alone: EKS does not know them, and is asked for nothing.
 */
const OF_STATE = [
  'timeouts',
  'preserve',
  'resolve_conflicts_on_create',
  'resolve_conflicts_on_update',
  'force_update_version',
];
/** The one tag that the library gives to everything of a cluster. */
const OWN_TAG = 'tags.safe-eks:cluster';

/** All that is said of each resource beyond {@link OF_STATE} and {@link OWN_TAG}; an update of those alone is none. */
const EXPECTED: Readonly<Record<Maker, readonly string[]>> = {
  'terraform-module': [
    'Access/111122223333-role-karpenter-nodes/Resource: import',
    'Access/111122223333-role-platform-admin/AmazonEKSClusterAdminPolicy: import',
    'Access/111122223333-role-platform-admin/Resource: import',
    'Access/111122223333-role-teams-developers-4ec5e08f/AmazonEKSEditPolicy: import',
    'Access/111122223333-role-teams-developers-4ec5e08f/AmazonEKSViewPolicy: import',
    'Access/111122223333-role-teams-developers-4ec5e08f/Resource: import',
    'Addons/coredns/Resource: import',
    'Addons/eks-pod-identity-agent/Resource: import',
    'Addons/kube-proxy/Resource: import',
    'Addons/vpc-cni/Resource: import',
    // Tags of the log group are not among what describe-log-groups tells.
    'LogGroup/Resource: import, update tags.Name',
    'Resource: import',
    'default/Resource: import',
  ],
  eksctl: [
    'Access/111122223333-role-platform-admin/AmazonEKSClusterAdminPolicy: import',
    'Access/111122223333-role-platform-admin/Resource: import',
    // Beside a Fargate profile the library says that coredns may run on nodes, which it does.
    'Addons/coredns/Resource: import, update configuration_values',
    // vpc-cni gets a role of its own, and that needs the agent.
    'Addons/eks-pod-identity-agent/Resource: create',
    'Addons/kube-proxy/Resource: import',
    'Addons/metrics-server/Resource: import',
    // The configuration is the same, once as YAML and once as JSON.
    'Addons/vpc-cni/Resource: import, update configuration_values, pod_identity_association',
    'Addons/vpc-cni/Role/AmazonEKS_CNI_Policy: create',
    'Addons/vpc-cni/Role/Resource: create',
    'LogGroup/Resource: create',
    // The library leaves no cluster without its private endpoint.
    'Resource: import, update vpc_config.endpoint_private_access',
    'fp-jobs/Resource: import',
    'ng-1/Resource: import',
  ],
  console: [
    // The self-managed copies become add-ons.
    'Addons/coredns/Resource: create',
    'Addons/eks-pod-identity-agent/Resource: create',
    'Addons/kube-proxy/Resource: create',
    'Addons/vpc-cni/Resource: create',
    'Addons/vpc-cni/Role/AmazonEKS_CNI_Policy: create',
    'Addons/vpc-cni/Role/Resource: create',
    'LogGroup/Resource: create',
    'Resource: import',
  ],
  'auto-mode': [
    'Access/111122223333-role-platform-admin/AmazonEKSClusterAdminPolicy: import',
    'Access/111122223333-role-platform-admin/Resource: import',
    'Addons/metrics-server/Resource: import',
    'LogGroup/Resource: create',
    'Resource: import',
  ],
};

describeTerraform('a cluster that is taken over by what safe-eks adopt writes', (terraform) => {
  const plans = new Map<Maker, Promise<PlanResult>>();
  const planned = (maker: Maker): Promise<PlanResult> => {
    const plan = plans.get(maker) ?? planOf(terraform, maker);
    plans.set(maker, plan);
    return plan;
  };
  afterAll(() => {
    plans.clear();
  });

  it.each(Object.keys(EXPECTED) as Maker[])(
    'is imported, and changed no further than this: %s',
    async (maker) => {
      const plan = await planned(maker);
      expect(plan.diagnostics).toEqual([]);
      expect(plan.changes.map(described).sort()).toEqual(EXPECTED[maker]);
    },
  );

  it.each(Object.keys(EXPECTED) as Maker[])('loses nothing: %s', async (maker) => {
    const { changes } = await planned(maker);
    expect(changes.filter(({ action }) => !['create', 'update', 'no-op'].includes(action))).toEqual([]);
    expect(changes.flatMap(({ replacePaths }) => replacePaths)).toEqual([]);
    // What is not known before the apply could turn out to be anything.
    const imported = changes.filter(({ importing }) => importing !== undefined);
    const unknown = imported.flatMap(({ address, afterUnknown }) =>
      truePaths(afterUnknown).map((path) => `${address} ${path}`),
    );
    expect(unknown.filter((each) => !each.endsWith('pod_identity_association.0.role_arn'))).toEqual([]);
  });

  it.each(Object.keys(EXPECTED) as Maker[])('is let through by the review of plans: %s', async (maker) => {
    const { document } = await planned(maker);
    const findings = reviewPlan(document ?? {}).map(
      ({ severity, rule, address }) => `${severity} ${rule} ${address}`,
    );
    expect(findings).toEqual([]);
  });

  it('gets the own tag on everything, and nothing else is changed of tags of everything', async () => {
    const { changes } = await planned('terraform-module');
    const tagged = changes.filter(({ after }) => isObject(after) && isObject(after['tags']));
    expect(tagged.length).toBeGreaterThan(9);
    for (const { after } of tagged) {
      expect(objectAt(after, 'tags')).toMatchObject({ 'safe-eks:cluster': 'prod', Environment: 'prod' });
    }
  });

  it('keeps what a live node group has under a name of its own', async () => {
    const plan = await planned('terraform-module');
    const { before, after } = changeOf(plan, 'prod/Cluster/default/Resource');
    expect(after).toMatchObject({
      node_group_name: 'default-20250301101010101000000007',
      scaling_config: [{ min_size: 1, max_size: 10, desired_size: 3 }],
      update_config: [{ max_unavailable_percentage: 33 }],
    });
    for (const argument of ['release_version', 'version', 'ami_type', 'disk_size', 'launch_template']) {
      expect(objectAt(after)[argument]).toEqual(objectAt(before)[argument]);
    }
  });
});

/** What the library keeps from happening does happen without it: or else the tests above could not fail. */
describeTerraform('a cluster that is taken over without the care of the library', (terraform) => {
  const CLUSTER = 'aws_eks_cluster';
  const GROUP = 'aws_eks_node_group';

  it('would be made anew, and its nodes with it', async () => {
    const plan = await planOf(terraform, 'terraform-module', (stack) => {
      for (const instance of Object.values(objectAt(stack, 'resource', CLUSTER))) {
        Object.assign(objectAt(instance), {
          bootstrap_self_managed_addons: true,
          access_config: {
            authentication_mode: 'API_AND_CONFIG_MAP',
            bootstrap_cluster_creator_admin_permissions: false,
          },
          // Nothing is ignored, and nothing prevents that it is destroyed.
          lifecycle: {},
        });
      }
      for (const instance of Object.values(objectAt(stack, 'resource', GROUP))) {
        Object.assign(objectAt(instance), { instance_types: ['m6i.xlarge'], lifecycle: {} });
      }
    });
    expect(replacedBy(plan, CLUSTER)).toEqual([
      'access_config.0.bootstrap_cluster_creator_admin_permissions',
      'bootstrap_self_managed_addons',
    ]);
    expect(replacedBy(plan, GROUP)).toEqual(
      expect.arrayContaining(['instance_types', 'node_group_name_prefix']),
    );
  });

  it('is refused by Terraform all the same, as nothing may destroy the cluster', async () => {
    const plan = await planOf(terraform, 'terraform-module', (stack) => {
      for (const instance of Object.values(objectAt(stack, 'resource', CLUSTER))) {
        objectAt(instance)['role_arn'] = 'arn:aws:iam::111122223333:role/new';
      }
    });
    expect(plan.succeeded).toBe(false);
    expect(plan.diagnostics.map(({ summary }) => summary)).toContain('Instance cannot be destroyed');
  });
});

/** Plans what the command writes for an account, after an edit of the synthesized stack. */
async function planOf(
  terraform: RealTerraform,
  maker: Maker,
  edit: (stack: JsonObject) => void = () => undefined,
): Promise<PlanResult> {
  const account = ADOPTED_ACCOUNTS[maker];
  const name = account.clusters?.[0]?.name ?? '';
  const { code, exitCode, complaints } = await adopt(account);
  if (exitCode !== 0) {
    throw new Error(complaints.join('\n'));
  }
  const output = synthesizeProgram(`adopt-${maker}`, code);
  const standIn = await AwsStandIn.start(account);
  try {
    const directory = join(output, 'stacks', name);
    const file = join(directory, 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(file, 'utf8')) as JsonObject;
    edit(stack);
    writeFileSync(file, JSON.stringify(stack));
    const plan = expectRan(await terraform.plan(directory, { awsEndpoint: standIn.url }));
    // It read what it imports, and tried to change nothing.
    expect(standIn.actions).toContain('eks:DescribeCluster');
    expect(standIn.refused).toEqual([]);
    return plan;
  } finally {
    rmSync(output, { recursive: true, force: true });
    await standIn.close();
  }
}

/** What makes Terraform replace the one resource of a type. */
function replacedBy({ changes }: PlanResult, type: string): string[] {
  const change = changes.find((each) => each.type === type);
  expect(change).toMatchObject({ action: 'replace' });
  return (change?.replacePaths ?? []).map((path) => path.join('.')).sort();
}

/** `default/Resource: import, update tags.Name`. */
function described({ constructPath, importing, action, before, after }: ResourceChange): string {
  const path = constructPath?.split('/').slice(2).join('/') ?? '';
  const changed = action === 'update' ? differences(before, after) : [];
  const told = changed.filter(
    // What is in `tags` is in `tags_all` as well.
    (each) => ![...OF_STATE, OWN_TAG].includes(each) && !each.startsWith('tags_all'),
  );
  const isTold = action !== 'no-op' && (action !== 'update' || told.length > 0);
  const what = [...(importing === undefined ? [] : ['import']), ...(isTold ? [action] : [])];
  return `${path}: ${what.join(', ')}${told.length === 0 ? '' : ` ${told.join(', ')}`}`;
}

/** Paths at which two values differ, such as `tags.Name`; blocks are lists of one. */
function differences(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly string[] = [],
): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  const [one, other] = [asList(before), asList(after)];
  if (Array.isArray(before) && Array.isArray(after) && one.length === 1 && other.length === 1) {
    return differences(one[0], other[0], path);
  }
  return JSON.stringify(before ?? null) === JSON.stringify(after ?? null) ? [] : [path.join('.')];
}

/** Paths at which something is true. */
function truePaths(value: Json, path: readonly (string | number)[] = []): string[] {
  if (value === true) {
    return [path.join('.')];
  }
  return Array.isArray(value)
    ? (value as Json[]).flatMap((each, index) => truePaths(each, [...path, index]))
    : isObject(value)
      ? Object.entries(value).flatMap(([key, each]) => truePaths(each, [...path, key]))
      : [];
}
