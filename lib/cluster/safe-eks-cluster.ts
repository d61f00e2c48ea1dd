/**
 * The cluster: a control plane that cannot be replaced by accident, with everything else in its place after it.
 */
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AccessEntryAuth } from '../access/access-entry-auth';
import { AccessEntryType } from '../access/access-entry-type';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import type { AccessEntry } from '../access/access-entry';
import type { AccessPolicy } from '../access/access-policy';
import type { Addon } from '../addons/addon';
import type { AddonName } from '../addons/addon-name';
import type { AddonOptions } from '../addons/addon-options';
import { OrderedAddons } from '../addons/ordered-addons';
import { AutoMode } from '../auto-mode/auto-mode';
import { judgeAutoMode } from '../auto-mode/auto-mode-checks';
import { FargateProfile } from '../fargate/fargate-profile';
import type { FargateProfileOptions } from '../fargate/fargate-profile-options';
import { AwsEnvironment } from '../iam/aws-environment';
import { OpenIdConnectProvider } from '../iam/open-id-connect-provider';
import { PodIdentity } from '../iam/pod-identity';
import type { PodIdentityOptions } from '../iam/pod-identity-options';
import { KarpenterInfrastructure } from '../karpenter/karpenter-infrastructure';
import type { KarpenterOptions } from '../karpenter/karpenter-options';
import { ControlPlaneLogAlarm } from '../observability/control-plane-log-alarm';
import type { ControlPlaneLogAlarmOptions } from '../observability/control-plane-log-alarm-options';
import type { NodeGroupOptions } from '../nodes/node-group-options';
import { RollingCustomAmiNodeGroup } from '../nodes/rolling-custom-ami-node-group';
import { SelfManagedNodeGroup } from '../nodes/self-managed-node-group';
import type { SelfManagedNodeGroupOptions } from '../nodes/self-managed-node-group-options';
import { DeploymentOrder } from '../ordering/deployment-order';
import { DeploymentStage } from '../ordering/deployment-stage';
import type { UpdateWaves } from '../ordering/update-waves';
import { literalMap } from '../validation/checks/known';
import { refuseObjectsBeside } from '../validation/objects-beside-cluster';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { checkClusterProps } from './cluster-checks';
import { ClusterLogType } from './cluster-logging';
import type { ClusterLookupOptions } from './cluster-lookup';
import { lookUpCluster } from './cluster-lookup';
import type { ClusterAttributes, SafeEksClusterProps } from './cluster-options';
import { controlPlaneConfig } from './control-plane';
import { ControlPlanePrerequisites } from './control-plane-prerequisites';
import { joinNetwork } from './eks-network';
import type { IEksNetwork } from './eks-network';
import type { ISafeEksCluster } from './i-safe-eks-cluster';
import { IpFamily } from './i-safe-eks-cluster';
import { ImportedCluster } from './imported-cluster';
import type { KubernetesVersion } from './kubernetes-version';
import { LiveCluster } from './live-cluster';
import type { NetworkCheck } from './network-check';

/**
 * An EKS cluster with private endpoint, encrypted API data, logs, and access entries as its only authentication.
 *
 * The order of deployment is network, role and log group, control plane, access, add-ons without which no node is
 * Ready, nodes, add-ons that need nodes. It holds whatever the order of calls, and backwards for destroying.
 *
 * Problems of props are collected and thrown together at synth as a {@link SafeEksError}; docs/errors.md lists the
 * codes.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/clusters.html
 */
export class SafeEksCluster extends Construct implements ISafeEksCluster {
  /**
   * A cluster that is managed elsewhere. Attributes that are not given are an error when something needs them.
   *
   * @param scope the scope of the construct
   * @param id its id
   * @param attributes what is known of the cluster
   */
  public static fromClusterAttributes(
    scope: Construct,
    id: string,
    attributes: ClusterAttributes,
  ): ISafeEksCluster {
    return new ImportedCluster(scope, id, () => attributes);
  }

  /**
   * A cluster that is managed elsewhere, as AWS has it at each plan. What its code says of it is compared with it: SEKS1209 for
   * the version, SEKS1210 for the rest.
   *
   * @param scope the scope of the construct
   * @param id its id
   * @param options its name, and what decides structure
   */
  public static fromClusterName(
    scope: Construct,
    id: string,
    options: ClusterLookupOptions,
  ): ISafeEksCluster {
    return new ImportedCluster(scope, id, (cluster) => lookUpCluster(cluster, options));
  }

