/**
 * What can be wrong with the props of a cluster.
 */
import { AutoMode } from '../auto-mode/auto-mode';
import { checkAutoModeOptions } from '../auto-mode/auto-mode-checks';
import { contains, formatIpv4Cidr, networkAddress, overlaps, parseIpv4Cidr } from '../validation/checks/cidr';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { PropertyChecks } from '../validation/property-checks';
import type { SafeEksClusterProps } from './cluster-options';
import { EndpointAccess } from './endpoint-access';
import type { IEksNetwork } from './eks-network';
import { IpFamily } from './i-safe-eks-cluster';
import { isKnown } from '../validation/checks/known';
import { MAX_MINORS_BEHIND } from './kubernetes-version';
import { UpgradeFrom } from './upgrade-from';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_SECURITY_GROUPS = 4;
/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html */
const SERVICE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Reports everything that is wrong with the props of a cluster. */
export function checkClusterProps(checks: PropertyChecks, props: SafeEksClusterProps): void {
  checks.literal('clusterName', props.clusterName);
  const namePattern = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
  checks.pattern('clusterName', props.clusterName, namePattern, '1 to 100 letters, digits, - and _');
  for (const property of [
    'importExisting',
    'windowsSupport',
    'podSecurityGroups',
    'zonalShift',
    'deletionProtection',
    'preventDestroy',
    'ipFamily',
    'supportType',
  ] as const) {
    checks.literal(property, props[property]);
  }
  checks.pattern(
    'partition',
    props.partition,
    /^aws(-[a-z]+)*$/,
    "an AWS partition, such as 'aws' or 'aws-cn'",
  );
  checks.arn('roleArn', props.roleArn, 'iam', 'role/');
  checks.arn('permissionsBoundary', props.permissionsBoundary, 'iam');
  checks.tags('tags', props.tags);
  checkAutoModeOptions(checks, props.autoMode ?? AutoMode.disabled());
  const problems = [
    ...judgeVersion(props.version.version),
    ...judgeControlPlaneVersion(props),
    ...(props.authentication?._judge() ?? []),
    ...(props.upgradeFrom ?? UpgradeFrom.live())._judge(props.controlPlaneVersion ?? props.version),
    ...(props.endpointAccess ?? EndpointAccess.PRIVATE)._judge(),
    ...judgeImport(props),
    ...judgeSecurityGroups(props.securityGroupIds ?? []),
    ...judgeServiceCidr(props),
    ...judgeSubnets(props.network),
    ...(props.network.check?._judge('network.check') ?? []),
    ...judgeIpFamily(props),
  ];
  problems.forEach((problem) => {
    checks.report(problem);
  });
}

/** A new role would replace the cluster, and a new key would encrypt nothing: EKS keeps the one that it has. */
function judgeImport(props: SafeEksClusterProps): ProblemDetails[] {
  if (props.importExisting !== true) {
    return [];
  }
  const lacking = [
    ...(props.roleArn === undefined ? ['roleArn'] : []),
    ...(props.encryption === undefined ? ['encryption'] : []),
  ];
  return lacking.map((property) => ({
    code: 'SEKS1211',
    property,
    limit: 'that of the live cluster',
    what: `${property} is not given, and an existing cluster keeps the one that it has`,
    fix:
      property === 'roleArn'
        ? 'Give the ARN of the role that aws eks describe-cluster names.'
        : 'Give ClusterEncryption.existingKey with the key that aws eks describe-cluster names, or awsOwnedKey() if it names none.',
  }));
}

/** Reports a version that is not a minor version of Kubernetes. */
export function judgeVersion(version: string, property = 'version'): ProblemDetails[] {
  if (!isKnown(version)) {
    const what = `${property} is a token, but add-on versions and images follow from it`;
    return [{ code: 'SEKS1001', property, limit: 'a literal', what, fix: 'Give a literal version.' }];
  }
  if (/^1\.\d{2,3}$/.test(version)) {
    return [];
  }
  const meant = /^v?(1\.\d{2,3})(\.\d+)?$/.exec(version)?.[1];
  return [
    {
      code: 'SEKS1201',
      property,
      value: version,
      limit: 'a minor version such as 1.34',
      what: `${property} ${show(version)} is not a minor version of Kubernetes`,
      fix: meant === undefined ? 'Give MAJOR.MINOR, such as 1.34.' : `Did you mean ${meant}?`,
    },
  ];
}

