/**
 * A node class of EKS Auto Mode: where its nodes are, who they are and what disk they have.
 */
import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { DeploymentStage } from '../ordering/deployment-stage';
import { PropertyChecks } from '../validation/property-checks';
import { SafetyReport } from '../validation/safety-report';
import { checkAutoMode, checkName, judgeNamesakes, makeManifest } from './auto-node-object';
import { checkNodeClassProps, checkRole } from './node-class-checks';
import type { AutoNodeClassProps, NodeClassNetworking, NodeEphemeralStorage } from './node-class-options';

/** @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
const RESERVED_NAMES = ['default'];

/**
 * A `NodeClass` of Auto Mode, for {@link AutoNodePool}. It belongs into the stack of the workloads.
 *
 * By default its nodes are in the node subnets of the cluster's network, with the security group of the cluster, the role of its Auto
 * Mode and no public address. When the class changes, its nodes are replaced within the disruption budgets of their pools.
 *
 * Reports SEKS8201 and SEKS8202 for its name, SEKS8208 and SEKS8212 for its tags, SEKS8209 for its selectors, SEKS8210 without Auto
 * Mode.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
 */
export class AutoNodeClass extends Construct {
  /** The object. */
  public readonly resource: Manifest;
  /** Name of the class. */
  public readonly nodeClassName: string;
  /** The cluster that the class is on. */
  public readonly cluster: ISafeEksCluster;

  public constructor(scope: Construct, id: string, props: AutoNodeClassProps) {
    super(scope, id);
    this.cluster = props.cluster;
    this.nodeClassName = props.nodeClassName ?? id;
    const role = props.nodeRoleName ?? props.cluster.autoModeNodeRoleName;
    this.validate(props, role);
    this.resource = makeManifest(this, {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'NodeClass',
      name: this.nodeClassName,
      spec: specOf(props, role),
      override: props.manifest,
      provider: props.provider,
    });
    props.cluster.deploymentOrder.join(DeploymentStage.WORKLOADS, this, { name: this.node.path });
  }

  private validate(props: AutoNodeClassProps, role: string | undefined): void {
    const checks = new PropertyChecks(this);
    checkName(checks, 'nodeClassName', this.nodeClassName, RESERVED_NAMES);
    checkAutoMode(checks, props.cluster);
    checkRole(checks, props.cluster, role);
    checkNodeClassProps(checks, props);
    SafetyReport.of(this).addCheck(this, () =>
      judgeNamesakes(this, props.cluster, 'nodeClassName', this.nodeClassName),
    );
  }
}

function specOf(props: AutoNodeClassProps, role: string | undefined): object {
  const { cluster, networkPolicyEventLogs: isLogged } = props;
  return {
    role,
    subnetSelectorTerms: props.subnets ?? subnetsById(cluster.network.nodeSubnetIds),
    securityGroupSelectorTerms: props.securityGroups ?? [{ id: cluster.clusterSecurityGroupId }],
    podSubnetSelectorTerms: props.podSubnets,
    podSecurityGroupSelectorTerms: props.podSecurityGroups,
    ephemeralStorage: storageOf(props.ephemeralStorage),
    snatPolicy: props.snatPolicy,
    networkPolicy: props.networkPolicy,
    networkPolicyEventLogs: isLogged === undefined ? undefined : isLogged ? 'Enabled' : 'Disabled',
    advancedNetworking: networkingOf(props.advancedNetworking ?? {}),
    advancedSecurity: props.advancedSecurity,
    tags: props.tags,
  };
}

/** A list whose length is not known at synth is taken apart by Terraform. */
function subnetsById(ids: string[]): unknown {
  return Token.isUnresolved(ids)
    ? `\${[for id in ${Token.asString(Fn.distinct(ids))} : { id = id }]}`
    : ids.map((id) => ({ id }));
}

function storageOf(storage: NodeEphemeralStorage | undefined): object | undefined {
  if (storage === undefined) {
    return undefined;
  }
  const { kmsKeyId: kmsKeyID, ...rest } = storage;
  return { ...rest, kmsKeyID };
}

function networkingOf({
  associatePublicIpAddress: associatePublicIPAddress = false,
  ...rest
}: NodeClassNetworking): object {
  return { associatePublicIPAddress, ...rest };
}