  /** The cluster itself. */
  public readonly resource: EksCluster;
  public readonly clusterName: string;
  public readonly physicalName: string;
  public readonly clusterArn: string;
  public readonly clusterEndpoint: string;
  public readonly clusterCertificateAuthorityData: string;
  public readonly clusterSecurityGroupId: string;
  public readonly clusterOpenIdConnectIssuerUrl: string;
  public readonly kubernetesVersion: KubernetesVersion;
  public readonly controlPlaneVersion: KubernetesVersion;
  public readonly authentication: ClusterAuthentication;
  public readonly clusterVersion: string;
  public readonly serviceCidr: string;
  public readonly ipFamily: IpFamily;
  public readonly windowsSupport?: boolean;
  public readonly podSecurityGroups?: boolean;
  public readonly autoMode?: AutoMode;
  public readonly autoModeNodeRoleArn?: string;
  public readonly autoModeNodeRoleName?: string;
  public readonly network: IEksNetwork;
  public readonly logGroupName: string;
  public readonly logTypes?: ClusterLogType[];
  public readonly deploymentOrder: DeploymentOrder;
  public readonly tags: { [key: string]: string };
  public readonly provider?: TerraformProvider;
  /** The add-ons of the cluster. */
  public readonly addons: OrderedAddons;
  /** Who may enter the cluster. */
  public readonly access: AccessEntryAuth;
  /** ARN of the role of the control plane. */
  public readonly clusterRoleArn: string;
  /** ARN of the key that encrypts the Kubernetes API's data; undefined when AWS owns it. */
  public readonly encryptionKeyArn?: string;
  /** @internal */
  public readonly _environment: AwsEnvironment;
  /** @internal */
  public readonly _live: LiveCluster;
  /** @internal */
  public readonly _networkCheck?: NetworkCheck;

  public constructor(scope: Construct, id: string, props: SafeEksClusterProps) {
    super(scope, id);
    checkClusterProps(new PropertyChecks(this), props);
    refuseObjectsBeside(this);
    this.physicalName = props.clusterName;
    this.kubernetesVersion = props.version;
    this.controlPlaneVersion = props.controlPlaneVersion ?? props.version;
    this.authentication = props.authentication ?? AccessEntryAuth.api();
    this.ipFamily = props.ipFamily ?? IpFamily.IPV4;
    this.windowsSupport = props.windowsSupport ?? false;
    this.podSecurityGroups = props.podSecurityGroups ?? false;
    this.autoMode = props.autoMode ?? AutoMode.disabled();
    this.network = props.network;
    this.provider = props.provider;
    this.tags = { 'safe-eks:cluster': props.clusterName, ...literalMap(props.tags) };
    this._environment = new AwsEnvironment(this, props.provider, props.partition);
    this._live = new LiveCluster(this, props.clusterName, props.provider);
    this._networkCheck = props.network.check;
    this.deploymentOrder = new DeploymentOrder(this);

    const prerequisites = new ControlPlanePrerequisites(this, props);
    this.clusterRoleArn = prerequisites.roleArn;
    this.logGroupName = prerequisites.logGroupName;
    this.logTypes = props.logging?.types ?? Object.values(ClusterLogType);
    this.encryptionKeyArn = prerequisites.keyArn;
    this.autoModeNodeRoleArn = prerequisites.autoModeNodeRoleArn;
    this.autoModeNodeRoleName = prerequisites.autoModeNodeRoleName;
    this.resource = new EksCluster(this, 'Resource', controlPlaneConfig(this, props));
    if (props.importExisting === true) {
      this.resource.importFrom(props.clusterName, props.provider);
    }
    this.clusterName = this.resource.name;
    this.clusterArn = this.resource.arn;
    this.clusterEndpoint = this.resource.endpoint;
    this.clusterVersion = this.resource.version;
    this.clusterCertificateAuthorityData = this.resource.certificateAuthority.get(0).data;
    this.clusterSecurityGroupId = this.resource.vpcConfig.clusterSecurityGroupId;
    this.clusterOpenIdConnectIssuerUrl = this.resource.identity.get(0).oidc.get(0).issuer;
    const { serviceIpv4Cidr, serviceIpv6Cidr } = this.resource.kubernetesNetworkConfig;
    this.serviceCidr = this.ipFamily === IpFamily.IPV4 ? serviceIpv4Cidr : serviceIpv6Cidr;
    this.joinOrder(prerequisites.required);

    this.access = new AccessEntryAuth(this, 'Access', { cluster: this });
    this.letAutoModeNodesIn();
    this.addons = new OrderedAddons(this, 'Addons', { cluster: this, ...props.addons });
    SafetyReport.of(this).addCheck(this, () => judgeAutoMode(this));
  }

