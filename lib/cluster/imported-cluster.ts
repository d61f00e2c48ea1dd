/**
 * A cluster that is managed elsewhere, known by what its user says of it.
 */
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryAuth } from '../access/access-entry-auth';
import { AutoMode } from '../auto-mode/auto-mode';
import { checkAutoModeOptions, judgeAutoMode } from '../auto-mode/auto-mode-checks';
import { nameOfRole } from '../auto-mode/auto-mode-resources';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import { AwsEnvironment } from '../iam/aws-environment';
import { DeploymentOrder } from '../ordering/deployment-order';
import type { UpdateWaves } from '../ordering/update-waves';
import { literalMap } from '../validation/checks/known';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { SafeEksError } from '../validation/safe-eks-error';
import { judgeVersion } from './cluster-checks';
import { logGroupNameOf } from './cluster-logging';
import type { ImportedFacts } from './cluster-lookup';
import type { ClusterAttributes } from './cluster-options';
import type { IEksNetwork } from './eks-network';
import { joinNetwork } from './eks-network';
import type { ISafeEksCluster } from './i-safe-eks-cluster';
import { IpFamily } from './i-safe-eks-cluster';
import type { KubernetesVersion } from './kubernetes-version';
import { LiveCluster } from './live-cluster';
import { LiveNetwork } from './live-network';
import type { NetworkCheck } from './network-check';
import { surveyOf } from './network-of-nodes';
import type { NetworkSurvey } from './network-survey';

/** The result of `SafeEksCluster.fromClusterAttributes` and `fromClusterName`. */
export class ImportedCluster extends Construct implements ISafeEksCluster {
  public readonly clusterName: string;
  public readonly physicalName: string;
  public readonly kubernetesVersion: KubernetesVersion;
  public readonly controlPlaneVersion: KubernetesVersion;
  public readonly authentication: ClusterAuthentication;
  public readonly clusterVersion: string;
  public readonly ipFamily: IpFamily;
  public readonly autoMode: AutoMode;
  public readonly autoModeNodeRoleArn?: string;
  public readonly autoModeNodeRoleName?: string;
  public readonly deploymentOrder: DeploymentOrder;
  public readonly tags: { [key: string]: string };
  public readonly provider?: TerraformProvider;
  public readonly _environment: AwsEnvironment;
  public readonly _live: LiveCluster;
  public readonly _networkCheck?: NetworkCheck;
  public readonly _networkSurvey?: NetworkSurvey;
  private readonly attributes: ImportedFacts;

  public constructor(scope: Construct, id: string, describe: (cluster: Construct) => ImportedFacts) {
    super(scope, id);
    const attributes = describe(this);
    this.attributes = attributes;
    const checks = new PropertyChecks(this);
    checks.literal('clusterName', attributes.clusterName);
    [
      ...judgeVersion(attributes.version.version),
      ...(attributes.network?.check?._judge('network.check') ?? []),
    ].forEach((problem) => {
      checks.report(problem);
    });
    this.clusterName = attributes.clusterName;
    this.physicalName = attributes.clusterName;
    this.kubernetesVersion = attributes.version;
    this.controlPlaneVersion = attributes.version;
    this.authentication = attributes.authentication ?? AccessEntryAuth.api();
    this.clusterVersion = attributes.version.version;
    this.ipFamily = attributes.ipFamily ?? IpFamily.IPV4;
    this.autoMode = attributes.autoMode ?? AutoMode.disabled();
    this.autoModeNodeRoleArn = this.autoMode._options.nodeRoleArn ?? attributes.autoModeNodeRoleArn;
    this.autoModeNodeRoleName = nameOfRole(this.autoModeNodeRoleArn);
    this.provider = attributes.provider;
    this.tags = { 'safe-eks:cluster': attributes.clusterName, ...literalMap(attributes.tags) };
    this._environment = new AwsEnvironment(this, attributes.provider, attributes.partition);
    this.deploymentOrder = new DeploymentOrder(this);
    checkAutoModeOptions(checks, this.autoMode);
    SafetyReport.of(this).addCheck(this, () => judgeAutoMode(this));
    this._live = attributes.live ?? new LiveCluster(this, attributes.clusterName, attributes.provider);
    const { network } = attributes;
    if (network !== undefined) {
      joinNetwork(this.deploymentOrder, network);
      const lookup = network instanceof LiveNetwork ? network.lookup : undefined;
      const { _live: live, provider } = this;
      this._networkCheck = network.check;
      this._networkSurvey = surveyOf(this, network, { live, lookup, isImported: true, provider });
    }
  }

  public get updateWaves(): UpdateWaves {
    return this.deploymentOrder.updateWaves;
  }

  public get region(): string | undefined {
    return this._environment.region;
  }

  /** EKS writes to no other. */
  public get logGroupName(): string {
    return logGroupNameOf(this.physicalName);
  }

  public get network(): IEksNetwork {
    return this.given('network');
  }

  public get clusterArn(): string {
    return this.given('clusterArn');
  }

  public get clusterEndpoint(): string {
    return this.given('clusterEndpoint');
  }

  public get clusterCertificateAuthorityData(): string {
    return this.given('clusterCertificateAuthorityData');
  }

  public get clusterSecurityGroupId(): string {
    return this.given('clusterSecurityGroupId');
  }

  public get clusterOpenIdConnectIssuerUrl(): string {
    return this.given('clusterOpenIdConnectIssuerUrl');
  }

  public get serviceCidr(): string {
    return this.given('serviceCidr');
  }

  /** Thrown at once: there is nothing that could be rendered in the attribute's place. */
  private given<K extends keyof ClusterAttributes>(name: K): NonNullable<ClusterAttributes[K]> {
    const value = this.attributes[name];
    if (value === undefined) {
      throw new SafeEksError([
        {
          construct: this,
          code: 'SEKS1206',
          property: name,
          what: `${name} of the imported cluster is needed but was not given`,
          fix: `Give ${name} to fromClusterAttributes.`,
        },
      ]);
    }
    return value;
  }
}
