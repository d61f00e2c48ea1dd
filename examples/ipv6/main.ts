/**
 * A cluster whose pods and services have IPv6 addresses, in a dual-stack VPC of its own.
 */
import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import type { TerraformResource } from 'cdktf';
import { App, Fn, LocalBackend, TerraformStack } from 'cdktf';
import { Ami, EksNetwork, IpFamily, KubernetesVersion, SafeEksCluster } from 'cdktf-safe-eks';

const ZONES = ['eu-west-1a', 'eu-west-1b'];

const app = new App();
const stack = new TerraformStack(app, 'ipv6');
new LocalBackend(stack, { path: '../../../terraform.ipv6.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });

const vpc = new Vpc(stack, 'vpc', {
  cidrBlock: '10.0.0.0/16',
  assignGeneratedIpv6CidrBlock: true,
  enableDnsHostnames: true,
});
// Nodes and image registries still speak IPv4 as well: so there is a way out for both.
const open = new RouteTable(stack, 'open', { vpcId: vpc.id });
const gateway = new InternetGateway(stack, 'gateway', { vpcId: vpc.id });
const openRoute = new Route(stack, 'open-ipv4', {
  routeTableId: open.id,
  destinationCidrBlock: '0.0.0.0/0',
  gatewayId: gateway.id,
});
const publicSubnet = subnet('public', 0, ZONES[0]!, { 'kubernetes.io/role/elb': '1' });
const openAssociation = new RouteTableAssociation(stack, 'open-association', {
  routeTableId: open.id,
  subnetId: publicSubnet.id,
});
const nat = new NatGateway(stack, 'nat', {
  subnetId: publicSubnet.id,
  allocationId: new Eip(stack, 'nat-address', { domain: 'vpc' }).allocationId,
  dependsOn: [openRoute, openAssociation],
});
const closed = new RouteTable(stack, 'closed', { vpcId: vpc.id });
const upstream: TerraformResource[] = [
  new Route(stack, 'closed-ipv4', {
    routeTableId: closed.id,
    destinationCidrBlock: '0.0.0.0/0',
    natGatewayId: nat.id,
  }),
  new Route(stack, 'closed-ipv6', {
    routeTableId: closed.id,
    destinationIpv6CidrBlock: '::/0',
    egressOnlyGatewayId: new EgressOnlyInternetGateway(stack, 'egress', { vpcId: vpc.id }).id,
  }),
];
const privateSubnets = ZONES.map((zone, index) => {
  const made = subnet(`private-${zone}`, index + 1, zone, { 'kubernetes.io/role/internal-elb': '1' });
  upstream.push(
    new RouteTableAssociation(stack, `private-${zone}-association`, {
      routeTableId: closed.id,
      subnetId: made.id,
    }),
  );
  return made;
});

const cluster = new SafeEksCluster(stack, 'Cluster', {
  clusterName: 'ipv6',
  version: KubernetesVersion.V1_35,
  ipFamily: IpFamily.IPV6,
  network: EksNetwork.fromSubnetIds({
    controlPlaneSubnetIds: privateSubnets.map(({ id }) => id),
    availabilityZones: ZONES,
    upstream,
  }),
});
cluster.grantClusterAdmin('platform', 'arn:aws:iam::111122223333:role/platform-admin');
cluster.addNodeGroup('workers', { ami: Ami.eksOptimized() });

app.synth();

function subnet(
  id: string,
  index: number,
  availabilityZone: string,
  tags: { [key: string]: string },
): Subnet {
  return new Subnet(stack, id, {
    vpcId: vpc.id,
    availabilityZone,
    cidrBlock: `10.0.${String(index * 32)}.0/19`,
    ipv6CidrBlock: Fn.cidrsubnet(vpc.ipv6CidrBlock, 8, index),
    assignIpv6AddressOnCreation: true,
    tags,
  });
}
