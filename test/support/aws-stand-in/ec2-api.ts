/**
 * The part of the API of EC2 that describes networks: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html.
 */
import type { StandInAccount, StandInSecurityGroup, StandInSubnet, StandInVpc } from './account';
import { pageOf, StandInError } from './account';
import type { Place } from './eks-shapes';

/** A value as XML: a text, a list of items, or elements. */
type Xml = string | number | boolean | readonly Xml[] | { readonly [name: string]: Xml };

/** A thing with what can be filtered by. */
interface Described {
  readonly id: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly xml: Xml;
}

interface Ec2Action {
  readonly set: string;
  /** The parameter that names ids, and what is answered when one does not exist. */
  readonly ids: string;
  readonly notFound: readonly [code: string, what: string];
  readonly all: (account: StandInAccount, place: Place) => readonly Described[];
}

const ACTIONS: Readonly<Record<string, Ec2Action>> = {
  DescribeSubnets: {
    set: 'subnetSet',
    ids: 'SubnetId',
    notFound: ['InvalidSubnetID.NotFound', 'subnet ID'],
    all: ({ subnets = [] }, place) => subnets.map((subnet) => describedSubnet(place, subnet)),
  },
  DescribeSecurityGroups: {
    set: 'securityGroupInfo',
    ids: 'GroupId',
    notFound: ['InvalidGroup.NotFound', 'security group'],
    all: ({ securityGroups = [] }, place) => securityGroups.map((group) => describedGroup(place, group)),
  },
  DescribeVpcs: {
    set: 'vpcSet',
    ids: 'VpcId',
    notFound: ['InvalidVpcID.NotFound', 'vpc ID'],
    all: ({ vpcs = [] }, place) => vpcs.map((vpc) => describedVpc(place, vpc)),
  },
};

