/**
 * What AWS answers is recognized by its shape, in whatever order and however it is put together.
 */
import { describe, expect, test } from '@jest/globals';
import { jsonDocuments, sortAnswers } from '../../lib/adoption/answers';
import type { ExistingCluster } from '../../lib/adoption/existing-cluster';
import { readCluster } from '../../lib/adoption/read-cluster';
import { ADOPTED_ACCOUNTS } from '../support/adopted-accounts';
import { cliAnswers } from '../support/adoption-answers';

const ANSWERS = cliAnswers(ADOPTED_ACCOUNTS['terraform-module']);

const read = (...documents: readonly unknown[]): ExistingCluster =>
  readCluster(sortAnswers(documents.map((content) => ({ source: 'answers.json', content }))));

const CLUSTER = ANSWERS.find((answer) => 'cluster' in answer) as { readonly cluster: object };
const withCluster = (change: object): object => ({ cluster: { ...CLUSTER.cluster, ...change } });

describe('answers are read the same', () => {
  const whole = read(...ANSWERS);

  test('in any order', () => {
    expect(read(...[...ANSWERS].reverse())).toEqual(whole);
  });

  test('as a list of answers', () => {
    expect(read(ANSWERS)).toEqual(whole);
  });

  test('as an object of answers, whatever its keys', () => {
    expect(
      read(Object.fromEntries(ANSWERS.map((answer, index) => [`answer ${String(index)}`, answer]))),
    ).toEqual(whole);
  });

  test('without what wraps them, as jq gives them', () => {
    const bare = ANSWERS.map((answer) => {
      const [field, value] = Object.entries(answer)[0] ?? [];
      return ['cluster', 'addon', 'nodegroup', 'fargateProfile', 'accessEntry', 'association'].includes(
        field ?? '',
      )
        ? (value as unknown)
        : answer;
    });
    expect(read(...bare)).toEqual(whole);
  });

  test('when one is given twice', () => {
    expect(read(...ANSWERS, ...ANSWERS)).toEqual(whole);
  });

  test('one after the other in a text, as a loop prints them', () => {
    const text = ANSWERS.map((answer) => JSON.stringify(answer, undefined, 4)).join('\n');
    expect(jsonDocuments(text)).toEqual(ANSWERS);
    expect(jsonDocuments(`\ufeff${JSON.stringify(CLUSTER)}`)).toEqual([CLUSTER]);
    expect(jsonDocuments('{"a": "}{ \\" "}{"b": [{}, {}]}')).toEqual([{ a: '}{ " ' }, { b: [{}, {}] }]);
  });
});

describe('what is no answer is refused', () => {
  test.each([
    [{ Reservations: [] }],
    [{}],
    ['text'],
    [null],
    [17],
    [{ cluster: 'main' }],
    [[CLUSTER, { Vpcs: [{ VpcId: 'vpc-1' }] }]],
  ])('%j', (content) => {
    expect(() => read(content)).toThrow(
      'answers.json holds no answer of EKS. Give what aws eks describe-cluster',
    );
  });

  test.each(['', 'not json', '{"a":1', '{"a":1}{"b"', '<html>'])('%j is not JSON', (text) => {
    expect(() => jsonDocuments(text)).toThrow(SyntaxError);
  });
});

describe('answers that do not make one cluster are refused', () => {
  test('none describes a cluster', () => {
    expect(() => read(...ANSWERS.filter((answer) => !('cluster' in answer)))).toThrow(
      'None of the files describes a cluster. Add what aws eks describe-cluster --name NAME prints.',
    );
    expect(() => read([])).toThrow('None of the files describes a cluster.');
  });

  test('they are about several clusters', () => {
    expect(() => read(CLUSTER, withCluster({ name: 'other' }))).toThrow(
      'The files are about several clusters: other and prod. Give those of one at a time.',
    );
    const [stranger] = cliAnswers(ADOPTED_ACCOUNTS.eksctl).filter((answer) => 'addon' in answer);
    expect(() => read(...ANSWERS, stranger)).toThrow('about several clusters: dev and prod');
  });

  test('its name could be code', () => {
    expect(() => read(withCluster({ name: "x'); run('" }))).toThrow('cannot be the name of a cluster');
  });

  test('it has no ARN', () => {
    expect(() => read(withCluster({ arn: undefined }))).toThrow('has no ARN: give the whole answer');
  });

  test('it is on an Outpost', () => {
    expect(() => read(withCluster({ outpostConfig: { outpostArns: ['arn'] } }))).toThrow(
      'prod is a local cluster on an Outpost, which this library cannot make',
    );
  });
});

describe('what was not asked is told apart from what is not there', () => {
  test('a cluster alone', () => {
    expect(read(CLUSTER)).toMatchObject({
      addons: undefined,
      nodeGroups: undefined,
      fargateProfiles: undefined,
      entries: undefined,
      logGroup: undefined,
    });
  });

  test('empty lists', () => {
    const lists = [{ addons: [] }, { nodegroups: [] }, { fargateProfileNames: [] }, { accessEntries: [] }];
    expect(read(CLUSTER, ...lists, { logGroups: [] })).toMatchObject({
      addons: [],
      nodeGroups: [],
      fargateProfiles: [],
      entries: [],
      logGroup: null,
      gaps: [],
    });
  });

  test('a list that names what nothing describes', () => {
    const lists = [{ addons: ['adot', 'coredns'] }, { nodegroups: ['workers'] }];
    expect(read(...ANSWERS, ...lists).gaps).toEqual([
      'The add-on adot exists, but nothing describes it: aws eks describe-addon.',
      'The node group workers exists, but nothing describes it: aws eks describe-nodegroup.',
    ]);
  });

  test('a log group of another cluster, whose name only begins alike', () => {
    const logs = { logGroups: [{ logGroupName: '/aws/eks/prod/cluster-old', retentionInDays: 1 }] };
    expect(read(CLUSTER, logs).logGroup).toBeNull();
  });

  test('pages of the policies of an entry, and an entry whose policies nobody asked for', () => {
    const principalArn = 'arn:aws:iam::111122223333:role/x';
    const entry = {
      accessEntry: { clusterName: 'prod', principalArn, type: 'STANDARD', accessEntryArn: 'arn' },
    };
    const page = (name: string): object => ({
      clusterName: 'prod',
      principalArn,
      associatedAccessPolicies: [
        { policyArn: `arn/${name}`, accessScope: { type: 'cluster', namespaces: [] } },
      ],
    });
    expect(read(CLUSTER, entry, page('B'), page('A')).entries?.[0]?.policies).toEqual([
      { arn: 'arn/A', namespaces: undefined },
      { arn: 'arn/B', namespaces: undefined },
    ]);
    expect(read(CLUSTER, entry).entries?.[0]?.policies).toBeUndefined();
  });

  test('a cluster from before access entries, support types and the rest', () => {
    const { cluster } = CLUSTER as { readonly cluster: Readonly<Record<string, unknown>> };
    const old = Object.fromEntries(
      ['name', 'arn', 'version', 'roleArn', 'resourcesVpcConfig', 'status'].map((key) => [key, cluster[key]]),
    );
    expect(read({ cluster: old })).toMatchObject({
      authenticationMode: 'CONFIG_MAP',
      isExtended: true,
      deletionProtection: false,
      zonalShift: false,
      isIpv6: false,
      autoMode: undefined,
      logTypes: [],
      tags: {},
    });
  });
});
