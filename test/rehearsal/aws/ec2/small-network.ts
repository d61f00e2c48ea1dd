/**
 * A VPC with a public and a private subnet, made by the rules themselves.
 */
import { AWS_DURATIONS } from '../../../../lib/rehearsal/aws/durations';
import { EC2_RULES } from '../../../../lib/rehearsal/aws/ec2/rules';
import type { KnownValues } from '../../../../lib/rehearsal/protocol/value';
import type { WorldObject } from '../../../../lib/rehearsal/world/world';
import type { Played } from '../../stage';
import { Stage } from '../../stage';

/** A stage on which EC2 plays. */
export function ec2Stage(): Stage {
  return new Stage(
    { resources: EC2_RULES, dataSources: {}, forceNew: {}, defaults: {} },
    { durations: AWS_DURATIONS },
  );
}

/** Creates and expects it to go well. */
export async function make(
  stage: Stage,
  type: string,
  name: string,
  planned: KnownValues,
): Promise<WorldObject> {
  const { object, error } = await stage.after(stage.create(type, name, planned));
  if (object === undefined || error !== undefined) {
    throw new Error(`${type}.${name}: ${error ?? 'nothing was made'}`);
  }
  return object;
}

/** Plays a creation to its end. */
export function tryToMake(stage: Stage, type: string, name: string, planned: KnownValues): Promise<Played> {
  return stage.after(stage.create(type, name, planned));
}

export interface SmallNetwork {
  readonly vpc: WorldObject;
  readonly publicSubnet: WorldObject;
  readonly privateSubnet: WorldObject;
  readonly internetGateway: WorldObject;
  readonly address: WorldObject;
  readonly nat: WorldObject;
  readonly publicTable: WorldObject;
  readonly privateTable: WorldObject;
  readonly publicRoute: WorldObject;
  readonly privateRoute: WorldObject;
  readonly publicAssociation: WorldObject;
  readonly privateAssociation: WorldObject;
}

/** Makes the network. */
export async function smallNetwork(stage: Stage): Promise<SmallNetwork> {
  const vpc = await make(stage, 'aws_vpc', 'main', { cidr_block: '10.0.0.0/16' });
  const vpcId = vpc.id;
  const publicSubnet = await make(stage, 'aws_subnet', 'public', {
    vpc_id: vpcId,
    cidr_block: '10.0.0.0/20',
  });
  const privateSubnet = await make(stage, 'aws_subnet', 'private', {
    vpc_id: vpcId,
    cidr_block: '10.0.16.0/20',
  });
  const internetGateway = await make(stage, 'aws_internet_gateway', 'main', { vpc_id: vpcId });
  const publicTable = await make(stage, 'aws_route_table', 'public', { vpc_id: vpcId });
  const privateTable = await make(stage, 'aws_route_table', 'private', { vpc_id: vpcId });
  const publicRoute = await make(stage, 'aws_route', 'public', {
    route_table_id: publicTable.id,
    destination_cidr_block: '0.0.0.0/0',
    gateway_id: internetGateway.id,
  });
  const publicAssociation = await make(stage, 'aws_route_table_association', 'public', {
    route_table_id: publicTable.id,
    subnet_id: publicSubnet.id,
  });
  const address = await make(stage, 'aws_eip', 'nat', { domain: 'vpc' });
  const nat = await make(stage, 'aws_nat_gateway', 'main', {
    subnet_id: publicSubnet.id,
    allocation_id: address.id,
    connectivity_type: 'public',
  });
  const privateRoute = await make(stage, 'aws_route', 'private', {
    route_table_id: privateTable.id,
    destination_cidr_block: '0.0.0.0/0',
    nat_gateway_id: nat.id,
  });
  const privateAssociation = await make(stage, 'aws_route_table_association', 'private', {
    route_table_id: privateTable.id,
    subnet_id: privateSubnet.id,
  });
  return {
    vpc,
    publicSubnet,
    privateSubnet,
    internetGateway,
    address,
    nat,
    publicTable,
    privateTable,
    publicRoute,
    privateRoute,
    publicAssociation,
    privateAssociation,
  };
}
