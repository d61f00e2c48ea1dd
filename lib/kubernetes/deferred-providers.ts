/**
 * Providers for what runs on a cluster, which never see a value that is not known yet.
 */
import { DataAwsEksClusterAuth } from '@cdktf/provider-aws/lib/data-aws-eks-cluster-auth';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformProvider } from 'cdktf';
import { Fn, Lazy, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { judgeTokenCommand, regionOf, tokenArguments } from './token-command';
import { TokenSource } from './token-source';

/** Properties of {@link DeferredProviders}. */
export interface DeferredProvidersProps {
  /** The cluster to talk to. */
  readonly cluster: ISafeEksCluster;

  /**
   * Whether a provider for Helm is made too. The package `@cdktf/provider-helm` must be installed; SEKS5002 says so.
   *
   * @default false
   */
  readonly helm?: boolean;

  /**
   * Region of the cluster.
   *
   * @default - the region of the cluster's AWS provider, where it is a literal
   */
  readonly region?: string;

  /**
   * Where tokens come from.
   *
   * @default TokenSource.EXEC
   */
  readonly tokenSource?: TokenSource;

  /**
   * Profile of the AWS command line that asks for tokens. With one, no role is taken that the AWS provider names: a profile may
   * take one by itself.
   *
   * @default - the profile of the cluster's AWS provider, if it names one
   */
  readonly profile?: string;

  /**
   * ARN of a role to take for talking to the cluster; it needs an access entry.
   *
   * @default - the role of the cluster's AWS provider, if it assumes one; otherwise the credentials that Terraform runs with
   */
  readonly roleArn?: string;

  /**
   * The AWS provider of this stack that reads the token of `TokenSource.DATA_SOURCE`.
   *
   * @default - the default AWS provider of the stack
   */
  readonly awsProvider?: TerraformProvider;

  /**
   * Whether they install what nodes wait for, such as another CNI: their stack then comes before nodes and what needs nodes, instead of
   * after everything.
   *
   * @default false
   */
  readonly beforeCompute?: boolean;

  /**
   * Alias of the providers, for stacks that talk to several clusters.
   *
   * @default - they are the default providers of the stack
   */
  readonly alias?: string;
}

/**
 * A kubernetes provider, and on demand one for Helm, for a stack of their own.
 *
 * Terraform configures a provider before it plans. When the cluster is to be created or replaced in the same run, its
 * endpoint is unknown then, and the provider turns to `127.0.0.1:80`: "connection refused". In another stack the
 * endpoint is an output of the cluster's, known before that stack is planned. The token is fetched by
 * `aws eks get-token` when it is needed, so it cannot expire between plan and apply; as whom, is taken from the AWS provider
 * of the cluster.
 *
 * Reports SEKS5001 in the cluster's own stack, unless that is acknowledged; SEKS5002 without the package for Helm;
 * SEKS5003 when the region is unknown; SEKS5005 when a token cannot be asked for as the AWS provider signs in; SEKS5006 for
 * settings that the source of tokens does not have.
 *
 * @see https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#stacking-with-managed-kubernetes-cluster-resources
 */
export class DeferredProviders extends Construct {
  /** The kubernetes provider. */
  public readonly kubernetes: KubernetesProvider;
  /** The provider for Helm, where it was asked for. */
  public readonly helm?: TerraformProvider;

  public constructor(scope: Construct, id: string, props: DeferredProvidersProps) {
    super(scope, id);
    const { cluster, alias } = props;
    const checks = new PropertyChecks(this);
    checks.literal('helm', props.helm);
    checks.literal('beforeCompute', props.beforeCompute);
    checks.literal('tokenSource', props.tokenSource);
    checks.arn('roleArn', props.roleArn, 'iam');
    this.validateStack(cluster, checks);
    validateToken(props, checks);
    const connection = {
      host: cluster.clusterEndpoint,
      clusterCaCertificate: Fn.base64decode(cluster.clusterCertificateAuthorityData),
    };
    const { token, exec } = this.credentials(props);
    this.kubernetes = new KubernetesProvider(this, 'Kubernetes', {
      ...connection,
      token,
      exec: exec === undefined ? undefined : [exec],
      alias,
    });
    if (props.helm ?? false) {
      this.helm = this.makeHelm(checks, { kubernetes: { ...connection, token, exec }, alias });
    }
    // The stack as a whole comes after everything of the cluster, so that objects find a CNI, nodes and their rights.
    // For a CNI, which nodes wait for, it is there with the cluster and the right to it.
    const stage =
      props.beforeCompute === true ? DeploymentStage.PRE_COMPUTE_ADDONS : DeploymentStage.WORKLOADS;
    cluster.deploymentOrder.join(stage, this, { name: this.node.path, resources: [] });
  }

  private credentials(props: DeferredProvidersProps): Credentials {
    if (props.tokenSource === TokenSource.DATA_SOURCE) {
      const auth = new DataAwsEksClusterAuth(this, 'Token', {
        name: props.cluster.physicalName,
        region: Lazy.stringValue({ produce: () => regionOf(props) }),
        provider: props.awsProvider,
      });
      return { token: auth.token };
    }
    SafetyReport.of(this).addCheck(this, () => judgeTokenCommand(props));
    const apiVersion = 'client.authentication.k8s.io/v1beta1';
    return { exec: { apiVersion, command: 'aws', args: tokenArguments(props) } };
  }

  private validateStack(cluster: ISafeEksCluster, checks: PropertyChecks): void {
    const isKnown = !Token.isUnresolved(cluster.clusterEndpoint);
    if (isKnown || TerraformStack.of(cluster) !== TerraformStack.of(this)) {
      return;
    }
    checks.report({
      code: 'SEKS5001',
      property: 'cluster',
      limit: 'another stack than the cluster’s',
      what:
        'the providers are in the stack of their cluster, so whenever the cluster is created or replaced they are ' +
        'configured with unknown values and turn to 127.0.0.1:80',
      fix: 'Put them and what they manage into a stack of their own, or acknowledge the code with a reason.',
    });
  }

  /** The package is optional, so it is loaded only when it is wanted. */
  private makeHelm(checks: PropertyChecks, config: object): TerraformProvider | undefined {
    const load = (): HelmModule | undefined => {
      try {
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- optional and synchronous
        return require('@cdktf/provider-helm/lib/provider') as HelmModule;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') {
          return undefined;
        }
        throw error;
      }
    };
    const helm = load();
    if (helm === undefined) {
      const what = 'helm is asked for, but the package @cdktf/provider-helm is not installed';
      checks.report({
        code: 'SEKS5002',
        property: 'helm',
        value: true,
        what,
        fix: 'Install it, or leave helm out.',
      });
      return undefined;
    }
    return new helm.HelmProvider(this, 'Helm', config);
  }
}

interface HelmModule {
  readonly HelmProvider: new (scope: Construct, id: string, config: object) => TerraformProvider;
}

/** One of the two. */
interface Credentials {
  readonly token?: string;
  readonly exec?: { readonly apiVersion: string; readonly command: string; readonly args: string[] };
}

/** A setting that is left unread would have somebody else sign in than was meant. */
function validateToken(props: DeferredProvidersProps, checks: PropertyChecks): void {
  const isRead = props.tokenSource === TokenSource.DATA_SOURCE;
  for (const property of isRead ? (['profile', 'roleArn'] as const) : (['awsProvider'] as const)) {
    if (props[property] !== undefined) {
      checks.report({
        code: 'SEKS5006',
        property,
        what: isRead
          ? `${property} is given, but the data source signs in as the AWS provider of this stack does`
          : `${property} is given, but tokens are asked for by aws eks get-token`,
        fix: isRead ? 'Give it to that AWS provider.' : 'Leave it out, or take TokenSource.DATA_SOURCE.',
      });
    }
  }
}
