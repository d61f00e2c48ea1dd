/**
 * A cluster that is managed elsewhere, as AWS has it at each plan.
 */
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { AccessEntryAuth } from '../access/access-entry-auth';
import type { ClusterAuthentication } from '../access/cluster-authentication';
import { AutoMode } from '../auto-mode/auto-mode';
import { PropertyChecks } from '../validation/property-checks';
import type { ClusterAttributes } from './cluster-options';
import type { IEksNetwork } from './eks-network';
import type { PlanCondition } from './plan-condition';
import { planCondition } from './plan-condition';
import { IpFamily } from './i-safe-eks-cluster';
import type { KubernetesVersion } from './kubernetes-version';
import { MAX_MINORS_BEHIND } from './kubernetes-version';
import { LiveCluster } from './live-cluster';
import { LiveNetwork } from './live-network';
import type { NetworkCheck } from './network-check';

/** An existing cluster that is looked up by its name. */
export interface ClusterLookupOptions {
  /** Name of the cluster, a literal. */
  readonly clusterName: string;

  /**
   * Version of Kubernetes that add-ons and nodes are declared with. The cluster may be up to three minor versions ahead, while
   * whoever manages it upgrades; anything else is refused at plan (SEKS1209).
   */
  readonly version: KubernetesVersion;

  /**
   * How the cluster knows who enters; compared at plan (SEKS1210).
   *
   * @default AccessEntryAuth.api()
   */
  readonly authentication?: ClusterAuthentication;

  /**
   * Whether EKS runs nodes by itself there; compared at plan (SEKS1210).
   *
   * @default AutoMode.disabled()
   */
  readonly autoMode?: AutoMode;

  /**
   * Family of pod and service addresses; compared at plan (SEKS1210).
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;

  /**
   * Ids of the subnets for nodes.
   *
   * Beside `network` they are refused (SEKS1002).
   *
   * @default - the subnets that the live cluster has and that exist, without public ones if there are others
   */
  readonly nodeSubnetIds?: string[];

  /**
   * A network that is given instead of the live one, and compared with it.
   *
   * @default - the live one
   */
  readonly network?: IEksNetwork;

  /**
   * What each plan compares with AWS. Beside `network` it is refused (SEKS1002).
   *
   * @default - that of the given network; else NetworkCheck.live()
   */
  readonly check?: NetworkCheck;

  /**
   * The AWS partition. Needed only when the provider's region is not a literal.
   *
   * @default - derived from the region of the AWS provider
   */
  readonly partition?: string;

  /**
   * Tags for everything that is added to the cluster.
   *
   * @default - only `safe-eks:cluster` with the name of the cluster
   */
  readonly tags?: { [key: string]: string };

  /**
   * The AWS provider to use for everything that is added to the cluster.
   *
   * @default - the default provider of the stack
   */
  readonly provider?: TerraformProvider;
}

/** What an imported cluster is made from. */
export interface ImportedFacts extends ClusterAttributes {
  /** The cluster as AWS has it, where it has been looked up. */
  readonly live?: LiveCluster;
  /** The role of Auto Mode's nodes that it has. */
  readonly autoModeNodeRoleArn?: string;
}

/**
 * Looks a cluster up.
 *
 * The data source has no dependencies and a literal name, so that it is read at each plan and never later: what is fed from it, subnets
 * of nodes among them, is never unknown.
 */
export function lookUpCluster(scope: Construct, options: ClusterLookupOptions): ImportedFacts {
  const { clusterName, provider } = options;
  const autoMode = options.autoMode ?? AutoMode.disabled();
  const ipFamily = options.ipFamily ?? IpFamily.IPV4;
  checkNetwork(scope, options);
  const found = new DataAwsEksCluster(scope, 'Live', {
    name: clusterName,
    provider,
    lifecycle: { postcondition: conditionsOf(scope.node.path, options) },
  });
  const live = new LiveCluster(scope, clusterName, provider, found);
  const { serviceIpv4Cidr, serviceIpv6Cidr } = found.kubernetesNetworkConfig.get(0);
  return {
    ...options,
    live,
    network:
      options.network ??
      new LiveNetwork(scope, { live, nodeSubnetIds: options.nodeSubnetIds, check: options.check, provider }),
    clusterArn: found.arn,
    clusterEndpoint: found.endpoint,
    clusterCertificateAuthorityData: found.certificateAuthority.get(0).data,
    clusterSecurityGroupId: found.vpcConfig.get(0).clusterSecurityGroupId,
    clusterOpenIdConnectIssuerUrl: found.identity.get(0).oidc.get(0).issuer,
    serviceCidr: ipFamily === IpFamily.IPV4 ? serviceIpv4Cidr : serviceIpv6Cidr,
    autoModeNodeRoleArn: autoMode.isOn ? found.computeConfig.get(0).nodeRoleArn : undefined,
  };
}

/** A given network says both itself: what stands beside it would be lost. */
function checkNetwork(scope: Construct, { network, nodeSubnetIds, check }: ClusterLookupOptions): void {
  const checks = new PropertyChecks(scope);
  Object.entries({ nodeSubnetIds, check }).forEach(([property, value]) => {
    if (network !== undefined && value !== undefined) {
      checks.report({
        code: 'SEKS1002',
        property,
        what: `${property} stands beside a network, which has its own`,
        fix: 'Give it to the network, or leave the network out.',
      });
    }
  });
}

function conditionsOf(path: string, options: ClusterLookupOptions): PlanCondition[] {
  const { version } = options;
  const authentication = options.authentication ?? AccessEntryAuth.api();
  const autoMode = options.autoMode ?? AutoMode.disabled();
  const ipFamily = options.ipFamily ?? IpFamily.IPV4;
  const same = (property: string, holds: string, has: string, fix: string): PlanCondition =>
    planCondition(path, 'SEKS1210', {
      holds,
      what: `${property} is not that of the live cluster, which has ${has}`,
      fix,
    });
  const mode = 'self.access_config[0].authentication_mode';
  const isOn = 'anytrue(self.compute_config[*].enabled)';
  return [
    ...versionConditions(path, version),
    same(
      'ipFamily',
      `self.kubernetes_network_config[0].ip_family == "${ipFamily}"`,
      '${self.kubernetes_network_config[0].ip_family}',
      'Give the ipFamily that it has.',
    ),
    same(
      'authentication',
      `(${mode} != "CONFIG_MAP") == ${String(authentication.hasEntries)}`,
      `\${${mode}}`,
      authentication.hasEntries
        ? 'Give AccessEntryAuth.migratingFromConfigMap with the step that it is at.'
        : 'Leave authentication out: it has access entries.',
    ),
    same(
      'autoMode',
      `${isOn} == ${String(autoMode.isOn)}`,
      `Auto Mode \${${isOn} ? "on" : "off"}`,
      autoMode.isOn
        ? 'Leave autoMode out.'
        : 'Give AutoMode.enabled, with besideOtherCompute if there is any.',
    ),
  ];
}

function versionConditions(path: string, { version, minor }: KubernetesVersion): PlanCondition[] {
  if (minor === undefined) {
    return [];
  }
  const allowed = Array.from({ length: MAX_MINORS_BEHIND + 1 }, (_, ahead) => `1.${String(minor + ahead)}`);
  return [
    planCondition(path, 'SEKS1209', {
      holds: `contains(${JSON.stringify(allowed)}, self.version)`,
      what: `version ${version} does not go with the live cluster, which has \${self.version}`,
      fix: `Declare the version that it has, or one up to ${String(MAX_MINORS_BEHIND)} minor versions older until its nodes are upgraded.`,
    }),
  ];
}
