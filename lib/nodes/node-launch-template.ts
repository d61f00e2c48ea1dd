/**
 * The launch template of a node group: hardened by default.
 */
import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { TerraformProvider } from 'cdktf';
import { Fn, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ISafeEksCluster } from '../cluster/i-safe-eks-cluster';
import { providerOf } from '../cluster/provider-of';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import type { Ami } from './ami';
import { AmiKind } from './ami';
import type { Taint } from './taint';
import { kubeletTaint } from './taint';
import { nodeadmUserData } from './user-data/nodeadm';

/** Properties of {@link NodeLaunchTemplate}. */
export interface NodeLaunchTemplateProps {
  readonly cluster: ISafeEksCluster;
  readonly baseName: string;
  readonly ami: Ami;
  readonly diskSize: number;
  readonly diskKmsKeyArn: string | undefined;
  readonly securityGroupIds: string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Root device of Amazon Linux 2023. */
const ROOT_DEVICE = '/dev/xvda';

/** Says to a group which image its nodes boot from and how. */
export class NodeLaunchTemplate extends Construct {
  public readonly resource: LaunchTemplate;

  public constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const { cluster, tags } = props;
    const provider = providerOf(cluster, this);
    this.resource = new LaunchTemplate(this, 'Resource', {
      name: limitedName([cluster.physicalName, props.baseName], NAME_LIMITS.launchTemplate),
      description: `Nodes of ${props.baseName} in the EKS cluster ${cluster.physicalName}`,
      imageId: this.imageId(props.ami, provider),
      userData: this.userData(props),
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeType: 'gp3',
            volumeSize: props.diskSize,
            encrypted: 'true',
            kmsKeyId: props.diskKmsKeyArn,
            deleteOnTermination: 'true',
          },
        },
      ],
      metadataOptions: {
        httpEndpoint: 'enabled',
        // Version 2 of the instance metadata service only, and out of reach for pods with their own network.
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: 'false',
          deleteOnTermination: 'true',
          // A template that has an interface is not given the cluster's security group by EKS.
          securityGroups: withMore(cluster.clusterSecurityGroupId, props.securityGroupIds),
        },
      ],
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
        resourceType,
        tags: { Name: `${cluster.physicalName}-${props.baseName}`, ...tags },
      })),
      updateDefaultVersion: true,
      tags: { ...tags },
      provider,
    });
  }

  private imageId(ami: Ami, provider: TerraformProvider | undefined): string | undefined {
    if (ami.kind !== AmiKind.CUSTOM_LOOKUP) {
      return ami.id;
    }
    // The image of a template changes in place, so it may come from a data source.
    return new DataAwsAmi(this, 'Image', {
      owners: [ami.owner ?? ''],
      filter: [
        { name: 'name', values: [ami.name ?? ''] },
        { name: 'architecture', values: [ami.architecture] },
        { name: 'state', values: ['available'] },
      ],
      mostRecent: ami.newest,
      provider,
    }).id;
  }

  /**
   * A custom image gets everything it needs to join, with labels and taints, so that no pod lands on a node before
   * its taints are there. To its own images EKS adds that by itself, and user data would only be merged.
   */
  private userData({ ami, cluster, labels, taints }: NodeLaunchTemplateProps): string | undefined {
    if (!ami.isCustom) {
      return undefined;
    }
    const nodeLabels = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const kubeletFlags = [
      ...(nodeLabels.length === 0 ? [] : [`--node-labels=${nodeLabels.sort().join(',')}`]),
      ...(taints.length === 0 ? [] : [`--register-with-taints=${taints.map(kubeletTaint).sort().join(',')}`]),
    ];
    const text = nodeadmUserData({
      cluster: {
        name: cluster.clusterName,
        apiServerEndpoint: cluster.clusterEndpoint,
        certificateAuthority: cluster.clusterCertificateAuthorityData,
        cidr: cluster.serviceCidr,
      },
      kubeletFlags,
    });
    // As a local value it stays readable in the output, and cdktf need not quote it within an expression.
    return Fn.base64encode(new TerraformLocal(this, 'UserData', text).asString);
  }
}

/** A list that is a token is one element to JavaScript, so it is put together by Terraform. */
function withMore(first: string, more: string[]): string[] {
  return Token.isUnresolved(more) ? Token.asList(Fn.concat([[first], more])) : [first, ...more];
}