/** Answers an action that describes something, as XML. */
export function ec2Answer(
  parameters: URLSearchParams,
  account: StandInAccount,
  place: Place,
  pageSize: number,
): string {
  const name = parameters.get('Action') ?? '';
  const action = ACTIONS[name];
  if (action === undefined) {
    throw new StandInError(400, 'InvalidAction', `The action ${name} is not valid for this web service.`);
  }
  const all = action.all(account, place);
  const ids = numbered(parameters, action.ids);
  const missing = ids.filter((id) => !all.some((each) => each.id === id));
  if (missing.length > 0) {
    const [code, what] = action.notFound;
    throw new StandInError(400, code, `The ${what} '${missing.join(', ')}' does not exist`);
  }
  const filters = filtersOf(parameters);
  const found = all.filter(
    (each) => (ids.length === 0 || ids.includes(each.id)) && filters.every((filter) => passes(each, filter)),
  );
  const size = Math.min(pageSize, Number(parameters.get('MaxResults') ?? 1000));
  const { items, nextToken } = pageOf(found, parameters.get('NextToken'), size);
  return rendered(`${name}Response`, {
    requestId: '00000000-0000-4000-8000-000000000000',
    [action.set]: items.map(({ xml }) => xml),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
}

/** An error as EC2 writes it. */
export function ec2Error({ code, message }: StandInError): string {
  const body = element('Errors', { Error: { Code: code, Message: message } });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${body}<RequestID>00000000-0000-4000-8000-000000000000</RequestID></Response>`;
}

function describedSubnet(place: Place, subnet: StandInSubnet): Described {
  const { id, vpcId, cidr, zone, freeAddresses = 250, isPublic = false, tags = {} } = subnet;
  return {
    id,
    tags,
    filters: {
      'subnet-id': id,
      'vpc-id': vpcId,
      'availability-zone': zone,
      availabilityZone: zone,
      'cidr-block': cidr,
      cidrBlock: cidr,
      cidr,
      state: 'available',
      'owner-id': place.accountId,
      'map-public-ip-on-launch': String(isPublic),
    },
    xml: {
      subnetId: id,
      subnetArn: `arn:aws:ec2:${place.region}:${place.accountId}:subnet/${id}`,
      state: 'available',
      ownerId: place.accountId,
      vpcId,
      cidrBlock: cidr,
      ipv6CidrBlockAssociationSet: [],
      assignIpv6AddressOnCreation: false,
      availableIpAddressCount: freeAddresses,
      availabilityZone: zone,
      availabilityZoneId: `euw1-az${String(zone.charCodeAt(zone.length - 1) - 96)}`,
      defaultForAz: false,
      mapPublicIpOnLaunch: isPublic,
      mapCustomerOwnedIpOnLaunch: false,
      enableDns64: false,
      ipv6Native: false,
      privateDnsNameOptionsOnLaunch: {
        hostnameType: 'ip-name',
        enableResourceNameDnsARecord: false,
        enableResourceNameDnsAAAARecord: false,
      },
      tagSet: tagSet(tags),
    },
  };
}

function describedGroup(place: Place, group: StandInSecurityGroup): Described {
  const { id, vpcId, name = id, description = 'made by a test', tags = {} } = group;
  return {
    id,
    tags,
    filters: {
      'group-id': id,
      'group-name': name,
      'vpc-id': vpcId,
      description,
      'owner-id': place.accountId,
    },
    xml: {
      ownerId: place.accountId,
      groupId: id,
      groupName: name,
      groupDescription: description,
      securityGroupArn: `arn:aws:ec2:${place.region}:${place.accountId}:security-group/${id}`,
      vpcId,
      ipPermissions: [],
      ipPermissionsEgress: [
        {
          ipProtocol: '-1',
          groups: [],
          ipRanges: [{ cidrIp: '0.0.0.0/0' }],
          ipv6Ranges: [],
          prefixListIds: [],
        },
      ],
      tagSet: tagSet(tags),
    },
  };
}

function describedVpc(place: Place, { id, cidr, tags = {} }: StandInVpc): Described {
  return {
    id,
    tags,
    filters: {
      'vpc-id': id,
      cidr,
      'cidr-block': cidr,
      state: 'available',
      'is-default': 'false',
      isDefault: 'false',
      'owner-id': place.accountId,
    },
    xml: {
      vpcId: id,
      ownerId: place.accountId,
      state: 'available',
      cidrBlock: cidr,
      cidrBlockAssociationSet: [
        { cidrBlock: cidr, associationId: `vpc-cidr-assoc-${id}`, cidrBlockState: { state: 'associated' } },
      ],
      dhcpOptionsId: 'dopt-1',
      instanceTenancy: 'default',
      isDefault: false,
      tagSet: tagSet(tags),
    },
  };
}

function tagSet(tags: Readonly<Record<string, string>>): Xml {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

function filtersOf(parameters: URLSearchParams): readonly Filter[] {
  const filters: Filter[] = [];
  for (let index = 1; parameters.has(`Filter.${String(index)}.Name`); index++) {
    const prefix = `Filter.${String(index)}`;
    filters.push({
      name: parameters.get(`${prefix}.Name`) ?? '',
      values: numbered(parameters, `${prefix}.Value`),
    });
  }
  return filters;
}

function numbered(parameters: URLSearchParams, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 1; parameters.has(`${name}.${String(index)}`); index++) {
    values.push(parameters.get(`${name}.${String(index)}`) ?? '');
  }
  return values;
}

function passes({ filters, tags }: Described, { name, values }: Filter): boolean {
  if (values.length > 200) {
    throw new StandInError(400, 'FilterLimitExceeded', 'The maximum number of filter values is 200.');
  }
  if (name === 'tag-key') {
    return values.some((value) => tags[value] !== undefined);
  }
  const actual = name.startsWith('tag:') ? tags[name.slice(4)] : filters[name];
  if (actual === undefined && !name.startsWith('tag:')) {
    throw new StandInError(400, 'InvalidParameterValue', `The filter '${name}' is invalid`);
  }
  // EC2 knows * and ? in the values of filters.
  return values.some(
    (value) =>
      actual !== undefined &&
      new RegExp(
        `^${value
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      ).test(actual),
  );
}

function rendered(root: string, value: Xml): string {
  const body = element(root, value).replace(
    `<${root}`,
    `<${root} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

function element(name: string, value: Xml): string {
  return `<${name}>${content(value)}</${name}>`;
}

function content(value: Xml): string {
  if (typeof value !== 'object') {
    return String(value).replace(/[<>&]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  }
  return isList(value)
    ? value.map((item) => element('item', item)).join('')
    : Object.entries(value)
        .map(([name, each]) => element(name, each))
        .join('');
}

function isList(value: object): value is readonly Xml[] {
  return Array.isArray(value);
}
