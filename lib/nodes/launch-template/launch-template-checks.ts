/**
 * What can be wrong with the launch template of nodes.
 */
import type { ISafeEksCluster } from '../../cluster/i-safe-eks-cluster';
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import { show } from '../../validation/problem';
import type { PropertyChecks } from '../../validation/property-checks';
import type { LaunchTemplateOptions } from '../launch-template-options';
import { CpuCredits, HostnameType } from '../launch-template-options';
import type { NodeOptions } from '../node-options';
import { ownTemplateOf } from '../own-launch-template';
import { judgeBlock } from './capacity-checks';
import { checkNetworkInterfaces, hasEfa } from './network-interfaces';
import { checkVolumes } from './volumes';

const ROOT = 'launchTemplate';
const MAX_HOP_LIMIT = 64;
const MAX_PARTITIONS = 7;
/** More than any instance type has. */
const MAX_CORES = 1024;

/** Reports everything that is wrong with the launch template of nodes; nothing for one that is not made. */
export function checkLaunchTemplate(
  checks: PropertyChecks,
  cluster: ISafeEksCluster,
  nodes: NodeOptions,
): void {
  const options = nodes.launchTemplate;
  if (options === undefined || ownTemplateOf(nodes.ami) !== undefined) {
    return;
  }
  checkVolumes(checks, nodes);
  checkNetworkInterfaces(checks, nodes);
  checkSwitches(checks, options);
  checkNumbers(checks, options);
  checkTexts(checks, options);
  [
    ...judgePlacement(options),
    ...judgeCpu(options),
    ...judgeInstanceTypes(nodes, options),
    ...judgeBlock(cluster, nodes),
    ...judgeAccess(options),
  ].forEach((problem) => {
    checks.report(problem);
  });
}

/** They decide what is rendered, so each has to be a literal. */
function checkSwitches(checks: PropertyChecks, options: LaunchTemplateOptions): void {
  const { detailedMonitoring, ebsOptimized, nitroEnclaves, autoRecovery, cpu, privateDnsName } = options;
  const switches = {
    detailedMonitoring,
    ebsOptimized,
    nitroEnclaves,
    autoRecovery,
    'cpu.amdSevSnp': cpu?.amdSevSnp,
    'privateDnsName.resourceNameARecord': privateDnsName?.resourceNameARecord,
    'privateDnsName.resourceNameAaaaRecord': privateDnsName?.resourceNameAaaaRecord,
  };
  Object.entries(switches).forEach(([property, value]) => checks.literal(`${ROOT}.${property}`, value));
}

function checkNumbers(checks: PropertyChecks, { placement, cpu, metadata }: LaunchTemplateOptions): void {
  const inRange = (property: string, value: number | undefined, min: number, max: number): void => {
    if (isKnown(value)) {
      checks.integer(`${ROOT}.${property}`, value, min, max);
    }
  };
  inRange('placement.partitionNumber', placement?.partitionNumber, 1, MAX_PARTITIONS);
  inRange('cpu.coreCount', cpu?.coreCount, 1, MAX_CORES);
  inRange('cpu.threadsPerCore', cpu?.threadsPerCore, 1, 2);
  inRange('metadata.hopLimit', metadata?.hopLimit, 1, MAX_HOP_LIMIT);
}

function checkTexts(checks: PropertyChecks, options: LaunchTemplateOptions): void {
  const { placement, privateDnsName, instanceTags, volumeTags, networkInterfaceTags } = options;
  placement?.tenancy?._check(checks, `${ROOT}.placement.tenancy`);
  options.capacityReservation?._check(checks, `${ROOT}.capacityReservation`);
  checks.oneOf(`${ROOT}.cpuCredits`, options.cpuCredits, Object.values(CpuCredits));
  const hostnameTypes = Object.values(HostnameType);
  checks.oneOf(`${ROOT}.privateDnsName.hostnameType`, privateDnsName?.hostnameType, hostnameTypes);
  const name = /^[\x20-\x7e]{1,255}$/;
  checks.pattern(`${ROOT}.placement.groupName`, placement?.groupName, name, '1 to 255 ASCII characters');
  checks.pattern(`${ROOT}.keyName`, options.keyName, name, '1 to 255 ASCII characters');
  const licenses = `${ROOT}.licenseConfigurationArns`;
  if (checks.literal(licenses, options.licenseConfigurationArns)) {
    options.licenseConfigurationArns?.forEach((arn, index) => {
      checks.arn(`${licenses}[${String(index)}]`, arn, 'license-manager');
    });
  }
  Object.entries({ instanceTags, volumeTags, networkInterfaceTags }).forEach(([property, tags]) => {
    checks.tags(`${ROOT}.${property}`, tags);
  });
}