/** Add-ons and nodes may be older than the control plane, as far as a kubelet may be. */
function judgeControlPlaneVersion({ version, controlPlaneVersion }: SafeEksClusterProps): ProblemDetails[] {
  if (controlPlaneVersion === undefined) {
    return [];
  }
  const property = 'controlPlaneVersion';
  const malformed = judgeVersion(controlPlaneVersion.version, property);
  const { minor } = version;
  const ahead = controlPlaneVersion.minor;
  if (malformed.length > 0 || minor === undefined || ahead === undefined) {
    return malformed;
  }
  if (ahead >= minor && ahead - minor <= MAX_MINORS_BEHIND) {
    return [];
  }
  const limit = `${version.version} to 1.${String(minor + MAX_MINORS_BEHIND)}`;
  const how = ahead < minor ? 'older than' : 'more than three minor versions newer than';
  const what = `${property} ${controlPlaneVersion.version} is ${how} version ${version.version}`;
  const fix = `Give a version from ${limit}, or leave it out.`;
  return [{ code: 'SEKS2017', property, value: controlPlaneVersion.version, limit, what, fix }];
}

function judgeSecurityGroups(ids: readonly string[]): ProblemDetails[] {
  if (ids.length <= MAX_SECURITY_GROUPS) {
    return [];
  }
  const limit = `at most ${String(MAX_SECURITY_GROUPS)}`;
  const what = `securityGroupIds names ${String(ids.length)} groups, EKS takes ${limit}`;
  return [
    { code: 'SEKS1207', property: 'securityGroupIds', value: ids, limit, what, fix: 'Merge some of them.' },
  ];
}

function judgeServiceCidr({
  serviceIpv4Cidr: value,
  ipFamily,
  network,
}: SafeEksClusterProps): ProblemDetails[] {
  const property = 'serviceIpv4Cidr';
  if (value === undefined || !isKnown(value)) {
    return [];
  }
  if (ipFamily === IpFamily.IPV6) {
    const what = `serviceIpv4Cidr ${show(value)} is given for an IPv6 cluster, whose service addresses EKS chooses`;
    return [{ code: 'SEKS1205', property, value, limit: 'nothing', what, fix: 'Leave it out.' }];
  }
  const cidr = parseIpv4Cidr(value);
  const ranges = SERVICE_RANGES.map(parseIpv4Cidr).filter((range) => range !== undefined);
  if (
    cidr === undefined ||
    cidr.prefix < 12 ||
    cidr.prefix > 24 ||
    !ranges.some((range) => contains(range, cidr))
  ) {
    const limit = `/12 to /24 within ${SERVICE_RANGES.join(', ')}`;
    const what = `serviceIpv4Cidr ${show(value)} is not ${limit}`;
    return [{ code: 'SEKS1205', property, value, limit, what, fix: 'Give a block such as 172.20.0.0/16.' }];
  }
  const start = formatIpv4Cidr(networkAddress(cidr));
  if (start !== value) {
    const what = `serviceIpv4Cidr ${show(value)} has host bits set`;
    return [
      { code: 'SEKS1205', property, value, limit: 'a network address', what, fix: `Did you mean ${start}?` },
    ];
  }
  const networkCidr = network.cidr === undefined ? undefined : parseIpv4Cidr(network.cidr);
  if (networkCidr !== undefined && overlaps(cidr, networkCidr)) {
    const what = `serviceIpv4Cidr ${show(value)} overlaps the network ${network.cidr ?? ''}`;
    const fix = 'Give a block outside of the network.';
    return [{ code: 'SEKS1106', property, value, limit: `outside of ${network.cidr ?? ''}`, what, fix }];
  }
  return [];
}

function judgeSubnets(network: IEksNetwork): ProblemDetails[] {
  const property = 'network.controlPlaneSubnetIds';
  const ids = network.controlPlaneSubnetIds;
  if (!isKnown(ids)) {
    return [];
  }
  const problems: ProblemDetails[] = [];
  if (ids.length < 2) {
    const what = `${property} holds ${String(ids.length)} subnet${ids.length === 1 ? '' : 's'}`;
    const fix = 'EKS needs at least two, in different availability zones.';
    problems.push({ code: 'SEKS1102', property, value: ids, limit: 'at least 2', what, fix });
  }
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length > 0) {
    const what = `${property} holds ${show(twice)} more than once`;
    problems.push({ code: 'SEKS1103', property, value: twice, what, fix: 'Name each subnet once.' });
  }
  const zones = network.availabilityZones;
  if (zones !== undefined && ids.length >= 2 && new Set(zones).size < 2) {
    const what = `network.availabilityZones holds only ${show([...new Set(zones)])}`;
    const fix = 'EKS needs subnets in at least two availability zones: add one in another zone.';
    problems.push({
      code: 'SEKS1101',
      property: 'network.availabilityZones',
      value: zones,
      limit: '2',
      what,
      fix,
    });
  }
  return problems;
}

function judgeIpFamily({ ipFamily, network }: SafeEksClusterProps): ProblemDetails[] {
  if (ipFamily !== IpFamily.IPV6 || !network.ipv4Only) {
    return [];
  }
  const what = 'ipFamily is IPv6, but the subnets of the network have IPv4 addresses only';
  const fix = 'Give dual-stack subnets by EksNetwork.fromSubnetIds.';
  return [
    { code: 'SEKS1105', property: 'ipFamily', value: ipFamily, limit: 'dual-stack subnets', what, fix },
  ];
}
