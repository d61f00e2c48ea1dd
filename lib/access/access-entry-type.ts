/**
 * The types of access entries, and what EKS allows for each: one table.
 */
import { parseArn } from '../validation/checks/arn';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';

/** What an access entry is for. */
export enum AccessEntryType {
  /** People and programs. */
  STANDARD = 'STANDARD',
  /** Nodes of Linux that no managed node group has; those get their entry from EKS. */
  EC2_LINUX = 'EC2_LINUX',
  /** Nodes of Windows that no managed node group has. */
  EC2_WINDOWS = 'EC2_WINDOWS',
  /** Fargate; profiles get their entry from EKS. */
  FARGATE_LINUX = 'FARGATE_LINUX',
  /** Nodes of custom node pools of Auto Mode. */
  EC2 = 'EC2',
  /** Hybrid nodes. */
  HYBRID_LINUX = 'HYBRID_LINUX',
  /** Nodes of SageMaker HyperPod. Version 6.25 of the AWS provider refuses it: reported as SEKS4008. */
  HYPERPOD_LINUX = 'HYPERPOD_LINUX',
}

/** What an entry may be given. */
interface TypeRules {
  readonly takesGroups: boolean;
  /** The policies that may be associated; undefined for any. */
  readonly policies?: readonly string[];
  readonly isKnownToProvider: boolean;
}

const OF_NODES: TypeRules = { takesGroups: false, policies: [], isKnownToProvider: true };

/** @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html */
const RULES: Readonly<Record<AccessEntryType, TypeRules>> = {
  [AccessEntryType.STANDARD]: { takesGroups: true, isKnownToProvider: true },
  [AccessEntryType.EC2_LINUX]: OF_NODES,
  [AccessEntryType.EC2_WINDOWS]: OF_NODES,
  [AccessEntryType.FARGATE_LINUX]: OF_NODES,
  [AccessEntryType.EC2]: { ...OF_NODES, policies: ['AmazonEKSAutoNodePolicy'] },
  [AccessEntryType.HYBRID_LINUX]: OF_NODES,
  [AccessEntryType.HYPERPOD_LINUX]: { ...OF_NODES, isKnownToProvider: false },
};

/** The policy without which an entry of a type is of no use. */
export function requiredPolicyOf(type: AccessEntryType): string | undefined {
  return RULES[type].policies?.[0];
}

/** Whether there can be an entry of a type for a principal. */
export function judgeType(type: AccessEntryType, principalArn: string): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  if (!RULES[type].isKnownToProvider) {
    const what = `type ${type} is refused by the AWS provider that the bindings are made for`;
    const fix = 'Make the entry with aws eks create-access-entry, or with a newer provider and an override.';
    problems.push({ code: 'SEKS4008', property: 'type', value: type, what, fix });
  }
  if (type !== AccessEntryType.STANDARD && isUser(principalArn)) {
    const property = 'principalArn';
    const what = `${property} ${show(principalArn)} is a user, but an entry of type ${type} is for a role`;
    const fix = 'Give the role of the nodes.';
    problems.push({ code: 'SEKS4008', property, value: principalArn, limit: 'a role', what, fix });
  }
  return problems;
}

/** What a grant says, as far as the type of its entry matters. */
export interface TypedGrant {
  readonly policies: readonly string[];
  readonly kubernetesGroups: readonly string[];
  readonly userName?: string;
}

/** What of a grant the type of its entry does not allow. */
export function judgeGrantOfType(type: AccessEntryType, grant: TypedGrant): ProblemDetails[] {
  const rules = RULES[type];
  const problems: ProblemDetails[] = [];
  const add = (property: keyof TypedGrant, what: string, fix: string): void => {
    problems.push({ code: 'SEKS4008', property, value: grant[property], limit: type, what, fix });
  };
  if (!rules.takesGroups && grant.kubernetesGroups.length > 0) {
    const what = `kubernetesGroups are given for an entry of type ${type}, which has those of nodes`;
    add('kubernetesGroups', what, 'Leave them out.');
  }
  if (!rules.takesGroups && grant.userName !== undefined) {
    add(
      'userName',
      `userName is given for an entry of type ${type}, which has that of a node`,
      'Leave it out.',
    );
  }
  const unfit = grant.policies.filter((policy) => rules.policies?.includes(policy) === false);
  if (unfit.length > 0) {
    const allowed = rules.policies?.length === 0 ? 'none' : rules.policies?.join(', ');
    const what = `policies names ${unfit.join(', ')}, but an entry of type ${type} takes ${String(allowed)}`;
    add('policies', what, 'Leave them out, or grant them to another principal.');
  }
  return problems;
}

/** Prefixes that EKS keeps for itself. */
const RESERVED_PREFIXES = ['system:', 'eks:', 'aws:', 'amazon:', 'iam:'];
const SESSION = '{{SessionName}}';

/**
 * What is wrong with the user name of an entry.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export function judgeUserName(userName: string | undefined): ProblemDetails[] {
  if (userName === undefined || !isKnown(userName)) {
    return [];
  }
  const property = 'userName';
  const problem = (what: string, fix: string): ProblemDetails[] => [
    { code: 'SEKS4009', property, value: userName, what: `${property} ${show(userName)} ${what}`, fix },
  ];
  const reserved = RESERVED_PREFIXES.find((prefix) => userName.startsWith(prefix));
  if (reserved !== undefined) {
    return problem(`begins with ${reserved}, which EKS keeps for itself`, 'Give another name, or none.');
  }
  const session = userName.indexOf(SESSION);
  if (session >= 0 && !userName.slice(0, session).includes(':')) {
    return problem(`has no colon before ${SESSION}`, `Write it as in ci:${SESSION}.`);
  }
  const other = /\{\{[^}]*\}\}/.exec(userName.replaceAll(SESSION, ''))?.[0];
  if (other !== undefined) {
    const fix = `Write ${SESSION}, or leave the name out: EKS then makes one of role and session.`;
    return problem(`holds ${other}, which entries do not know`, fix);
  }
  return userName.trim() === '' ? problem('is empty', 'Give a name, or leave it out.') : [];
}

function isUser(principalArn: string): boolean {
  return isKnown(principalArn) && parseArn(principalArn)?.resource.startsWith('user/') === true;
}
