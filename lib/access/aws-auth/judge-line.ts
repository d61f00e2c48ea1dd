/**
 * What becomes of a line that the authenticator goes by.
 */
import type { ConvertAwsAuthOptions } from './conversion';
import { isOfNodes, judgeNodes } from './judge-nodes';
import type { AwsAuthLine } from './lines';
import { defaultUserName, filledIn, whyNoGroup, whyNoUserName, withReason } from './names';
import { isArnOf, type Principal, type PrincipalFinding } from './principals';
import { listed, quoted } from './text';
import { Verdict } from './verdict';

const MASTERS = 'system:masters';
/** Whoever signs in is in it, with or without a line that says so. */
const EVERYBODY = 'system:authenticated';

/** Judges a line of mapRoles or mapUsers. */
export function judgeLine(
  line: AwsAuthLine,
  { principal, question, impossible }: PrincipalFinding,
  options: ConvertAwsAuthOptions,
): Verdict {
  const verdict = new Verdict();
  if (line.namesPermissionSet) {
    return verdict.ask(
      'The line lets in whoever has a permission set, by a pattern. Find the role of the set (AWSReservedSSO_…) and grant it what the line says.',
    );
  }
  if (impossible !== undefined) {
    return verdict.refuse(impossible);
  }
  if (question !== undefined) {
    verdict.ask(question);
  }
  line.misread.forEach((text) => {
    verdict.ask(`${text} Take the proposal if it is meant.`);
  });
  if (!line.section.isRead) {
    verdict.ask(
      `The authenticator does not read ${quoted(line.section.name)}, only ${line.section.kind}: today the line lets nobody in.`,
    );
  }
  if (principal !== undefined && isOfNodes(line)) {
    judgeNodes(line, principal, { options, verdict });
  } else if (principal !== undefined) {
    judgePerson(line, principal, { options, verdict });
  }
  return verdict;
}

function judgePerson(
  line: AwsAuthLine,
  principal: Principal,
  { options, verdict }: { readonly options: ConvertAwsAuthOptions; readonly verdict: Verdict },
): void {
  if ((options.managedRoleArns ?? []).some((arn) => isArnOf(arn, principal))) {
    verdict.ask(
      'EKS makes the entry of this role itself and refuses a second one, so that groups and user name have no place. Let people and programs have another role.',
    );
  }
  const groups = line.groups.map((group) => filledIn(group, principal));
  const isClusterAdmin = groups.includes(MASTERS);
  const kept = keptGroups(groups, isClusterAdmin, verdict);
  const userName = keptUserName(line, principal, {
    isClusterAdmin,
    onlyAdmin: isClusterAdmin && kept.length === 0,
    verdict,
  });
  if (isClusterAdmin) {
    verdict.remark(`${MASTERS} becomes AmazonEKSClusterAdminPolicy on the whole cluster.`);
  }
  verdict.entry = {
    principalArn: principal.arn,
    type: 'STANDARD',
    isClusterAdmin,
    kubernetesGroups: kept,
    ...(userName === undefined ? {} : { userName }),
  };
}

function keptGroups(groups: readonly string[], isClusterAdmin: boolean, verdict: Verdict): string[] {
  const left: string[] = [];
  const kept = [...new Set(groups)].filter((group) => {
    if (group === MASTERS) {
      return false;
    }
    if (group === EVERYBODY) {
      verdict.remark(`Everybody who signs in is in ${EVERYBODY} anyway.`);
      return false;
    }
    const why = whyNoGroup(group);
    if (why !== undefined) {
      left.push(withReason(group, why));
    }
    return why === undefined;
  });
  for (const each of left) {
    if (isClusterAdmin) {
      verdict.lose(`Left out, as a cluster administrator may do everything anyway: the group ${each}.`);
    } else {
      verdict.ask(
        `The group ${each}. Bind a group of your own to the roles that it is bound to, and name that one.`,
      );
    }
  }
  return kept;
}

interface UserNameSituation {
  readonly isClusterAdmin: boolean;
  /** Whether the entry is nothing but a grant of administration, which carries no user name. */
  readonly onlyAdmin: boolean;
  readonly verdict: Verdict;
}

/**
 * A role binding can name a user as well as a group, and nobody sees from aws-auth whether one does. So a user name is kept where
 * EKS takes it; where it does not, leaving it out is for somebody to decide, unless the principal may do everything anyway.
 */
function keptUserName(
  { userName: written }: AwsAuthLine,
  principal: Principal,
  { isClusterAdmin, onlyAdmin, verdict }: UserNameSituation,
): string | undefined {
  const byDefault = defaultUserName(principal);
  if (written === undefined || written === '') {
    verdict.remark(
      `The line has no user name, and EKS makes it ${quoted(byDefault)}; see that no role binding names that.`,
    );
    return undefined;
  }
  const userName = filledIn(written, principal);
  if (userName === byDefault) {
    return undefined;
  }
  const why = whyNoUserName(userName, principal.type);
  if (onlyAdmin || (why !== undefined && isClusterAdmin)) {
    verdict.lose(
      `The user name in audit logs becomes ${quoted(byDefault)} in place of ${quoted(userName)}${why === undefined ? '' : `, which ${why}`}; an administrator needs no role binding.`,
    );
    return undefined;
  }
  if (why !== undefined) {
    verdict.ask(
      `The user name ${withReason(userName, why)}. Without it EKS makes it ${quoted(byDefault)}, and role bindings that name the user fit no more: see that none does, or bind a group.`,
    );
    return undefined;
  }
  return userName;
}

/** What becomes of an account that is let in as a whole. */
export function judgeAccount({ principal, section }: AwsAuthLine): Verdict {
  const verdict = new Verdict().refuse(
    'mapAccounts lets in everybody of an account, under the ARN as user name; an entry names one principal. Grant those users and roles that role bindings name by ARN.',
  );
  if (!/^\d{12}$/.test(principal)) {
    verdict.remark('An account has twelve digits, so that this one lets nobody in.');
  }
  if (!section.isRead) {
    verdict.remark(`The authenticator does not read ${quoted(section.name)}.`);
  }
  return verdict;
}

/** What becomes of a line that another one takes the effect from. */
export function judgeWithoutEffect(line: AwsAuthLine, winner: AwsAuthLine): Verdict {
  const where = `line ${String(winner.line)}`;
  const given = new Set(winner.groups);
  const missing = line.groups.filter((group) => !given.has(group));
  const verdict = new Verdict();
  if (missing.length === 0 && line.userName === winner.userName) {
    return verdict.remark(`Said again in ${where}, which is the one that counts.`);
  }
  const what =
    missing.length > 0
      ? `The groups ${listed(missing)} are not granted`
      : `The user name ${quoted(line.userName ?? '')} is not given`;
  const rule =
    line.section.kind === winner.section.kind
      ? 'of several lines for one principal the authenticator goes by the last'
      : 'the authenticator looks into mapRoles first';
  return verdict.lose(`${what}, as they are not today: ${rule}, which is ${where}.`);
}
