/**
 * Stacks made of plain provider resources that the harness is tried on: each has one fault that only real Terraform
 * can see, or none. They prove that the harness is able to fail, so that its silence about the library means something.
 */
import { DataAwsSubnet } from '@cdktf/provider-aws/lib/data-aws-subnet';
import { EksCluster, type EksClusterConfig } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { App } from 'cdktf';
import { type S3BackendConfig, S3Backend, TerraformStack } from 'cdktf';
import { terraformState, type TerraformState } from './terraform-state';

const ROLE_ARN = 'arn:aws:iam::111122223333:role/cluster';

// The least that EKS takes. It is also what the state of `existingCluster` says.
const PLAIN_CLUSTER = {
  name: 'main',
  roleArn: ROLE_ARN,
  version: '1.33',
  vpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
} satisfies EksClusterConfig;

function stackWithProvider(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
  return stack;
}

/** A network, a role and a cluster without fault. */
export function validStack(app: App): void {
  const stack = stackWithProvider(app, 'valid');
  const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' });
  const subnets = ['a', 'b'].map(
    (zone, index) =>
      new Subnet(stack, `subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone: `eu-central-1${zone}`,
      }),
  );
  const role = new IamRole(stack, 'role', { assumeRolePolicy: '{"Version":"2012-10-17","Statement":[]}' });
  new EksCluster(stack, 'cluster', {
    ...PLAIN_CLUSTER,
    roleArn: role.arn,
    deletionProtection: true,
    vpcConfig: { subnetIds: subnets.map(({ id }) => id) },
    lifecycle: { ignoreChanges: ['deletion_protection', 'bootstrap_self_managed_addons'] },
  });
}

/** An Auto Mode node pool that EKS does not have. */
export function misspeltNodePool(app: App): void {
  new EksCluster(stackWithProvider(app, 'misspelt'), 'cluster', {
    ...PLAIN_CLUSTER,
    bootstrapSelfManagedAddons: false,
    computeConfig: { enabled: true, nodePools: ['general-purpse'], nodeRoleArn: ROLE_ARN },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
  });
}

/** Auto Mode with one of its three switches left out. */
export function halfSwitchedAutoMode(app: App): void {
  new EksCluster(stackWithProvider(app, 'half-switched'), 'cluster', {
    ...PLAIN_CLUSTER,
    bootstrapSelfManagedAddons: false,
    computeConfig: { enabled: true, nodePools: ['general-purpose'], nodeRoleArn: ROLE_ARN },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  });
}

/** A cluster that wants free addresses in a subnet which only AWS can tell about. */
export function preconditionOnSubnet(app: App): void {
  const stack = stackWithProvider(app, 'precondition');
  const subnet = new DataAwsSubnet(stack, 'subnet', { id: 'subnet-1' });
  new EksCluster(stack, 'cluster', {
    ...PLAIN_CLUSTER,
    lifecycle: {
      precondition: [
        {
          condition: `\${${subnet.fqn}.available_ip_address_count >= 16}`,
          errorMessage: `Subnet \${${subnet.fqn}.id} has \${${subnet.fqn}.available_ip_address_count} free addresses.`,
        },
      ],
    },
  });
}

/** A stack with a provider that the mirror of a test machine does not hold. */
export function kubernetesStack(app: App): void {
  const stack = stackWithProvider(app, 'kubernetes');
  new KubernetesProvider(stack, 'provider', { host: 'https://example.invalid' });
  new Namespace(stack, 'namespace', { metadata: { name: 'team' } });
}

/** A cluster in one stack and its network in another; the backends are remote ones, as in production. */
export function twoStacks(app: App): void {
  const backend: S3BackendConfig = {
    bucket: 'states',
    key: 'state',
    region: 'eu-central-1',
    profile: 'nobody',
  };
  const network = stackWithProvider(app, 'network');
  new S3Backend(network, backend);
  const vpc = new Vpc(network, 'vpc', { cidrBlock: '10.0.0.0/16' });
  const subnets = stackWithProvider(app, 'subnets');
  new S3Backend(subnets, backend);
  new Subnet(subnets, 'subnet', { vpcId: vpc.id, cidrBlock: '10.0.0.0/24' });
}

/** The cluster of `existingCluster`, with an `access_config` or without. */
export function clusterWithAccess(accessConfig?: EksClusterConfig['accessConfig']): (app: App) => void {
  return (app) => {
    new EksCluster(stackWithProvider(app, 'access'), 'cluster', { ...PLAIN_CLUSTER, accessConfig });
  };
}

/**
 * The state of a cluster that was created without `access_config`: the provider then writes `true`, the API's default,
 * into the create-only flag.
 */
export function existingCluster(): TerraformState {
  return terraformState([
    {
      address: 'aws_eks_cluster.cluster',
      attributes: {
        id: 'main',
        arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/main',
        name: 'main',
        role_arn: ROLE_ARN,
        version: '1.33',
        bootstrap_self_managed_addons: true,
        certificate_authority: [{ data: 'Q0E=' }],
        endpoint: 'https://example.invalid',
        identity: [{ oidc: [{ issuer: 'https://example.invalid' }] }],
        tags_all: {},
        access_config: [
          { authentication_mode: 'CONFIG_MAP', bootstrap_cluster_creator_admin_permissions: true },
        ],
        vpc_config: [
          {
            subnet_ids: ['subnet-1', 'subnet-2'],
            security_group_ids: [],
            endpoint_private_access: false,
            endpoint_public_access: true,
            public_access_cidrs: ['0.0.0.0/0'],
            cluster_security_group_id: 'sg-1',
            vpc_id: 'vpc-1',
          },
        ],
      },
    },
  ]);
}
