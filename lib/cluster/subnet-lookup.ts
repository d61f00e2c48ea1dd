/**
 * Subnets as AWS has them, looked up so that one that is gone is no error of a data source.
 */
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { DataAwsSubnets } from '@cdktf/provider-aws/lib/data-aws-subnets';
import type { TerraformProvider } from 'cdktf';
import {
  DefaultTokenResolver,
  StringConcat,
  TerraformIterator,
  TerraformLocal,
  Token,
  Tokenization,
} from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { LiveCluster } from './live-cluster';

/** A list of subnets that somebody gave. */
export interface GivenSubnets {
  /** Path of the property that they were given by. */
  readonly property: string;
  readonly ids: string[];
}

/** A list of subnets, as expressions of Terraform without braces. */
export interface SoughtSubnets {
  readonly all: string;
  readonly existing: string;
  readonly missing: string;
}

/** All subnets that are given or that the live cluster has. */
export class SubnetLookup {
  /** What EKS has on record for the live cluster; none without one. */
  public readonly recorded: SoughtSubnets;
  /** What was given, in the same order. */
  public readonly given: readonly SoughtSubnets[];
  /** The VPC of the live cluster, as a list of one or none. */
  public readonly vpcOfCluster: string;
  private readonly details: string;

  /**
   * The data sources feed nothing but conditions, except where a network is read live on purpose.
   *
   * @param scope where the data sources are made
   * @param given the subnets to look for, besides those of the live cluster
   */
  public constructor(
    private readonly scope: Construct,
    given: readonly GivenSubnets[],
    { address: live }: LiveCluster,
    provider?: TerraformProvider,
  ) {
    this.vpcOfCluster = `flatten(${live}[*].vpc_config[*].vpc_id)`;
    const recorded = this.named('Recorded', `\${sort(flatten(${live}[*].vpc_config[*].subnet_ids))}`);
    const lists = given.map((list) => ({ name: nameOf(list), all: this.named(nameOf(list), list.ids) }));
    const found = new DataAwsSubnets(scope, 'Subnets', {
      filter: [
        {
          name: 'subnet-id',
          values: Token.asList(
            `\${distinct(concat(${[...lists.map(({ all }) => all), recorded].join(', ')}))}`,
          ),
        },
      ],
      provider,
    });
    this.details = new DataAwsSubnet(scope, 'Subnet', {
      forEach: TerraformIterator.fromList(found.ids),
      id: Token.asString('${each.value}'),
      provider,
    }).fqn;
    this.recorded = this.sought('Recorded', recorded);
    this.given = lists.map(({ name, all }) => this.sought(name, all));
  }

  /** Those of a list that exist and of which something holds, said of `subnet`. */
  public where({ existing }: SoughtSubnets, condition: (subnet: string) => string): string {
    return `[for id in ${existing} : id if ${condition(`${this.details}[id]`)}]`;
  }

  /** An attribute of those that exist, each value once. */
  public distinct({ existing }: SoughtSubnets, attribute: string): string {
    return `sort(distinct([for id in ${existing} : ${this.details}[id].${attribute}]))`;
  }

  /** Gives an expression a name. */
  public named(id: string, value: unknown): string {
    return new TerraformLocal(this.scope, id, value).toString();
  }

  private sought(id: string, all: string): SoughtSubnets {
    const of = (negation: string): string =>
      `\${[for id in ${all} : id if ${negation}contains(keys(${this.details}), id)]}`;
    return {
      all,
      existing: this.named(`${id}Existing`, of('')),
      missing: this.named(`${id}Missing`, of('!')),
    };
  }
}

/** `network.nodeSubnetIds` is known as `nodeSubnetIds`. */
function nameOf({ property }: GivenSubnets): string {
  return property.split('.').at(-1) ?? property;
}

/**
 * Whether values come from resources or modules of the app itself: what Terraform makes in the same plan cannot have drifted,
 * and may not be there yet.
 */
export function areMadeHere(scope: IConstruct, values: readonly string[]): boolean {
  const resolver = new DefaultTokenResolver(new StringConcat());
  // While preparing, a reference to another stack is one to its outputs.
  const text = JSON.stringify(Tokenization.resolve(values, { scope, resolver, preparing: true }));
  // What is behind a local value cannot be seen from here, so it may be that, too.
  return /(^|[^.\w])(aws_\w+|module|local)\./.test(text);
}
