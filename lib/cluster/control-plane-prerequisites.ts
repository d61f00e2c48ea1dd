/**
 * Everything that comes before a control plane and outlives it, made or brought.
 */
import type { Construct } from 'constructs';
import type { TerraformResource } from 'cdktf';
import { autoModeNodeRole, nameOfRole } from '../auto-mode/auto-mode-resources';
import type { ServiceRole } from '../iam/service-role';
import { ClusterEncryption } from './cluster-encryption';
import type { SafeEksClusterProps } from './cluster-options';
import { ClusterKey, ClusterLogGroup, clusterRole } from './control-plane-resources';
import type { ISafeEksCluster } from './i-safe-eks-cluster';
import { AutoMode } from '../auto-mode/auto-mode';

/** Role, key and log group of a control plane, and the role of the nodes that it runs by itself. */
export class ControlPlanePrerequisites {
  public readonly roleArn: string;
  public readonly keyArn: string | undefined;
  public readonly logGroupName: string;
  public readonly autoModeNodeRoleArn: string | undefined;
  public readonly autoModeNodeRoleName: string | undefined;
  /** What the control plane needs, by the construct that it belongs to. */
  public readonly required: readonly {
    readonly construct: Construct;
    readonly resources: TerraformResource[];
  }[];

  public constructor(cluster: Construct & ISafeEksCluster, props: SafeEksClusterProps) {
    const autoMode = props.autoMode ?? AutoMode.disabled();
    const common = {
      clusterName: props.clusterName,
      preventDestroy: props.preventDestroy ?? true,
      tags: cluster.tags,
      provider: props.provider,
      environment: cluster._environment,
    };
    const role =
      props.roleArn === undefined
        ? clusterRole(cluster, {
            ...common,
            autoMode,
            permissionsBoundary: props.permissionsBoundary,
            managesPodInterfaces: props.windowsSupport === true || props.podSecurityGroups === true,
          })
        : undefined;
    const encryption = props.encryption ?? ClusterEncryption.newKey();
    const key = new ClusterKey(cluster, 'EncryptionKey', { ...common, encryption });
    const logGroup = new ClusterLogGroup(cluster, 'LogGroup', { ...common, logging: props.logging ?? {} });
    const nodeRole = autoModeNodeRole(cluster, autoMode, common);
    this.roleArn = role?.resource.arn ?? props.roleArn ?? '';
    this.keyArn = key.keyArn;
    this.logGroupName = logGroup.resource.getStringAttribute('name');
    const brought = autoMode.hasRoles ? autoMode._options.nodeRoleArn : undefined;
    this.autoModeNodeRoleArn = nodeRole?.resource.arn ?? brought;
    this.autoModeNodeRoleName = nodeRole?.resource.name ?? nameOfRole(brought);
    this.required = [
      ...[role, nodeRole].flatMap(withAttachments),
      { construct: key, resources: key.required },
      { construct: logGroup, resources: [logGroup.resource] },
    ];
  }
}

function withAttachments(
  role: ServiceRole | undefined,
): { readonly construct: Construct; readonly resources: TerraformResource[] }[] {
  return role === undefined ? [] : [{ construct: role, resources: role.attachments }];
}
