/**
 * The network: what is declared, what EKS records, and what EC2 still has.
 */
import type { DeclaredCluster, DeclaredCompute, DeclaredControlPlane } from './declared-cluster';
import type { Examination } from './doctor-finding';
import { Unknown } from './expressions';
import type { LiveCluster, LiveSecurityGroup, LiveState } from './live-state';
import { allKnown, isPartlyUnknown, knownOf, pairByName, sameSet, shown, sorted } from './pairing';
import { list } from './repairs';
import { SubnetView } from './subnet-view';

/** What EKS may take in each control-plane subnet: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const ADDRESSES_OF_CONTROL_PLANE = 6;

/** Examines subnets and security groups of a cluster. */
export function examineNetwork(
  examination: Examination,
  live: LiveState,
  declared: DeclaredCluster | undefined,
): void {
  const { cluster, subnets, securityGroups } = live;
  if (cluster !== undefined && securityGroups !== undefined) {
    examineSecurityGroups(examination, cluster, securityGroups, declared?.controlPlane);
  }
  if (subnets === undefined) {
    return;
  }
  const view = new SubnetView(subnets, cluster?.vpcId);
  if (cluster !== undefined) {
    examineControlPlaneSubnets(examination, view, cluster, declared?.controlPlane);
  }
  examineComputeSubnets(examination, view, live, declared);
  if (view.own.length > 0 && !view.hasLoadBalancerTags) {
    const message = `None of the ${String(view.own.length)} subnets of ${String(view.vpcId)} is tagged.`;
    examination.report('load-balancer-tags-missing', cluster?.name ?? '', message);
  }
}

function examineControlPlaneSubnets(
  examination: Examination,
  view: SubnetView,
  cluster: LiveCluster,
  declared: DeclaredControlPlane | undefined,
): void {
  const subject = declared?.subject ?? cluster.name;
  const recorded = cluster.subnetIds;
  const wanted = view.resolve(declared?.subnetIds);
  if (isPartlyUnknown(wanted)) {
    examination.skip(subject, 'subnet_ids');
  }
  const named = knownOf(wanted);
  const missing = sorted(view.missing([...recorded, ...named]));
  if (missing.length > 0) {
    reportMissing(examination, view, cluster, { subject, missing, wanted: allKnown(wanted) });
  }
  const strangers = view.existing(sorted(named)).filter(({ vpcId }) => vpcId !== cluster.vpcId);
  for (const { id, vpcId } of strangers) {
    const message = `The control-plane subnet ${id} is in ${vpcId}, the cluster in ${cluster.vpcId}.`;
    examination.report('subnet-in-other-vpc', subject, message, `controlPlaneSubnetIds: ${list(recorded)}`);
  }
  const known = allKnown(wanted);
  if (known !== undefined && !sameSet(known, recorded) && strangers.length === 0) {
    const before = view.zones(recorded);
    const after = view.zones(known);
    // The zone of a subnet that is gone cannot be known any more.
    const isCertain = view.missing([...recorded, ...known]).length === 0;
    const message = `Declared are ${shown(sorted(known))}; recorded are ${shown(sorted(recorded))}.`;
    const repair = `controlPlaneSubnetIds: ${list(recorded)}`;
    if (isCertain && !sameSet(before, after)) {
      const zones = `${message} They are in ${shown(after)}, and in ${shown(before)}.`;
      examination.report('control-plane-zones-differ', subject, zones, repair);
    } else if (missing.length === 0) {
      examination.report('control-plane-subnets-differ', subject, message, repair);
    }
  }
  for (const { id, zone, freeAddresses } of view.existing(sorted([...recorded, ...named]))) {
    if (freeAddresses < ADDRESSES_OF_CONTROL_PLANE) {
      const message = `${id} in ${zone} has ${String(freeAddresses)} free addresses.`;
      examination.report('control-plane-subnet-full', subject, message, roomierCode(view, recorded, id));
    }
  }
}

function reportMissing(
  examination: Examination,
  view: SubnetView,
  { subnetIds: recorded }: LiveCluster,
  about: {
    readonly subject: string;
    readonly missing: readonly string[];
    readonly wanted: readonly string[] | undefined;
  },
): void {
  const { subject, missing, wanted } = about;
  const staying = view.existing(recorded).map(({ id }) => id);
  const further = view.replacements(staying, recorded.length - staying.length);
  const live = sorted(staying);
  const declared = wanted === undefined ? '' : `Declared are ${shown(sorted(wanted))}. `;
  const isMended = wanted !== undefined && wanted.length > 0 && view.missing(wanted).length === 0;
  const outlook = isMended
    ? ' The code names existing ones; apply it.'
    : further.map(({ id, zone }) => ` ${id} in ${zone} may take its place.`).join('');
  const message =
    `${declared}EKS records ${shown(sorted(recorded))}. EC2 still has ${shown(live)}; ` +
    `missing: ${shown(missing)}.${outlook}`;
  const repair = isMended
    ? ''
    : `controlPlaneSubnetIds: ${list([...staying, ...further.map(({ id }) => id)])}`;
  examination.report('control-plane-subnet-missing', subject, message, repair);
}

