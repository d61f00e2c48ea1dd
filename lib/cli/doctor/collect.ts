/**
 * Reads everything about a cluster, and goes on where something may not be read.
 */
import type { DeclaredCluster } from '../../doctor/declared-cluster';
import { declaredSecurityGroupIds, declaredSubnetIds } from '../../doctor/declared-cluster';
import type { NotExamined } from '../../doctor/doctor-finding';
import type { LiveAccessEntry, LiveCluster, LiveState, LiveSubnet } from '../../doctor/live-state';
import { fatalError, kindOfFailure, messageOfFailure } from './aws-failures';
import type { AwsGateway } from './aws-gateway';

/** What was read, and what was not. */
export interface Collected {
  readonly live: LiveState;
  readonly notExamined: readonly NotExamined[];
}

/** EKS has no cluster of that name in that region. */
export class ClusterNotFound extends Error {}

/** As many calls at a time as EKS takes without throttling. */
const AT_ONCE = 6;

/** Reads one cluster. */
export class Collector {
  private readonly failures = new Map<string, NotExamined>();

  /**
   * @param tell is told what is being read
   */
  public constructor(
    private readonly gateway: AwsGateway,
    private readonly clusterName: string,
    private readonly tell: (what: string) => void,
  ) {}

  /**
   * Reads everything.
   *
   * @throws ClusterNotFound
   * @throws CommandError when AWS can be asked nothing
   */
  public async collect(declared: DeclaredCluster | undefined): Promise<Collected> {
    const { gateway, clusterName } = this;
    this.tell('the cluster');
    const cluster = await this.attempt('eks:DescribeCluster', 'the cluster itself, and its network', () =>
      gateway.describeCluster(clusterName),
    );
    const addons = await this.each('add-ons', {
      list: ['eks:ListAddons', () => gateway.listAddons(clusterName)],
      describe: ['eks:DescribeAddon', (name) => gateway.describeAddon(clusterName, name)],
    });
    const nodeGroups = await this.each('node groups', {
      list: ['eks:ListNodegroups', () => gateway.listNodegroups(clusterName)],
      describe: ['eks:DescribeNodegroup', (name) => gateway.describeNodegroup(clusterName, name)],
    });
    const fargateProfiles = await this.each('Fargate profiles', {
      list: ['eks:ListFargateProfiles', () => gateway.listFargateProfiles(clusterName)],
      describe: ['eks:DescribeFargateProfile', (name) => gateway.describeFargateProfile(clusterName, name)],
    });
    const accessEntries = await this.entries(cluster);
    const before = { cluster, addons, nodeGroups, fargateProfiles, accessEntries };
    const live = { ...before, ...(await this.network(before, declared)) };
    return { live, notExamined: [...this.failures.values()] };
  }

  /** While only aws-auth counts there are no entries, and EKS refuses to list them. */
  private async entries(cluster: LiveCluster | undefined): Promise<readonly LiveAccessEntry[] | undefined> {
    if (cluster?.authenticationMode === 'CONFIG_MAP') {
      return undefined;
    }
    const { gateway, clusterName } = this;
    return this.each('access entries', {
      list: ['eks:ListAccessEntries', () => gateway.listAccessEntries(clusterName)],
      describe: [
        'eks:DescribeAccessEntry',
        async (principalArn) => {
          const entry = await gateway.describeAccessEntry(clusterName, principalArn);
          const policies = await this.attempt(
            'eks:ListAssociatedAccessPolicies',
            'policies of access entries',
            () => gateway.listAssociatedAccessPolicies(clusterName, principalArn),
            { mayVanish: true },
          );
          return entry === undefined ? undefined : { ...entry, policies };
        },
      ],
    });
  }

  private async network(
    live: LiveState,
    declared: DeclaredCluster | undefined,
  ): Promise<Pick<LiveState, 'subnets' | 'securityGroups'>> {
    const { gateway } = this;
    const { cluster, nodeGroups = [], fargateProfiles = [] } = live;
    const named = [
      ...(cluster?.subnetIds ?? []),
      ...[...nodeGroups, ...fargateProfiles].flatMap(({ subnetIds }) => subnetIds),
      ...(declared === undefined ? [] : declaredSubnetIds(declared)),
    ];
    if (cluster === undefined && named.length === 0) {
      return {};
    }
    this.tell('subnets and security groups');
    const subnets = await this.attempt('ec2:DescribeSubnets', 'subnets', async () => {
      const own: readonly LiveSubnet[] =
        cluster === undefined ? [] : await gateway.subnetsOfVpc(cluster.vpcId);
      const others = new Set(named.filter((id) => !own.some((subnet) => subnet.id === id)));
      return [...own, ...(await gateway.subnetsById([...others]))];
    });
    const groups = new Set([
      ...(cluster?.securityGroupIds ?? []),
      ...(cluster?.clusterSecurityGroupId === undefined ? [] : [cluster.clusterSecurityGroupId]),
      ...(declared === undefined ? [] : declaredSecurityGroupIds(declared)),
    ]);
    const securityGroups = await this.attempt('ec2:DescribeSecurityGroups', 'security groups', () =>
      gateway.securityGroupsById([...groups]),
    );
    return { subnets, securityGroups };
  }

  /** Lists things and describes each; undefined when not even the list can be had, or not all of it. */
  private async each<T>(
    plural: string,
    calls: {
      readonly list: readonly [action: string, call: () => Promise<readonly string[]>];
      readonly describe: readonly [action: string, call: (name: string) => Promise<T | undefined>];
    },
  ): Promise<readonly T[] | undefined> {
    this.tell(plural);
    const [listAction, list] = calls.list;
    const [describeAction, describe] = calls.describe;
    const names = await this.attempt(listAction, plural, list);
    if (names === undefined) {
      return undefined;
    }
    let done = 0;
    const failed: string[] = [];
    const found = await inTurns(names, async (name) => {
      const one = await this.attempt(describeAction, plural, () => describe(name), {
        onFailure: () => failed.push(name),
        mayVanish: true,
      });
      done += 1;
      this.tell(`${plural}, ${String(done)} of ${String(names.length)}`);
      return one;
    });
    // A list with holes would make what is in the holes look as if it were missing.
    return failed.length === 0 ? found.filter((one) => one !== undefined) : undefined;
  }

  private async attempt<T>(
    action: string,
    what: string,
    call: () => Promise<T | undefined>,
    {
      onFailure,
      mayVanish = false,
    }: { readonly onFailure?: () => unknown; readonly mayVanish?: boolean } = {},
  ): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const kind = kindOfFailure(error);
      if (kind === 'fatal') {
        throw fatalError(error);
      }
      if (kind === 'not-found') {
        if (mayVanish) {
          return undefined;
        }
        throw new ClusterNotFound(messageOfFailure(error), { cause: error });
      }
      if (kind !== 'no-entries') {
        onFailure?.();
        const reason = kind === 'denied' ? 'denied' : 'failed';
        const key = `${action} ${reason}`;
        // Hundreds of calls may fail for one reason, which is said once.
        if (!this.failures.has(key)) {
          this.failures.set(key, { action, what, reason, message: messageOfFailure(error) });
        }
      }
      return undefined;
    }
  }
}

/** Some at a time, with results in the order of the names. */
export async function inTurns<T>(names: readonly string[], work: (name: string) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const rest = names.entries();
  const worker = async (): Promise<void> => {
    for (const [index, name] of rest) {
      results[index] = await work(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
