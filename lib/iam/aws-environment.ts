/**
 * What is known at synth about the AWS environment of a stack: the region of its provider, and from it the
 * partition. A data source for the partition would be read at apply as soon as anything it depends on changes and
 * would turn policy ARNs into unknowns, so the partition is a literal or an error.
 */
import { TerraformProvider, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { partitionOfRegion } from '../validation/checks/arn';
import { SafetyReport } from '../validation/safety-report';
import { isKnown } from '../validation/checks/known';

/** The environment of one construct; answers are taken at synth, when providers made later are known too. */
export class AwsEnvironment {
  private known: string | undefined;

  /**
   * @param scope the construct whose environment it is
   * @param provider the provider its resources use; the default provider of the stack otherwise
   * @param givenPartition the partition, when the user names it
   */
  public constructor(
    private readonly scope: IConstruct,
    private readonly provider?: TerraformProvider,
    private readonly givenPartition?: string,
  ) {
    if (givenPartition === undefined) {
      SafetyReport.of(scope).addCheck(scope, () => (this.region === undefined ? [UNKNOWN_PARTITION] : []));
    }
  }

  /** The provider in use; undefined where none is made in the stack. */
  public get awsProvider(): TerraformProvider | undefined {
    return this.provider ?? defaultAwsProvider(this.scope);
  }

  /** The region where it is a literal of the provider; undefined otherwise. */
  public get region(): string | undefined {
    this.known ??= literalRegion(this.awsProvider);
    return this.known;
  }

  /** The partition; meaningless when the check has reported SEKS1006. */
  public get partition(): string {
    return this.givenPartition ?? partitionOfRegion(this.region ?? '');
  }
}

const UNKNOWN_PARTITION = {
  code: 'SEKS1006',
  property: 'partition',
  what: 'the region of the AWS provider is not a literal, so the partition for policy ARNs cannot be derived',
  fix: "Give the provider a literal region, or give the cluster its partition, such as 'aws'.",
} as const;

function literalRegion(provider: TerraformProvider | undefined): string | undefined {
  const region = (provider as { readonly region?: string } | undefined)?.region;
  const isLiteral = region !== undefined && isKnown(region);
  return isLiteral ? region : undefined;
}

function defaultAwsProvider(scope: IConstruct): TerraformProvider | undefined {
  const isDefault = (node: IConstruct): node is TerraformProvider =>
    TerraformProvider.isTerraformProvider(node) &&
    node.terraformResourceType === 'aws' &&
    node.alias === undefined;
  const stack = TerraformStack.of(scope);
  // Providers nearly always stand directly below the stack; a search of the whole tree is the exception.
  return stack.node.children.find(isDefault) ?? stack.node.findAll().find(isDefault);
}
