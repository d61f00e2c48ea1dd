/**
 * What AWS is taken to answer to the questions that every stack of the library asks, unless a test says otherwise: images
 * fit, and there is no cluster yet.
 */
import { architecturesInUse } from '../../lib/rehearsal/aws/ec2/image-uses';
import type { JsonObject } from './json';
import { asList, isObject, objectAt, textAt } from './json';
import type { KnownData } from './known-values';

/** Every minor version that a test could mean. */
const ANY_VERSION = Array.from({ length: 41 }, (_, index) => `1.${String(20 + index)}`).join(' ');

/** The answers, by address of the data source. */
export function assumedAnswers(configuration: JsonObject): KnownData {
  const data = objectAt(configuration, 'data');
  const architectures = architecturesInUse(configuration);
  const answers = (type: string, answer: (block: JsonObject) => JsonObject): KnownData =>
    Object.fromEntries(
      Object.entries(objectAt(data, type)).map(([name, block]) => [
        `data.${type}.${name}`,
        answer(objectAt(block)),
      ]),
    );
  return {
    ...answers('aws_ami', (block) => image(block, architectures)),
    ...answers('aws_eks_clusters', () => ({ names: [] })),
    ...answers('aws_subnets', () => ({ ids: idsIn(configuration, 'subnet-') })),
    ...Object.fromEntries(
      Object.entries(objectAt(data, 'aws_subnet'))
        .filter(([, block]) => 'for_each' in objectAt(block))
        .map(([name]) => [`data.aws_subnet.${name}`, subnetsOf(idsIn(configuration, 'subnet-'))]),
    ),
    ...answers('aws_security_groups', () => ({ ids: idsIn(configuration, 'sg-') })),
    // One that is looked at without counting is expected to be there, and only the test knows it.
    ...Object.fromEntries(
      ['aws_eks_cluster', 'aws_eks_node_groups'].flatMap((type) =>
        Object.entries(objectAt(data, type))
          .filter(([, block]) => 'count' in objectAt(block))
          .map(([name]) => [`data.${type}.${name}`, []]),
      ),
    ),
  };
}

/** The same for `terraform test`, which mocks what is counted by itself. */
export function assumedOverrides(configuration: JsonObject): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.entries(assumedAnswers(configuration)).flatMap(([address, answer]) =>
      isObject(answer) && !address.startsWith('data.aws_subnet.') ? [[address, answer]] : [],
    ),
  );
}

/** Ids that stand in local values, as those do that are looked up. */
function idsIn(configuration: JsonObject, prefix: string): string[] {
  const texts = Object.values(objectAt(configuration, 'locals')).flatMap((value) =>
    asList(value).map(String),
  );
  return [...new Set(texts)].filter((text) => text.startsWith(prefix)).sort();
}

/** What a data source with `for_each` answers: subnets of one VPC, neighbours in different zones, with room. */
export function subnetsOf(ids: readonly string[]): JsonObject {
  const subnet = (id: string, index: number): JsonObject => ({
    id,
    vpc_id: 'vpc-0a',
    availability_zone: `eu-west-1${'abc'.charAt(index % 3)}`,
    available_ip_address_count: 4091,
    map_public_ip_on_launch: false,
    tags: { 'kubernetes.io/role/internal-elb': '1' },
  });
  return Object.fromEntries(ids.map((id, index) => [id, subnet(id, index)]));
}

/** The image that is asked for, of the architecture that is asked for, or else that what boots from it has. */
function image(block: JsonObject, architectures: ReadonlyMap<string, string>): JsonObject {
  const filter = (name: string): string | undefined => {
    const found = asList(block['filter']).find((one) => textAt(one, 'name') === name);
    return asList(objectAt(found)['values']).map(String)[0];
  };
  const id = filter('image-id') ?? 'ami-00000000000000001';
  return {
    id,
    image_id: id,
    name: filter('name')?.replaceAll('*', '20260101') ?? 'image-of-a-test',
    architecture: filter('architecture') ?? architectures.get(id) ?? 'x86_64',
    tags: { kubernetes: ANY_VERSION },
  };
}