/** Only a placement group has partitions. */
function judgePlacement({ placement }: LaunchTemplateOptions): ProblemDetails[] {
  const { groupName, partitionNumber } = placement ?? {};
  if (partitionNumber === undefined || groupName !== undefined) {
    return [];
  }
  const property = `${ROOT}.placement.partitionNumber`;
  const what = `${property} ${String(partitionNumber)} is given without a placement group`;
  const fix = 'Name the group in launchTemplate.placement.groupName.';
  return [{ code: 'SEKS2022', property, value: partitionNumber, limit: 'with a groupName', what, fix }];
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CpuOptionsRequest.html */
function judgeCpu({ cpu }: LaunchTemplateOptions): ProblemDetails[] {
  const { coreCount, threadsPerCore } = cpu ?? {};
  if ((coreCount === undefined) === (threadsPerCore === undefined)) {
    return [];
  }
  const [given, missing] =
    coreCount === undefined ? ['threadsPerCore', 'coreCount'] : ['coreCount', 'threadsPerCore'];
  const property = `${ROOT}.cpu.${given}`;
  const what = `${property} is given without ${missing}, and EC2 takes both or none`;
  const value = coreCount ?? threadsPerCore;
  return [{ code: 'SEKS2022', property, value, limit: 'both or none', what, fix: `Give ${missing} too.` }];
}

/** What the default type has not, and what only burstable types have. */
function judgeInstanceTypes(nodes: NodeOptions, options: LaunchTemplateOptions): ProblemDetails[] {
  const { instanceTypes } = nodes;
  if (instanceTypes === undefined) {
    const wanted = {
      'launchTemplate has Elastic Fabric Adapters': hasEfa(nodes),
      'launchTemplate.nitroEnclaves is on': options.nitroEnclaves === true,
      'launchTemplate.cpu.amdSevSnp is on': options.cpu?.amdSevSnp === true,
      'launchTemplate.cpuCredits is given': options.cpuCredits !== undefined,
    };
    return Object.entries(wanted)
      .filter(([, isWanted]) => isWanted)
      .map(([reason]) => {
        const what = `instanceTypes is left out, but ${reason}, which the default type does not know`;
        return { code: 'SEKS2005', property: 'instanceTypes', what, fix: 'Give types that do.' };
      });
  }
  if (options.cpuCredits === undefined || !isKnown(instanceTypes)) {
    return [];
  }
  return instanceTypes
    .filter((type) => isKnown(type) && !/^t\d/.test(type))
    .map((value) => {
      const what = `instanceTypes names ${show(value)}, which has no CPU credits, but launchTemplate.cpuCredits is given`;
      const fix = 'Leave it out, or give T types.';
      return { code: 'SEKS2005', property: 'instanceTypes', value, limit: 'T types', what, fix };
    });
}

/** Ways to a node, or to its credentials, that are open by the user's wish. */
function judgeAccess({ keyName, metadata }: LaunchTemplateOptions): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  if (keyName !== undefined) {
    const property = `${ROOT}.keyName`;
    const what = `${property} puts the same SSH key on every node, where nothing tells who uses it`;
    const fix = 'Use Session Manager, or acknowledge the code with the reason.';
    problems.push({ code: 'SEKS2023', property, value: keyName, limit: 'no key', what, fix });
  }
  const hopLimit = metadata?.hopLimit ?? 1;
  if (isKnown(hopLimit) && hopLimit > 1 && hopLimit <= MAX_HOP_LIMIT) {
    const property = `${ROOT}.metadata.hopLimit`;
    const what = `${property} ${String(hopLimit)} lets pods take the credentials of the node`;
    const fix = 'Leave it at 1 and give pods roles by Pod Identity, or acknowledge the code with a reason.';
    problems.push({ code: 'SEKS2024', property, value: hopLimit, limit: '1', what, fix });
  }
  return problems;
}
