/**
 * What the AWS command line prints about the cluster of an account: the answers of the stand-in, with times as it writes them.
 */
import type { StandInAccount } from './aws-stand-in/account';
import { eksCall } from './aws-stand-in/eks-api';

/** All answers that `safe-eks adopt` reads, in the order in which a person would ask. */
export function cliAnswers(account: StandInAccount): readonly object[] {
  const [cluster] = account.clusters ?? [];
  const path = `/clusters/${cluster?.name ?? ''}`;
  const ask = (suffix: string): object => answer(account, `${path}${suffix}`);
  const entries = cluster?.authenticationMode === 'CONFIG_MAP' ? [] : (cluster?.accessEntries ?? []);
  return [
    ask(''),
    ...(cluster?.addons ?? []).map(({ name }) => ask(`/addons/${name}`)),
    ...(cluster?.nodeGroups ?? []).map(({ name }) => ask(`/node-groups/${name}`)),
    ...(cluster?.fargateProfiles ?? []).map(({ name }) => ask(`/fargate-profiles/${name}`)),
    ...entries.flatMap(({ principalArn }) => {
      const entry = `/access-entries/${encodeURIComponent(principalArn)}`;
      return [ask(entry), ask(`${entry}/access-policies`)];
    }),
    ...(cluster?.podIdentityAssociations ?? []).map(({ id }) => ask(`/pod-identity-associations/${id}`)),
    ask('/addons'),
    ask('/node-groups'),
    ask('/fargate-profiles'),
    ...(cluster?.authenticationMode === 'CONFIG_MAP' ? [] : [ask('/access-entries')]),
    logGroupAnswer(account),
  ];
}

/** What `aws logs describe-log-groups` prints. */
export function logGroupAnswer({ logGroups = [] }: StandInAccount): object {
  return {
    logGroups: logGroups.map(({ name, retentionInDays, kmsKeyArn }) => ({
      logGroupName: name,
      creationTime: 1_750_000_000_123,
      retentionInDays,
      kmsKeyId: kmsKeyArn,
      storedBytes: 4096,
    })),
  };
}

function answer(account: StandInAccount, path: string): object {
  const place = { accountId: account.accountId ?? '111122223333', region: account.region ?? 'eu-west-1' };
  const query = new URLSearchParams();
  const asked = eksCall(path, { account, place, query, pageSize: 100 }).answer();
  return JSON.parse(
    JSON.stringify(asked, (key, value: unknown) =>
      typeof value === 'number' && key.endsWith('At')
        ? new Date(value * 1000).toISOString()
        : (value ?? undefined),
    ),
  ) as object;
}
