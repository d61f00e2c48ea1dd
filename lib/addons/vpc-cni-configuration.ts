/**
 * The configuration of vpc-cni, from what was said in words.
 */
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { IpFamily } from '../cluster/i-safe-eks-cluster';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { AddonOptions } from './addon-options';
import { mergedConfiguration } from './merged-configuration';
import type { CustomNetworking, VpcCniOptions } from './vpc-cni-options';

type Configuration = Readonly<Record<string, unknown>>;

/** Options of the add-on with all that was said in words in its configuration; what is in the user's own stays. */
export function vpcCniAddonOptions(options: VpcCniOptions, cluster: ISafeEksCluster): AddonOptions {
  const { prefixDelegation, customNetworking, networkPolicy, warmIpTarget, minimumIpTarget, ...rest } =
    options;
  const env = {
    ...(prefixDelegation === true ? { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } : {}),
    ...(customNetworking === undefined
      ? {}
      : {
          AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true',
          ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone',
        }),
    ...numbered('WARM_IP_TARGET', warmIpTarget),
    ...numbered('MINIMUM_IP_TARGET', minimumIpTarget),
  };
  const said: Configuration = {
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(networkPolicy === true ? { enableNetworkPolicy: 'true' } : {}),
    ...(customNetworking === undefined ? {} : { eniConfig: eniConfig(customNetworking, cluster) }),
  };
  if (Object.keys(said).length === 0) {
    return rest;
  }
  const configuration = mergedConfiguration(said, options.configuration);
  return { ...rest, configuration };
}

/** What contradicts itself. */
export function judgeVpcCni(options: VpcCniOptions, { ipFamily }: ISafeEksCluster): ProblemDetails[] {
  const { customNetworking, prefixDelegation, configuration } = options;
  const code = 'SEKS3011';
  const problems: ProblemDetails[] = [];
  if (customNetworking !== undefined && ipFamily === IpFamily.IPV6) {
    const what = 'customNetworking is for IPv4, and the addresses of this cluster are IPv6';
    const fix = 'Leave it out: with IPv6 there are addresses enough.';
    problems.push({ code, property: 'customNetworking', limit: 'IPv4', what, fix });
  }
  if (customNetworking !== undefined && Object.keys(customNetworking.podSubnetIds).length === 0) {
    const what = 'customNetworking names no subnet, so that no pod would get an address';
    const fix = 'Name a subnet for each availability zone with nodes.';
    problems.push({ code, property: 'customNetworking.podSubnetIds', limit: 'at least one', what, fix });
  }
  if (prefixDelegation === false && ipFamily === IpFamily.IPV6) {
    const what = 'prefixDelegation is false, and with IPv6 there are prefixes only';
    problems.push({
      code,
      property: 'prefixDelegation',
      value: false,
      limit: 'true',
      what,
      fix: 'Leave it out.',
    });
  }
  const given = configuration?.['env'];
  if (
    given !== undefined &&
    isKnown(given) &&
    (typeof given !== 'object' || given === null || Array.isArray(given))
  ) {
    const what = `configuration.env is ${show(given)}, and no object of variables`;
    const fix = "Write it as { WARM_IP_TARGET: '5' }.";
    problems.push({ code, property: 'configuration.env', value: given, limit: 'an object', what, fix });
  }
  return problems;
}

/** Whether nodes hold another number of pods with these settings than the kubelet reckons by itself. */
export function changesMaxPods({
  prefixDelegation,
  customNetworking,
  configuration,
}: VpcCniOptions): boolean {
  const env = configuration?.['env'] as Configuration | undefined;
  return (
    prefixDelegation === true ||
    customNetworking !== undefined ||
    env?.['ENABLE_PREFIX_DELEGATION'] === 'true' ||
    env?.['AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG'] === 'true'
  );
}

/** One ENIConfig for each zone, which the add-on makes itself: so they are there before any node. */
function eniConfig(
  { podSubnetIds, securityGroupIds }: CustomNetworking,
  cluster: ISafeEksCluster,
): Configuration {
  const securityGroups = securityGroupIds ?? [cluster.clusterSecurityGroupId];
  const subnets = Object.fromEntries(
    Object.entries(podSubnetIds).map(([zone, id]) => [zone, { id, securityGroups }]),
  );
  return { create: true, ...(cluster.region === undefined ? {} : { region: cluster.region }), subnets };
}

function numbered(name: string, value: number | undefined): Configuration {
  return value === undefined ? {} : { [name]: String(value) };
}
