/**
 * The rest of a launch template, as plain values: what is not said is not rendered, so that EC2 decides it.
 */
import type {
  LaunchTemplateConfig,
  LaunchTemplateMetadataOptions,
  LaunchTemplatePlacement,
  LaunchTemplateTagSpecifications,
} from '@cdktf/provider-aws/lib/launch-template';
import { literalMap } from '../../validation/checks/known';
import type {
  LaunchTemplateOptions,
  NodeCpuOptions,
  NodeMetadataOptions,
  NodePlacementOptions,
  PrivateDnsNameOptions,
} from '../launch-template-options';
import type { CapacityReservation } from './capacity-reservation';

/** Arguments that there are only for options of {@link LaunchTemplateOptions}. */
export type FurtherArguments = Pick<
  LaunchTemplateConfig,
  | 'capacityReservationSpecification'
  | 'cpuOptions'
  | 'creditSpecification'
  | 'ebsOptimized'
  | 'enclaveOptions'
  | 'instanceMarketOptions'
  | 'keyName'
  | 'licenseSpecification'
  | 'maintenanceOptions'
  | 'monitoring'
  | 'placement'
  | 'privateDnsNameOptions'
>;

/** What the options ask for; nothing for none. */
export function furtherArguments(options: LaunchTemplateOptions = {}): FurtherArguments {
  const { cpuCredits, detailedMonitoring, ebsOptimized, nitroEnclaves, autoRecovery } = options;
  return {
    ...reservationArguments(options.capacityReservation),
    placement: placementOf(options.placement),
    cpuOptions: cpuOf(options.cpu),
    creditSpecification: cpuCredits === undefined ? undefined : { cpuCredits },
    monitoring: detailedMonitoring === undefined ? undefined : { enabled: detailedMonitoring },
    ebsOptimized: ebsOptimized === undefined ? undefined : String(ebsOptimized),
    enclaveOptions: nitroEnclaves === undefined ? undefined : { enabled: nitroEnclaves },
    maintenanceOptions:
      autoRecovery === undefined ? undefined : { autoRecovery: autoRecovery ? 'default' : 'disabled' },
    privateDnsNameOptions: privateDnsNameOf(options.privateDnsName),
    keyName: options.keyName,
    licenseSpecification: options.licenseConfigurationArns?.map((licenseConfigurationArn) => ({
      licenseConfigurationArn,
    })),
  };
}

/** Version 2 of the instance metadata service only, and out of reach for pods with their own network. */
export function metadataArguments({ hopLimit }: NodeMetadataOptions = {}): LaunchTemplateMetadataOptions {
  return {
    httpEndpoint: 'enabled',
    httpTokens: 'required',
    httpPutResponseHopLimit: hopLimit ?? 1,
    // Tags are not offered within the metadata: EKS tags instances with keys that EC2 refuses there, for their slashes.
  };
}

/**
 * What an instance is started with is tagged by the template alone.
 *
 * @param tags those of the group, with the name
 */
export function tagSpecifications(
  tags: Readonly<Record<string, string>>,
  options: LaunchTemplateOptions = {},
): LaunchTemplateTagSpecifications[] {
  const { instanceTags, volumeTags, networkInterfaceTags } = options;
  const specification = (
    resourceType: string,
    own: Readonly<Record<string, string>> | undefined,
  ): LaunchTemplateTagSpecifications => ({ resourceType, tags: { ...tags, ...literalMap(own) } });
  return [
    specification('instance', instanceTags),
    specification('volume', volumeTags),
    specification('network-interface', networkInterfaceTags),
  ];
}

function reservationArguments(reservation: CapacityReservation | undefined): FurtherArguments {
  if (reservation === undefined) {
    return {};
  }
  const { reservationId, groupArn, isCapacityBlock, _preference } = reservation;
  return {
    capacityReservationSpecification:
      _preference === undefined
        ? {
            capacityReservationTarget: {
              capacityReservationId: reservationId,
              capacityReservationResourceGroupArn: groupArn,
            },
          }
        : { capacityReservationPreference: _preference },
    instanceMarketOptions: isCapacityBlock ? { marketType: 'capacity-block' } : undefined,
  };
}

function placementOf(placement: NodePlacementOptions | undefined): LaunchTemplatePlacement | undefined {
  const { groupName, partitionNumber, tenancy } = placement ?? {};
  return unlessEmpty({
    groupName,
    partitionNumber,
    tenancy: tenancy?._tenancy,
    hostId: tenancy?.hostId,
    hostResourceGroupArn: tenancy?.hostResourceGroupArn,
  });
}

function cpuOf(cpu: NodeCpuOptions | undefined): FurtherArguments['cpuOptions'] {
  const { coreCount, threadsPerCore, amdSevSnp } = cpu ?? {};
  return unlessEmpty({
    coreCount,
    threadsPerCore,
    amdSevSnp: amdSevSnp === undefined ? undefined : amdSevSnp ? 'enabled' : 'disabled',
  });
}

function privateDnsNameOf(
  names: PrivateDnsNameOptions | undefined,
): FurtherArguments['privateDnsNameOptions'] {
  const { hostnameType, resourceNameARecord, resourceNameAaaaRecord } = names ?? {};
  return unlessEmpty({
    hostnameType,
    enableResourceNameDnsARecord: resourceNameARecord,
    enableResourceNameDnsAaaaRecord: resourceNameAaaaRecord,
  });
}

/** A block without arguments would be there all the same, and say something that nobody asked for. */
function unlessEmpty<T extends object>(block: T): T | undefined {
  return Object.values(block).some((value) => value !== undefined) ? block : undefined;
}
