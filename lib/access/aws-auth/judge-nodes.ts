/**
 * Lines of nodes: their roles get entries of a type of their own, and often EKS makes them.
 */
import type { ConvertAwsAuthOptions } from './conversion';
import type { AwsAuthLine } from './lines';
import { isArnOf, type Principal } from './principals';
import { listed, quoted } from './text';
import type { Verdict } from './verdict';

const EC2_NAME = 'system:node:{{EC2PrivateDNSName}}';
const FARGATE_NAME = 'system:node:{{SessionName}}';

/** A type of entry, and the lines that say just the same. */
interface NodeType {
  readonly type: string;
  readonly userName: string;
  /** Groups that such a line must have: those the type gives. */
  readonly required: readonly string[];
  /** Groups that it may have besides, which are for joining only. */
  readonly optional: readonly string[];
}

/** @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const NODE_TYPES: readonly NodeType[] = [
  {
    type: 'EC2_WINDOWS',
    userName: EC2_NAME,
    required: ['system:nodes', 'eks:kube-proxy-windows'],
    optional: ['system:bootstrappers'],
  },
  {
    type: 'EC2_LINUX',
    userName: EC2_NAME,
    required: ['system:nodes'],
    optional: ['system:bootstrappers'],
  },
  {
    type: 'FARGATE_LINUX',
    userName: FARGATE_NAME,
    required: ['system:nodes', 'system:node-proxier'],
    optional: ['system:bootstrappers'],
  },
];

/** Whether a line is meant for nodes. */
export function isOfNodes({ userName = '' }: AwsAuthLine): boolean {
  return userName.startsWith('system:node:');
}

/** Judges a line of nodes. */
export function judgeNodes(
  line: AwsAuthLine,
  principal: Principal,
  { options, verdict }: { readonly options: ConvertAwsAuthOptions; readonly verdict: Verdict },
): void {
  const { userName = '', groups } = line;
  if (principal.type === 'user') {
    verdict.refuse('An entry for nodes is for a role, and this is a user. Give the nodes a role.');
    return;
  }
  const { accountId = principal.account, managedRoleArns = [], selfManagedRoleArns = [] } = options;
  if (principal.account !== accountId) {
    verdict.refuse(`Nodes need a role of the cluster's account, ${accountId}, and this is one of another.`);
    return;
  }
  const possible = NODE_TYPES.filter(
    (each) => each.userName === userName && each.required.every((group) => groups.includes(group)),
  );
  const [nearest] = possible;
  if (nearest === undefined) {
    verdict.ask(
      `No type of entry has the user name ${quoted(userName)} with ${groups.length === 0 ? 'no group' : `just the groups ${listed(groups)}`}: find out what signs in with it.`,
    );
    return;
  }
  const beyond = groups.filter(
    (group) => !nearest.required.includes(group) && !nearest.optional.includes(group),
  );
  verdict.entry = entryOf(principal, nearest.type);
  if (beyond.length > 0) {
    verdict.ask(
      `An entry of type ${nearest.type} cannot have the groups ${listed(beyond)}. What the nodes do with them needs a service account, or a role of its own.`,
    );
  }
  const named = (arns: readonly string[]): boolean => arns.some((arn) => isArnOf(arn, principal));
  if (named(managedRoleArns)) {
    verdict.entry = undefined;
    verdict.remark(
      'EKS makes the entry of this role itself; see that it is there (aws eks list-access-entries) before the line goes.',
    );
  } else if (named(selfManagedRoleArns)) {
    verdict.remark(`Nodes that you run yourself: an entry of type ${nearest.type}.`);
  } else {
    verdict.ask(undecided(nearest.type));
  }
}

function undecided(type: string): string {
  const managed = type === 'FARGATE_LINUX' ? 'a Fargate profile' : 'a managed node group';
  const own =
    type === 'FARGATE_LINUX'
      ? 'a profile that EKS made no entry for'
      : 'nodes that you run yourself, as with Karpenter';
  return `If the role is that of ${managed}, EKS makes the entry and refuses a second one: say so (managedRoleArns, --managed-role). If it is that of ${own}, take the proposal (selfManagedRoleArns, --self-managed-role).`;
}

function entryOf({ arn }: Principal, type: string): NonNullable<Verdict['entry']> {
  return { principalArn: arn, type, isClusterAdmin: false, kubernetesGroups: [] };
}
