/**
 * Asks EKS everything about a cluster, and keeps the answers as they are. Every call is one Describe or List.
 */
import type { EKSClient } from '@aws-sdk/client-eks';
import type { Document, ListedKind } from '../../adoption/answers';
import { fatalError, kindOfFailure, messageOfFailure } from '../doctor/aws-failures';
import type { AwsSignIn } from '../doctor/aws-gateway';
import { allPages, MAX_ATTEMPTS } from '../doctor/aws-gateway';
import type { AwsSdk } from '../doctor/aws-sdk';
import { inTurns } from '../doctor/collect';
import { CommandError } from '../command';

/** What was answered, and what was not. */
export interface ReadAnswers {
  readonly documents: readonly Document[];
  /** What could not be read, in sentences. */
  readonly gaps: readonly string[];
}

type Listing = () => Promise<{
  readonly items: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}>;

/** Reads one cluster. */
export class AnswerReader {
  private readonly eks: EKSClient;
  private readonly documents: Document[] = [];
  private readonly gaps = new Set<string>();

  /**
   * @param tell is told what is being read
   */
  public constructor(
    private readonly sdk: AwsSdk,
    private readonly clusterName: string,
    { region, profile }: AwsSignIn,
    private readonly tell: (what: string) => void,
  ) {
    this.eks = new sdk.eks.EKSClient({
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
      retryMode: 'standard',
    });
  }

  /**
   * Reads everything.
   *
   * @throws CommandError when there is no such cluster, or AWS can be asked nothing
   */
  public async read(): Promise<ReadAnswers> {
    const { clusterName } = this;
    const { DescribeClusterCommand } = this.sdk.eks;
    try {
      this.tell('the cluster');
      try {
        this.keep(await this.eks.send(new DescribeClusterCommand({ name: clusterName })));
      } catch (error) {
        throw await this.explained(error);
      }
      await this.addons();
      await this.nodeGroups();
      await this.fargateProfiles();
      await this.entries();
      await this.associations();
      return { documents: this.documents, gaps: [...this.gaps] };
    } finally {
      this.eks.destroy();
    }
  }

  private async addons(): Promise<void> {
    const { clusterName, eks } = this;
    const { ListAddonsCommand, DescribeAddonCommand } = this.sdk.eks;
    await this.each('add-ons', 'addons', {
      list: async (nextToken) => {
        const page = await eks.send(new ListAddonsCommand({ clusterName, nextToken }));
        return { items: page.addons, nextToken: page.nextToken };
      },
      describe: async (addonName) => [await eks.send(new DescribeAddonCommand({ clusterName, addonName }))],
    });
  }

  private async nodeGroups(): Promise<void> {
    const { clusterName, eks } = this;
    const { ListNodegroupsCommand, DescribeNodegroupCommand } = this.sdk.eks;
    await this.each('node groups', 'nodegroups', {
      list: async (nextToken) => {
        const page = await eks.send(new ListNodegroupsCommand({ clusterName, nextToken }));
        return { items: page.nodegroups, nextToken: page.nextToken };
      },
      describe: async (nodegroupName) => [
        await eks.send(new DescribeNodegroupCommand({ clusterName, nodegroupName })),
      ],
    });
  }

  private async fargateProfiles(): Promise<void> {
    const { clusterName, eks } = this;
    const { ListFargateProfilesCommand, DescribeFargateProfileCommand } = this.sdk.eks;
    await this.each('Fargate profiles', 'fargateProfileNames', {
      list: async (nextToken) => {
        const page = await eks.send(new ListFargateProfilesCommand({ clusterName, nextToken }));
        return { items: page.fargateProfileNames, nextToken: page.nextToken };
      },
      describe: async (fargateProfileName) => [
        await eks.send(new DescribeFargateProfileCommand({ clusterName, fargateProfileName })),
      ],
    });
  }

  /** While only aws-auth counts there are no entries, and EKS refuses to list them. */
  private async entries(): Promise<void> {
    const { clusterName, eks } = this;
    const { ListAccessEntriesCommand, DescribeAccessEntryCommand, ListAssociatedAccessPoliciesCommand } =
      this.sdk.eks;
    await this.each('access entries', 'accessEntries', {
      list: async (nextToken) => {
        const page = await eks.send(new ListAccessEntriesCommand({ clusterName, nextToken }));
        return { items: page.accessEntries, nextToken: page.nextToken };
      },
      describe: async (principalArn) => {
        const entry = await eks.send(new DescribeAccessEntryCommand({ clusterName, principalArn }));
        const policies = await this.attempt(`the policies of ${principalArn}`, () =>
          allPages(async (nextToken) => {
            const input = { clusterName, principalArn, nextToken };
            const page = await eks.send(new ListAssociatedAccessPoliciesCommand(input));
            return { items: page.associatedAccessPolicies, nextToken: page.nextToken };
          }),
        );
        return policies === undefined
          ? [entry]
          : [entry, { clusterName, principalArn, associatedAccessPolicies: policies }];
      },
    });
  }

  private async associations(): Promise<void> {
    const { clusterName, eks } = this;
    const { ListPodIdentityAssociationsCommand, DescribePodIdentityAssociationCommand } = this.sdk.eks;
    await this.each('Pod Identity associations', undefined, {
      list: async (nextToken) => {
        const page = await eks.send(new ListPodIdentityAssociationsCommand({ clusterName, nextToken }));
        const ids = page.associations?.flatMap(({ associationId }) => associationId ?? []);
        return { items: ids, nextToken: page.nextToken };
      },
      describe: async (associationId) => [
        await eks.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId })),
      ],
    });
  }

  /** Lists things and describes each. That something is named, and nothing describes it, is told later. */
  private async each(
    what: string,
    kind: ListedKind | undefined,
    {
      list,
      describe,
    }: {
      readonly list: (nextToken: string | undefined) => ReturnType<Listing>;
      readonly describe: (name: string) => Promise<readonly object[]>;
    },
  ): Promise<void> {
    this.tell(what);
    const names = await this.attempt(`the list of ${what}`, () => allPages(list));
    if (names === undefined) {
      return;
    }
    if (kind !== undefined) {
      this.keep({ [kind]: names });
    }
    let done = 0;
    const answers = await inTurns(names, async (name) => {
      const answer = await this.attempt(name, () => describe(name));
      done += 1;
      this.tell(`${what}, ${String(done)} of ${String(names.length)}`);
      return answer;
    });
    answers
      .flatMap((answer) => answer ?? [])
      .forEach((answer) => {
        this.keep(answer);
      });
  }

  private async attempt<T>(what: string, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      const kind = kindOfFailure(error);
      if (kind === 'fatal') {
        throw fatalError(error);
      }
      // What is deleted in this very moment is no longer there to be taken over.
      if (kind !== 'no-entries' && kind !== 'not-found') {
        this.gaps.add(`${what} could not be read: ${messageOfFailure(error)}`);
      }
      return undefined;
    }
  }

  private keep(content: object): void {
    this.documents.push({ source: 'EKS', content });
  }

  private async explained(error: unknown): Promise<CommandError> {
    const { clusterName } = this;
    const kind = kindOfFailure(error);
    if (kind === 'fatal') {
      return fatalError(error);
    }
    if (kind !== 'not-found') {
      return new CommandError(`${clusterName} may not be read: ${messageOfFailure(error)}`, { cause: error });
    }
    const region = await this.eks.config.region();
    return new CommandError(
      `There is no cluster ${clusterName} in ${region}. If it is in another region or account, name it with --region or --profile.`,
      { cause: error },
    );
  }
}