  /** The order in which node groups are updated: one by one, unless waves are declared. */
  public get updateWaves(): UpdateWaves {
    return this.deploymentOrder.updateWaves;
  }

  /** Region as a literal, where the provider names it as one. */
  public get region(): string | undefined {
    return this._environment.region;
  }

  /**
   * Adds a managed node group.
   *
   * @param id id of the construct, and the first part of the group's name
   * @param options its settings
   */
  public addNodeGroup(id: string, options: NodeGroupOptions): RollingCustomAmiNodeGroup {
    return new RollingCustomAmiNodeGroup(this, id, { cluster: this, ...options });
  }

  /**
   * Adds a group of self-managed nodes.
   *
   * @param id id of the construct, and part of the group's name
   * @param options its settings
   */
  public addSelfManagedNodeGroup(id: string, options: SelfManagedNodeGroupOptions): SelfManagedNodeGroup {
    return new SelfManagedNodeGroup(this, id, { cluster: this, ...options });
  }

  /**
   * Adds a Fargate profile.
   *
   * @param id id of the construct, and first part of the profile's name
   * @param options its settings
   */
  public addFargateProfile(id: string, options: FargateProfileOptions): FargateProfile {
    return new FargateProfile(this, id, { cluster: this, ...options });
  }

  /**
   * Adds the OpenID Connect provider of the cluster, for roles of service accounts.
   *
   * @param id id of the construct
   */
  public addOpenIdConnectProvider(id: string): OpenIdConnectProvider {
    return new OpenIdConnectProvider(this, id, { cluster: this });
  }

  /**
   * Adds a role for the pods of a service account, by Pod Identity.
   *
   * @param id id of the construct
   * @param options whose role it is, and what it may do
   */
  public addPodIdentity(id: string, options: PodIdentityOptions): PodIdentity {
    return new PodIdentity(this, id, { cluster: this, ...options });
  }

  /**
   * Adds what Karpenter needs in AWS. Its chart, and the node pools, belong into the stack of the workloads.
   *
   * @param id id of the construct
   * @param options its settings
   */
  public addKarpenter(id: string, options: KarpenterOptions = {}): KarpenterInfrastructure {
    return new KarpenterInfrastructure(this, id, { cluster: this, ...options });
  }

  /**
   * Adds an alarm for a text in the logs of the control plane.
   *
   * @param id id of the construct
   * @param options its settings
   */
  public addControlPlaneLogAlarm(id: string, options: ControlPlaneLogAlarmOptions): ControlPlaneLogAlarm {
    return new ControlPlaneLogAlarm(this, id, { cluster: this, ...options });
  }

  /**
   * Adds an add-on, or settles the options of one of the default set.
   *
   * @param addonName which add-on
   * @param options its settings
   */
  public addAddon(addonName: AddonName, options: AddonOptions = {}): Addon {
    return this.addons.add(addonName, options);
  }

  /**
   * Lets a principal do everything on the cluster.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param principalArn ARN of an IAM user or role, with its path
   * @returns the entry of the principal
   */
  public grantClusterAdmin(id: string, principalArn: string): AccessEntry {
    return this.access.grantClusterAdmin(id, principalArn);
  }

  /**
   * Grants policies of EKS to a principal.
   *
   * @param id name of the grant, unique among the cluster's grants
   * @param principalArn ARN of an IAM user or role, with its path
   * @param policies what the principal may do, and where
   * @returns the entry of the principal
   */
  public grantAccess(id: string, principalArn: string, policies: AccessPolicy[]): AccessEntry {
    return this.access.grantAccess(id, principalArn, policies);
  }

  /** EKS makes the entry for the role of its own pools only. */
  private letAutoModeNodesIn(): void {
    const { autoMode, autoModeNodeRoleArn: roleArn } = this;
    if (roleArn !== undefined && autoMode?.nodePools.length === 0) {
      this.access.registerNodes('auto-mode-nodes', roleArn, AccessEntryType.EC2);
    }
  }

  private joinOrder(required: ControlPlanePrerequisites['required']): void {
    const { deploymentOrder } = this;
    joinNetwork(deploymentOrder, this.network);
    for (const { construct, resources } of required.filter((candidate) => candidate.resources.length > 0)) {
      deploymentOrder.join(DeploymentStage.CONTROL_PLANE_PREREQUISITES, construct, { resources });
    }
    deploymentOrder.join(DeploymentStage.CONTROL_PLANE, this.resource, { name: 'cluster' });
  }
}