/** Another subnet of the same zone, in place of one that is full. */
function roomierCode(view: SubnetView, recorded: readonly string[], full: string): string {
  const others = recorded.filter((id) => id !== full);
  const zone = view.find(full)?.zone;
  const other = [...view.own]
    .filter((subnet) => subnet.zone === zone && !recorded.includes(subnet.id))
    .sort((a, b) => b.freeAddresses - a.freeAddresses)
    .find(({ freeAddresses }) => freeAddresses >= ADDRESSES_OF_CONTROL_PLANE);
  return other === undefined ? '' : `controlPlaneSubnetIds: ${list([...others, other.id])}`;
}

interface ComputeKind {
  readonly kind: string;
  readonly live: readonly { readonly name: string; readonly subnetIds: readonly string[] }[] | undefined;
  readonly declared: readonly DeclaredCompute[] | undefined;
}

interface ComputeSubnets {
  readonly subject: string;
  readonly what: string;
  readonly ids: readonly string[];
}

function examineComputeSubnets(
  examination: Examination,
  view: SubnetView,
  live: LiveState,
  declared: DeclaredCluster | undefined,
): void {
  for (const { subject, what, ids } of computeSubnets(examination, view, live, declared)) {
    const missing = view.missing(ids);
    const existing = view.existing(ids);
    const rest = existing.filter(({ vpcId }) => vpcId === view.vpcId).map(({ id }) => id);
    const repair = rest.length === 0 ? '' : `subnetIds: ${list(rest)}`;
    if (missing.length > 0) {
      const message = `Subnets of ${what} are ${shown(ids)}; missing: ${shown(missing)}.`;
      examination.report('compute-subnet-missing', subject, message, repair);
    }
    for (const { id, vpcId } of existing) {
      if (view.vpcId !== undefined && vpcId !== view.vpcId) {
        const message = `The subnet ${id} of ${what} is in ${vpcId}, the cluster in ${view.vpcId}.`;
        examination.report('subnet-in-other-vpc', subject, message, repair);
      }
    }
    for (const { id, zone } of existing.filter(({ freeAddresses }) => freeAddresses <= 0)) {
      const roomy = existing.filter(({ freeAddresses }) => freeAddresses > 0).map((each) => each.id);
      const message = `${id} in ${zone}, a subnet of ${what}, has no free address.`;
      const others = roomy.length === 0 ? '' : `subnetIds: ${list(roomy)}`;
      examination.report('compute-subnet-full', subject, message, others);
    }
  }
}

/** Subnets of everything that runs pods: of live groups and profiles, with what is declared of the same. */
function computeSubnets(
  examination: Examination,
  view: SubnetView,
  live: LiveState,
  declared: DeclaredCluster | undefined,
): readonly ComputeSubnets[] {
  const kinds: readonly ComputeKind[] = [
    { kind: 'the node group', live: live.nodeGroups, declared: declared?.nodeGroups },
    { kind: 'the Fargate profile', live: live.fargateProfiles, declared: declared?.fargateProfiles },
  ];
  return kinds.flatMap((each) => {
    const { pairs, missing, undeclared } = pairByName(each.declared ?? [], each.live ?? []);
    const known = (subject: string, value: Parameters<SubnetView['resolve']>[0]): readonly string[] => {
      const resolved = view.resolve(value);
      if (isPartlyUnknown(resolved)) {
        examination.skip(subject, 'subnet_ids');
      }
      return knownOf(resolved);
    };
    return [
      ...pairs.map((pair) => ({
        subject: pair.declared.subject,
        what: `${each.kind} ${pair.live.name}`,
        ids: sorted([...pair.live.subnetIds, ...known(pair.declared.subject, pair.declared.subnetIds)]),
      })),
      ...missing.map(({ subject, subnetIds }) => ({
        subject,
        what: each.kind,
        ids: sorted(known(subject, subnetIds)),
      })),
      ...undeclared.map(({ name, subnetIds }) => ({
        subject: name,
        what: `${each.kind} ${name}`,
        ids: sorted(subnetIds),
      })),
    ];
  });
}

function examineSecurityGroups(
  examination: Examination,
  cluster: LiveCluster,
  live: readonly LiveSecurityGroup[],
  declared: DeclaredControlPlane | undefined,
): void {
  const subject = declared?.subject ?? cluster.name;
  const { securityGroupIds: recorded, clusterSecurityGroupId } = cluster;
  const wanted = declared?.securityGroupIds;
  if (wanted instanceof Unknown || isPartlyUnknown(wanted)) {
    examination.skip(subject, 'security_group_ids');
  }
  const exists = (id: string): boolean => live.some((group) => group.id === id);
  const own = clusterSecurityGroupId === undefined ? [] : [clusterSecurityGroupId];
  const missing = sorted([...recorded, ...knownOf(wanted), ...own]).filter((id) => !exists(id));
  if (missing.length > 0) {
    const message = `EKS records ${shown(sorted([...recorded, ...own]))}; missing: ${shown(missing)}.`;
    const isOwnOnly = missing.every((id) => id === clusterSecurityGroupId);
    const repair = isOwnOnly ? '' : `securityGroupIds: ${list(recorded.filter(exists))}`;
    examination.report('security-group-missing', subject, message, repair);
  }
  const known = allKnown(wanted);
  if (known !== undefined && missing.length === 0 && !sameSet(known, recorded)) {
    const message = `Declared are ${shown(sorted(known))}; recorded are ${shown(sorted(recorded))}.`;
    examination.report('security-groups-differ', subject, message, `securityGroupIds: ${list(recorded)}`);
  }
}
