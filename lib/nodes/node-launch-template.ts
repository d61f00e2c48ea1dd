/**
 * The launch template of a node group: hardened by default.
 */
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { IpFamily } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { literalMap } from '../validation/checks/known';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { networkInterfaces } from './launch-template/network-interfaces';
import { furtherArguments, metadataArguments, tagSpecifications } from './launch-template/settings';
import { blockDevices } from './launch-template/volumes';
import { nodeImage } from './node-image';
import type { NodeOptions } from './node-options';
import type { NodeFacts } from './user-data/node-facts';
import { userData } from './user-data/user-data';

export { DEFAULT_DISK_SIZE } from './launch-template/volumes';

/** Properties of {@link NodeLaunchTemplate}. */
export interface NodeLaunchTemplateProps {
  readonly cluster: ISafeEksCluster;
  readonly baseName: string;
  /** Kubernetes minor version of the nodes. */
  readonly kubernetesVersion: string;
  readonly nodes: NodeOptions;
  readonly tags: Readonly<Record<string, string>>;
  /** For a group that is not EKS's, and for Capacity Blocks: there the template says what a managed group would. */
  readonly instanceType?: string;
  /** ARN; for a group that is not EKS's. */
  readonly instanceProfileArn?: string;
}

/** The address of the cluster's DNS within the block for services, which EKS and every image take for granted. */
const DNS_HOST = 10;

/** Says to a group which image its nodes boot from and how. */
export class NodeLaunchTemplate extends Construct {
  public readonly resource: LaunchTemplate;
  /** What the nodes are told at boot, as text; undefined when EKS alone tells them. */
  public readonly userDataText: string | undefined;

  public constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const { cluster, tags, nodes } = props;
    const { ami } = nodes;
    const provider = providerOf(cluster, this);
    this.userDataText = ami._userData === undefined ? undefined : userData(ami._userData, nodeFacts(props));
    const image = nodeImage(this, ami, props.kubernetesVersion, provider);
    this.resource = new LaunchTemplate(this, 'Resource', {
      name: limitedName([cluster.physicalName, props.baseName], NAME_LIMITS.launchTemplate),
      description: `Nodes of ${props.baseName} in the EKS cluster ${cluster.physicalName}`,
      imageId: image.imageId,
      instanceType: props.instanceType,
      iamInstanceProfile:
        props.instanceProfileArn === undefined ? undefined : { arn: props.instanceProfileArn },
      userData: this.encodedUserData(),
      blockDeviceMappings: blockDevices(nodes),
      metadataOptions: metadataArguments(nodes.launchTemplate?.metadata),
      networkInterfaces: networkInterfaces(nodes, cluster.clusterSecurityGroupId),
      ...furtherArguments(nodes.launchTemplate),
      tagSpecifications: tagSpecifications(
        { Name: `${cluster.physicalName}-${props.baseName}`, ...tags },
        nodes.launchTemplate,
      ),
      updateDefaultVersion: true,
      tags: { ...tags },
      lifecycle: image.conditions.length === 0 ? undefined : { precondition: [...image.conditions] },
      provider,
    });
  }

  private encodedUserData(): string | undefined {
    // As a local value it stays readable in the output, and cdktf need not quote it within an expression.
    return this.userDataText === undefined
      ? undefined
      : Fn.base64encode(new TerraformLocal(this, 'UserData', this.userDataText).asString);
  }
}

/**
 * A custom image gets everything it needs to join, with labels and taints, so that no pod lands on a node before
 * its taints are there. To its own images EKS adds that by itself, and merges what else there is.
 */
function nodeFacts({ cluster, nodes }: NodeLaunchTemplateProps): NodeFacts {
  const { ami, taints = [] } = nodes;
  const labels = literalMap(nodes.labels);
  if (!ami.isCustom) {
    return { labels, taints };
  }
  const { serviceCidr } = cluster;
  return {
    cluster: {
      name: cluster.clusterName,
      endpoint: cluster.clusterEndpoint,
      certificateAuthority: cluster.clusterCertificateAuthorityData,
      serviceCidr,
      dnsIp: Fn.cidrhost(serviceCidr, DNS_HOST),
      isIpv6: cluster.ipFamily === IpFamily.IPV6,
    },
    labels,
    taints,
  };
}
