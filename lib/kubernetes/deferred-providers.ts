/**
 * Providers for what runs on a cluster, which never see a value that is not known yet.
 */
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformProvider } from 'cdktf';
import { Fn, Lazy, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';

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
   * ARN of a role to take for talking to the cluster; it needs an access entry.
   *
   * @default - the credentials that Terraform runs with
   */
  readonly roleArn?: string;

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
 * `aws eks get-token` when it is needed, so it cannot expire between plan and apply.
 *
 * Reports SEKS5001 in the cluster's own stack, unless that is acknowledged; SEKS5002 without the package for Helm;
 * SEKS5003 when the region is unknown.
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
    checks.arn('roleArn', props.roleArn, 'iam');
    this.validateStack(cluster, checks);
    SafetyReport.of(this).addCheck(this, () =>
      (props.region ?? cluster.region) === undefined ? [UNKNOWN_REGION] : [],
    );
    const connection = {
      host: cluster.clusterEndpoint,
      clusterCaCertificate: Fn.base64decode(cluster.clusterCertificateAuthorityData),
    };
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: tokenArguments(props),
    };
    this.kubernetes = new KubernetesProvider(this, 'Kubernetes', { ...connection, exec: [exec], alias });
    if (props.helm ?? false) {
      this.helm = this.makeHelm(checks, { kubernetes: { ...connection, exec }, alias });
    }
    // The stack as a whole comes after everything of the cluster, so that objects find a CNI, nodes and their rights.
    cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, this, { name: this.node.path, resources: [] });
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

const UNKNOWN_REGION = {
  code: 'SEKS5003',
  property: 'region',
  what: "the region of the cluster's AWS provider is not a literal, so tokens cannot be asked for",
  fix: 'Give the region.',
} as const;

function tokenArguments({ cluster, region, roleArn }: DeferredProvidersProps): string[] {
  return [
    'eks',
    'get-token',
    '--cluster-name',
    cluster.physicalName,
    '--region',
    Lazy.stringValue({ produce: () => region ?? cluster.region ?? '' }),
    '--output',
    'json',
    ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
  ];
}
