/**
 * The graph that is read from a configuration, on configurations small enough to read.
 */
import { expect, test } from '@jest/globals';
import { TerraformGraph } from '../../lib/testing';

const meta = (path: string, stage?: string) => ({
  metadata: { path: `stack/${path}`, uniqueId: 'x' },
  stage,
});

const CONFIGURATION = {
  locals: { text: 'image ${data.aws_ami.Image.id}' },
  data: { aws_ami: { Image: { '//': meta('Image'), owners: ['self'] } } },
  resource: {
    aws_vpc: { Vpc: { '//': meta('Vpc', 'network') } },
    aws_subnet: {
      A: { '//': meta('Zone/A'), vpc_id: '${aws_vpc.Vpc.id}', self: '${aws_subnet.A.id}' },
      B: { '//': meta('Zone/B'), vpc_id: '${aws_vpc.Vpc.id}', note: 'aws_subnet.A without braces' },
    },
    aws_instance: {
      Node: {
        '//': meta('Node', 'compute'),
        user_data: '${base64encode(local.text)}',
        nested: [{ deep: { subnet: '${join(",", [aws_subnet.A.id, aws_subnet.B.id])}' } }],
        depends_on: ['aws_vpc.Vpc', 'module.elsewhere'],
      },
    },
  },
};

const graph = TerraformGraph.fromConfiguration(CONFIGURATION);

test('nodes are resources and data sources, sorted by address', () => {
  expect(graph.nodes.map(({ address, managed }) => [address, managed])).toEqual([
    ['aws_instance.Node', true],
    ['aws_subnet.A', true],
    ['aws_subnet.B', true],
    ['aws_vpc.Vpc', true],
    ['data.aws_ami.Image', false],
  ]);
  expect(graph.resources).toHaveLength(4);
});

test('a node knows the path below its stack, and its stage', () => {
  expect(graph.at('Node')).toMatchObject({ type: 'aws_instance', path: 'Node', stage: 'compute' });
  expect(graph.at('Zone/A').stage).toBeUndefined();
});

test('references are found in expressions at every depth, in locals and in depends_on, but not in plain text', () => {
  expect(graph.at('Node').dependsOn).toEqual([
    'aws_subnet.A',
    'aws_subnet.B',
    'aws_vpc.Vpc',
    'data.aws_ami.Image',
  ]);
  expect(graph.at('Zone/B').dependsOn).toEqual(['aws_vpc.Vpc']);
});

test('a node does not depend on itself', () => {
  expect(graph.at('Zone/A').dependsOn).toEqual(['aws_vpc.Vpc']);
});

test('a path that does not exist is answered with those that do', () => {
  expect(() => graph.at('Nodes')).toThrow(
    "No resource at the path 'Nodes'. There are:\nImage\nNode\nVpc\nZone/A\nZone/B",
  );
});

test('nodes can be found by type', () => {
  expect(graph.ofType('aws_subnet').map(({ path }) => path)).toEqual(['Zone/A', 'Zone/B']);
  expect(graph.ofType('aws_eip')).toEqual([]);
});

test('the shortest way between two nodes is found, with both ends', () => {
  expect(graph.path('aws_instance.Node', 'aws_vpc.Vpc')).toEqual(['aws_instance.Node', 'aws_vpc.Vpc']);
  expect(graph.path('aws_subnet.A', 'aws_vpc.Vpc')).toEqual(['aws_subnet.A', 'aws_vpc.Vpc']);
  expect(graph.path('aws_vpc.Vpc', 'aws_vpc.Vpc')).toEqual(['aws_vpc.Vpc']);
});

test('there is no way against the edges', () => {
  expect(graph.path('aws_vpc.Vpc', 'aws_instance.Node')).toBeUndefined();
});

test('upstream is everything that a node comes after, without itself', () => {
  expect([...graph.upstreamOf('aws_instance.Node')].sort()).toEqual([
    'aws_subnet.A',
    'aws_subnet.B',
    'aws_vpc.Vpc',
    'data.aws_ami.Image',
  ]);
  expect(graph.upstreamOf('aws_vpc.Vpc').size).toBe(0);
});

test('waves create each node as soon as everything before it is there', () => {
  expect(graph.waves().map((wave) => wave.map(({ path }) => path))).toEqual([
    ['Vpc', 'Image'],
    ['Zone/A', 'Zone/B'],
    ['Node'],
  ]);
});

test('a cycle is told with its addresses', () => {
  const cyclic = TerraformGraph.fromConfiguration({
    resource: { a: { x: { depends_on: ['b.y'] }, free: {} }, b: { y: { ref: '${a.x.id}' } } },
  });

  expect(() => cyclic.waves()).toThrow('Cycle among a.x, b.y');
});

test('a configuration without resources is an empty graph', () => {
  const empty = TerraformGraph.fromConfiguration({ terraform: {} });

  expect([empty.nodes, empty.waves()]).toEqual([[], []]);
});
