/**
 * What EKS asks of the role and the subnets of a Fargate profile.
 */
import { isValueList, isValues } from '../../protocol/value';
import type { Value } from '../../protocol/value';
import type { World } from '../../world/world';
import { hasPolicy, roleByArn } from '../iam/roles';
import { isRoleGone } from './access-checks';
import { roleNameOf } from './aws-auth-lines';

const FARGATE_SERVICE = 'eks-fargate-pods.amazonaws.com';
const FARGATE_POLICY = 'AmazonEKSFargatePodExecutionRolePolicy';

/**
 * Why Fargate cannot use a role, in the words of EKS; nothing when it can. The provider repeats its request on the first of
 * these (provider source fargate_profile.go). That a missing policy is noticed when the profile is made, its words, and that
 * a condition on the source is tried out then, are from memory.
 */
export function executionRoleTrouble(world: World, roleArn: string, profileArn: string): string | undefined {
  const role = roleByArn(world, roleArn);
  const trusts =
    role === undefined
      ? !isRoleGone(world, roleArn)
      : trustsService(role.attributes['assume_role_policy'], FARGATE_SERVICE, profileArn);
  if (!trusts) {
    return `Misconfigured PodExecutionRole Trust Policy; Please add the ${FARGATE_SERVICE} Service Principal`;
  }
  return hasPolicy(world, roleArn, FARGATE_POLICY)
    ? undefined
    : `Misconfigured PodExecutionRole; the policy ${FARGATE_POLICY} is not attached to ${roleNameOf(roleArn)}`;
}

/** Whether a trust policy, as JSON text, allows a service to assume the role. */
function trustsService(policy: Value | undefined, service: string, sourceArn: string): boolean {
  if (typeof policy !== 'string') {
    return false;
  }
  const document = parseJson(policy);
  const statements = isValues(document) ? listOf(document['Statement']) : [];
  return statements.some((statement) => {
    if (!isValues(statement) || statement['Effect'] === 'Deny') {
      return false;
    }
    const principal = statement['Principal'];
    return (
      isValues(principal) &&
      listOf(principal['Service']).includes(service) &&
      allowsSource(statement['Condition'], sourceArn)
    );
  });
}

/** Of conditions only those on the ARN of the source are looked at (EKS user guide, "Amazon EKS Pod execution IAM role"). */
function allowsSource(condition: Value | undefined, sourceArn: string): boolean {
  return Object.entries(isValues(condition) ? condition : {}).every(([operator, keys]) => {
    const wanted = isValues(keys) ? listOf(keys['aws:SourceArn']) : [];
    const isPattern = /Like$|^Arn/.test(operator);
    return (
      wanted.length === 0 ||
      wanted.some(
        (arn) => typeof arn === 'string' && (isPattern ? isLike(arn, sourceArn) : arn === sourceArn),
      )
    );
  });
}

/** `*` stands for any characters within one part of an ARN, `?` for one. */
function isLike(pattern: string, arn: string): boolean {
  const [parts, wanted] = [arn, pattern].map((text) => {
    const [scheme, partition, service, region, account, ...resource] = text.split(':');
    return [scheme, partition, service, region, account, resource.join(':')].map((part) => part ?? '');
  }) as [string[], string[]];
  return wanted.every((part, index) => {
    const expression = part
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${expression}$`).test(parts[index] ?? '');
  });
}

function parseJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) {
    return [];
  }
  return isValueList(value) ? value : [value];
}

/**
 * Whether a subnet's own route table sends what is meant for the internet to an internet gateway. Only what stacks manage
 * can be seen; other subnets are taken as private.
 */
export function isPublicSubnet(world: World, subnetId: string): boolean {
  const gateways = new Set(world.all('aws_internet_gateway').map(({ id }) => id));
  const tables = world
    .all('aws_route_table_association')
    .filter(({ attributes }) => attributes['subnet_id'] === subnetId)
    .map(({ attributes }) => attributes['route_table_id']);
  const leadsOut = (gateway: Value | undefined): boolean =>
    typeof gateway === 'string' && (gateway.startsWith('igw-') || gateways.has(gateway));
  const byRoute = world
    .all('aws_route')
    .some(
      ({ attributes }) => tables.includes(attributes['route_table_id']) && leadsOut(attributes['gateway_id']),
    );
  const byTable = world
    .all('aws_route_table')
    .some(
      ({ id, attributes }) =>
        tables.includes(id) &&
        listOf(attributes['route']).some((route) => isValues(route) && leadsOut(route['gateway_id'])),
    );
  return byRoute || byTable;
}
