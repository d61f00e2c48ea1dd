/**
 * What can be said about nodes, whoever manages their group.
 */
import type { TerraformResource } from 'cdktf';
import type { KubernetesVersion } from '../cluster/kubernetes-version';
import type { Ami } from './ami';
import type { LaunchTemplateOptions } from './launch-template-options';
import type { Taint } from './taint';

/** Settings of nodes. */
export interface NodeOptions {
  /** The image of the nodes. */
  readonly ami: Ami;

  /**
   * Version of Kubernetes of the nodes: older than the cluster's, to hold nodes back while everything else moves on. An
   * image of yours has to be made for it. At most three minor versions older than the control plane, and never newer:
   * reported as SEKS2017.
   *
   * @default - that of the cluster
   */
  readonly version?: KubernetesVersion;

  /**
   * Instance types, the preferred one first; 1 to 20. Another order replaces the group. For an image with drivers of an
   * accelerator they have to be named.
   *
   * @default ['m6i.large'], or ['m6g.large'] for ARM
   */
  readonly instanceTypes?: string[];

  /**
   * Ids of the subnets of the nodes.
   *
   * @default - the node subnets of the cluster's network
   */
  readonly subnetIds?: string[];

  /**
   * Labels of the nodes.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Taints of the nodes.
   *
   * @default - none
   */
  readonly taints?: Taint[];

  /**
   * Size of the volume of container images, logs and ephemeral volumes, in GiB: that of the root volume; for Bottlerocket,
   * whose root volume is read-only, that of the second one. At least 50 for Windows, 4 otherwise. Beside a launch template
   * of yours it is reported as SEKS2014.
   *
   * @default 50
   */
  readonly diskSize?: number;

  /**
   * ARN of the KMS key that encrypts the volumes.
   *
   * @default - the account's default key for EBS
   */
  readonly diskKmsKeyArn?: string;

  /**
   * Security groups of the nodes, beside the one of the cluster.
   *
   * @default - none
   */
  readonly securityGroupIds?: string[];

  /**
   * Further settings of the launch template: volumes, placement, network interfaces, reserved capacity, processors. Beside
   * a launch template of yours it is reported as SEKS2014.
   *
   * @default - encrypted gp3 volumes, one network interface, version 2 of the metadata service
   */
  readonly launchTemplate?: LaunchTemplateOptions;

  /**
   * ARN of an existing role for the nodes.
   *
   * @default - a role with the policies that a node needs
   */
  readonly nodeRoleArn?: string;

  /**
   * Resources that the group needs for as long as it lives, such as the policies of a role that you bring.
   *
   * @default - the policies of the role that is made
   */
  readonly requires?: TerraformResource[];

  /**
   * Policies for the role of the nodes, beside those that a node needs: names of AWS's own, or ARNs.
   *
   * @default - none
   */
  readonly additionalPolicies?: string[];

  /**
   * ARN of the permissions boundary of the role.
   *
   * @default - none
   */
  readonly permissionsBoundary?: string;

  /**
   * Tags, over those of the cluster; instances, volumes and network interfaces get them too.
   *
   * @default - the cluster's tags
   */
  readonly tags?: { [key: string]: string };
}
