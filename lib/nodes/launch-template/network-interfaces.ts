/**
 * The network interfaces of a launch template. None names a subnet, which EKS forbids, and none has a public address.
 */
import type { LaunchTemplateNetworkInterfaces } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, Token } from 'cdktf';
import { isKnown } from '../../validation/checks/known';
import type { PropertyChecks } from '../../validation/property-checks';
import type { NodeOptions } from '../node-options';
import type { InterfaceSlot } from './efa';
import { MAX_NETWORK_CARDS } from './efa';
import type { NodeNetworkInterface } from './network-interface-options';
import { NetworkInterfaceType } from './network-interface-options';

const PRIMARY: InterfaceSlot = { networkCard: 0, deviceIndex: 0 };

/** The primary interface, the adapters, and what else is wanted; all have the security group of the cluster. */
export function networkInterfaces(
  nodes: NodeOptions,
  clusterSecurityGroupId: string,
): LaunchTemplateNetworkInterfaces[] {
  const { securityGroupIds = [], launchTemplate = {} } = nodes;
  const { efa, networkInterfaces: further = [] } = launchTemplate;
  const common = (own: string[] = []): LaunchTemplateNetworkInterfaces => ({
    associatePublicIpAddress: 'false',
    deleteOnTermination: 'true',
    // A template that has an interface is not given the cluster's security group by EKS.
    securityGroups: withMore(clusterSecurityGroupId, securityGroupIds, own),
  });
  return [
    {
      deviceIndex: PRIMARY.deviceIndex,
      // An adapter without an address cannot be the primary interface.
      interfaceType: efa?.hasAddresses === true ? efa._interfaceType : undefined,
      ...common(),
    },
    ...(efa?._slots ?? []).map((slot) => ({
      networkCardIndex: slot.networkCard,
      deviceIndex: slot.deviceIndex,
      interfaceType: efa?._interfaceType,
      ...common(),
    })),
    ...further.map((each) => ({
      networkCardIndex: slotOf(each).networkCard,
      deviceIndex: slotOf(each).deviceIndex,
      // An ordinary interface is what comes of none.
      interfaceType: each.type === NetworkInterfaceType.INTERFACE ? undefined : each.type,
      description: each.description,
      ...common(each.securityGroupIds),
    })),
  ];
}

/** Whether the nodes have Elastic Fabric Adapters. */
export function hasEfa({ launchTemplate = {} }: NodeOptions): boolean {
  const { efa, networkInterfaces: further = [] } = launchTemplate;
  return efa !== undefined || further.some(({ type = NetworkInterfaceType.INTERFACE }) => isEfa(type));
}

/** Reports everything that is wrong with the network interfaces of nodes. */
export function checkNetworkInterfaces(checks: PropertyChecks, nodes: NodeOptions): void {
  const { efa, networkInterfaces: further = [] } = nodes.launchTemplate ?? {};
  efa?._check(checks, 'launchTemplate.efa');
  const owners = new Map([[keyOf(PRIMARY), 'the primary interface']]);
  efa?._slots.forEach((slot) => owners.set(keyOf(slot), 'launchTemplate.efa'));
  further.forEach((each, index) => {
    const property = `launchTemplate.networkInterfaces[${String(index)}]`;
    checks.integer(`${property}.networkCard`, each.networkCard, 0, MAX_NETWORK_CARDS - 1);
    checks.integer(`${property}.deviceIndex`, each.deviceIndex, 0, MAX_NETWORK_CARDS - 1);
    checks.oneOf(`${property}.type`, each.type, Object.values(NetworkInterfaceType));
    const slot = slotOf(each);
    if (!isKnown(slot.networkCard) || !isKnown(slot.deviceIndex)) {
      return;
    }
    const place = `device ${String(slot.deviceIndex)} of network card ${String(slot.networkCard)}`;
    const owner = owners.get(keyOf(slot));
    if (owner !== undefined) {
      const what = `${property} is ${place}, which is taken by ${owner}`;
      const fix = 'Give it another networkCard or deviceIndex.';
      checks.report({ code: 'SEKS2022', property, value: place, limit: 'a free device', what, fix });
    }
    owners.set(keyOf(slot), property);
  });
}

function isEfa(type: NetworkInterfaceType): boolean {
  return type === NetworkInterfaceType.EFA || type === NetworkInterfaceType.EFA_ONLY;
}

function slotOf({ networkCard = 0, deviceIndex = 1 }: NodeNetworkInterface): InterfaceSlot {
  return { networkCard, deviceIndex };
}

function keyOf({ networkCard, deviceIndex }: InterfaceSlot): string {
  return `${String(networkCard)}/${String(deviceIndex)}`;
}

/** A list that is a token is one element to JavaScript, so it is put together by Terraform. */
function withMore(first: string, ...more: string[][]): string[] {
  return more.some((list) => Token.isUnresolved(list))
    ? Token.asList(
        Fn.concat([[first], ...more.filter((list) => Token.isUnresolved(list) || list.length > 0)]),
      )
    : [first, ...more.flat()];
}
