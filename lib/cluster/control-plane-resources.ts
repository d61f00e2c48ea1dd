/**
 * What a control plane needs before it exists and for as long as it lives: role, key, log group.
 */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import type { TerraformProvider, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { AutoMode } from '../auto-mode/auto-mode';
import { controlPlaneRights } from '../auto-mode/auto-mode-resources';
import type { AwsEnvironment } from '../iam/aws-environment';
import { ServiceRole } from '../iam/service-role';
import { limitedName, NAME_LIMITS } from '../validation/checks/names';
import { PropertyChecks } from '../validation/property-checks';
import type { ClusterEncryption } from './cluster-encryption';
import { ClusterEncryptionKind } from './cluster-encryption';
import type { ClusterLoggingOptions } from './cluster-logging';
import { logGroupNameOf, RETENTION_DAYS } from './cluster-logging';
import { Forgotten } from './forgotten';

/** What all three have in common. */
interface CommonProps {
  readonly clusterName: string;
  readonly preventDestroy: boolean;
  readonly tags: Record<string, string>;
  readonly provider?: TerraformProvider;
}

/** The key for the Kubernetes API's data. */
export class ClusterKey extends Construct {
  /** ARN of the key; undefined when AWS owns it. */
  public readonly keyArn: string | undefined;
  /** What the cluster must come after; the alias only names the key. */
  public readonly required: TerraformResource[] = [];

  public constructor(scope: Construct, id: string, props: CommonProps & { encryption: ClusterEncryption }) {
    super(scope, id);
    const { encryption, provider } = props;
    const checks = new PropertyChecks(scope);
    checks.arn('encryption.keyArn', encryption.keyArn, 'kms', 'key/');
    checks.integer('encryption.deletionWindowInDays', encryption.options.deletionWindowInDays, 7, 30);
    if (encryption.kind !== ClusterEncryptionKind.NEW_KEY) {
      this.keyArn = encryption.keyArn;
      if (props.preventDestroy) {
        new Forgotten(this, 'ForgottenKey', () => new KmsKey(this, 'Resource', {}));
        new Forgotten(this, 'ForgottenAlias', () => new KmsAlias(this, 'Alias', { targetKeyId: '' }));
      }
      return;
    }
    const lifecycle = { preventDestroy: props.preventDestroy };
    const key = new KmsKey(this, 'Resource', {
      description: `Encrypts the Kubernetes API data of the EKS cluster ${props.clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: encryption.options.deletionWindowInDays ?? 30,
      policy: encryption.options.policy,
      tags: props.tags,
      lifecycle,
      provider,
    });
    new KmsAlias(this, 'Alias', {
      name: limitedName([`alias/eks/${props.clusterName}`], NAME_LIMITS.kmsAlias),
      targetKeyId: key.keyId,
      lifecycle,
      provider,
    });
    this.keyArn = key.arn;
    this.required = [key];
  }
}

/**
 * The log group of the control plane. Made before the cluster, since EKS would otherwise make it without retention
 * and Terraform would then find the name taken.
 */
export class ClusterLogGroup extends Construct {
  public readonly resource: TerraformResource;

  public constructor(scope: Construct, id: string, props: CommonProps & { logging: ClusterLoggingOptions }) {
    super(scope, id);
    const { logging } = props;
    const checks = new PropertyChecks(scope);
    checks.oneOf('logging.retentionInDays', logging.retentionInDays, RETENTION_DAYS);
    checks.arn('logging.kmsKeyArn', logging.kmsKeyArn, 'kms');
    if (logging.logGroup !== undefined && (logging.retentionInDays ?? logging.kmsKeyArn) !== undefined) {
      checks.report({
        code: 'SEKS1002',
        property: 'logging.logGroup',
        what: 'logging names both a log group and settings for a new one',
        fix: 'Set retention and key on the log group that you bring.',
      });
    }
    checks.literal('logging.importExisting', logging.importExisting);
    if (logging.logGroup !== undefined && props.preventDestroy) {
      new Forgotten(this, 'Forgotten', () => new CloudwatchLogGroup(this, 'Resource', {}));
    }
    this.resource = logging.logGroup ?? this.make(props);
  }

  private make(props: CommonProps & { logging: ClusterLoggingOptions }): TerraformResource {
    const { logging, provider } = props;
    const name = logGroupNameOf(props.clusterName);
    const resource = new CloudwatchLogGroup(this, 'Resource', {
      name,
      retentionInDays: logging.retentionInDays ?? 90,
      kmsKeyId: logging.kmsKeyArn,
      tags: props.tags,
      lifecycle: { preventDestroy: props.preventDestroy },
      provider,
    });
    if (logging.importExisting === true) {
      resource.importFrom(name, provider);
    }
    return resource;
  }
}

/** The role of the control plane. */
export function clusterRole(
  scope: Construct,
  props: CommonProps & {
    environment: AwsEnvironment;
    autoMode: AutoMode;
    permissionsBoundary?: string;
    managesPodInterfaces: boolean;
  },
): ServiceRole {
  const forAutoMode = controlPlaneRights(props.autoMode);
  return new ServiceRole(scope, 'Role', {
    service: 'eks.amazonaws.com',
    // TagSession is what Auto Mode needs; with it from the start, the trust does not have to change for that.
    trustActions: ['sts:AssumeRole', 'sts:TagSession'],
    nameParts: [props.clusterName, 'cluster'],
    managedPolicies: [
      'AmazonEKSClusterPolicy',
      ...(props.managesPodInterfaces ? ['AmazonEKSVPCResourceController'] : []),
      ...forAutoMode.managedPolicies,
    ],
    inlinePolicies: forAutoMode.inlinePolicies,
    description: `Control plane of the EKS cluster ${props.clusterName}`,
    permissionsBoundary: props.permissionsBoundary,
    // The name follows the region as soon as that is a literal; a new name would replace role and cluster.
    keepName: true,
    environment: props.environment,
    tags: props.tags,
    provider: props.provider,
  });
}
