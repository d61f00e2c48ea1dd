/**
 * Proves that nothing is guessed: a text that is not what the generator writes is an error, never half a schema. And
 * that every form which the generator does write is read for what it is in Terraform.
 */
import { describe, expect, test } from '@jest/globals';
import type { BindingText, ConstructKind } from '../../../lib/rehearsal/schema/binding-declarations';
import { findBindingPackage, readBinding } from '../../../lib/rehearsal/schema/binding-source';
import { readDeclarations } from '../../../lib/rehearsal/schema/binding-declarations';
import { deriveConstruct } from '../../../lib/rehearsal/schema/derive-block';
import { SchemaDerivationError } from '../../../lib/rehearsal/schema/schema-derivation-error';
import type { SchemaRows } from './schema-rows';
import { schemaRows } from './schema-rows';

function binding(type: string, kind: ConstructKind = 'resource'): BindingText {
  const [provider = ''] = type.split('_');
  return readBinding(findBindingPackage(provider, [__dirname]), kind, type);
}

function rows(type: string, kind?: ConstructKind): SchemaRows {
  return schemaRows(deriveConstruct(readDeclarations(binding(type, kind))));
}

/** The rows whose paths begin with a name. */
function rowsAt(all: SchemaRows, name: string): SchemaRows {
  return Object.fromEntries(
    Object.entries(all).filter(([path]) => path === name || path.startsWith(`${name}.`)),
  );
}

describe('a text that the generator did not write', () => {
  const original = binding('aws_eks_cluster').text;

  test.each([
    ['is empty', /[^]*/, '', 'one class that extends TerraformResource'],
    ['has no construct', 'EksCluster extends cdktf.TerraformResource', 'EksCluster', 'not 0'],
    ['has two constructs', 'extends cdktf.ComplexList', 'extends cdktf.TerraformResource', 'tfResourceType'],
    ['has no type', 'tfResourceType', 'resourceType', 'a class with "tfResourceType"'],
    ['has no comments on the members of the construct', / - computed: .*/g, '', '(in EksClusterConfig)'],
    [
      'has no comment on what only the provider sets',
      '// data - computed: true, optional: false, required: false',
      '',
      'comments such as "// name - computed: …, optional: …, required: …" (in EksClusterCertificateAuthority)',
    ],
    ['does not render an argument', /^ {6}role_arn: \{\n/m, '', 'renders and reads the argument "role_arn"'],
    ['does not declare what it renders', 'role_arn: {\n', 'role: {\n', 'a property for "'],
    ['lacks an argument in its interface', 'readonly roleArn', 'roleArn', 'a property for "role_arn"'],
    ['has a new kind of argument', '"stringList"', '"stringTree"', 'declarations of "string"'],
    ['has a new way to collect arguments', 'type: "set"', 'type: "bag"', 'a known type of "'],
    ['has a new way to read attributes', "getStringAttribute('arn')", 'read()', 'a known way to read "arn"'],
    [
      'lacks the code of a block',
      'function eksClusterVpcConfigToHclTerraform',
      'function other',
      '"EksClusterVpcConfig"',
    ],
    [
      'lacks the class of a block',
      'class EksClusterVpcConfigOutputReference',
      'class Other',
      '"EksClusterVpcConfig"',
    ],
    [
      'calls a list single',
      'readonly vpcConfig: EksClusterVpcConfig;',
      'readonly vpcConfig: Other;',
      '"vpc_config"',
    ],
  ])('is an error when it %s', (_, pattern, replacement, expected) => {
    const text = original.replace(pattern, replacement);
    expect(text).not.toBe(original);
    const derive = (): unknown =>
      deriveConstruct(readDeclarations({ file: 'lib/eks-cluster/index.js', text }));
    expect(derive).toThrow(SchemaDerivationError);
    expect(derive).toThrow('lib/eks-cluster/index.js does not have the expected form: ');
    expect(derive).toThrow(expected);
  });

  test('is an error when an attribute holds a block', () => {
    const { file, text } = binding('aws_eks_cluster');
    const changed = text.replace('* encryption_config block', '*');
    expect(() => deriveConstruct(readDeclarations({ file, text: changed }))).toThrow(
      'no blocks within the attribute "encryption_config"',
    );
  });
});

describe('the generator', () => {
  test('writes lists, sets and maps of simple types', () => {
    const group = rows('aws_autoscaling_group');
    expect(group['availability_zones']).toBe('set(string) optional computed');
    expect(group['termination_policies']).toBe('list(string) optional');
    expect(rows('aws_api_gateway_method')['request_parameters']).toBe('map(bool) optional');
    expect(rows('aws_evidently_launch')['scheduled_splits_config.steps.group_weights']).toBe(
      'map(number) required',
    );
    expect(rows('aws_codebuild_project')['environment.privileged_mode']).toBe('bool optional');
  });

  test('writes collections of collections', () => {
    expect(rows('aws_bcmdataexports_export')['export.data_query.table_configurations']).toBe(
      'map(map(string)) optional',
    );
    expect(
      Object.entries(rows('aws_customerprofiles_domain')).filter(([path]) =>
        path.endsWith('matching_attributes_list'),
      ),
    ).toEqual([[expect.any(String), 'list(list(string)) required']]);
  });

  test('writes what only the provider sets as classes that read it', () => {
    const cluster = rows('aws_eks_cluster', 'data');
    expect(cluster['identity']).toBe('list(object({oidc = list(object({issuer = string}))})) computed');
    expect(rowsAt(cluster, 'tags')).toEqual({ tags: 'map(string) optional computed' });
    expect(rows('aws_subnet', 'data')['filter']).toBe('block set');
  });

  test('writes blocks that may stand only once, and such that have to stand', () => {
    const cluster = rows('aws_eks_cluster');
    expect(cluster['vpc_config']).toBe('block list at least 1 at most 1');
    expect(cluster['access_config']).toBe('block list at most 1');
    expect(cluster['timeouts']).toBe('block single');
    expect(rows('aws_eks_fargate_profile')['selector']).toBe('block set at least 1');
  });

  test('writes attributes that are made like blocks, whose objects have to be given whole', () => {
    const group = rows('aws_security_group');
    expect(rowsAt(group, 'ingress')).toEqual({
      ingress:
        'set(object({cidr_blocks = list(string), description = string, from_port = number, ' +
        'ipv6_cidr_blocks = list(string), prefix_list_ids = list(string), protocol = string, ' +
        'security_groups = set(string), self = bool, to_port = number})) optional computed',
    });
  });

  test('writes maps of objects', () => {
    expect(rowsAt(rows('aws_lexv2models_bot_version'), 'locale_specification')).toEqual({
      locale_specification: 'map(object({source_bot_version = string})) required',
    });
  });

  test('writes attributes whose members say what they need, in providers of protocol 6', () => {
    const release = rows('helm_release');
    expect(rowsAt(release, 'set')).toEqual({
      set: 'list(object({name = string, type = string, value = string})) optional nested list',
      'set.name': 'string required',
      'set.type': 'string optional computed',
      'set.value': 'string optional',
    });
    expect(release['metadata']).toMatch(/^object\(\{app_version = string, .*\}\) computed$/);
    expect(rowsAt(rows('helm', 'provider'), 'experiments')).toEqual({
      experiments: 'object({manifest = bool}) optional nested single',
      'experiments.manifest': 'bool optional',
    });
  });

  test('writes values of any type', () => {
    const manifest = rows('kubernetes_manifest');
    expect(manifest['manifest']).toBe('dynamic required');
    expect(manifest['object']).toBe('dynamic optional computed');
  });

  test('writes any type for blocks that are too deep for it', () => {
    const group = rows('aws_wafv2_rule_group');
    expect(group['rule']).toBe('block set');
    expect(rowsAt(group, 'rule.statement')).toEqual({ 'rule.statement': 'dynamic optional' });
  });

  test('writes types with very many blocks into several files', () => {
    const pod = rows('kubernetes_pod_v1');
    expect(pod['spec']).toBe('block list at least 1 at most 1');
    expect(pod['spec.container.env.value_from.secret_key_ref.name']).toBe('string optional');
  });

  test('gives a provider an alias, which is no argument to Terraform', () => {
    const { text } = binding('aws', 'provider');
    expect(text).toContain('readonly alias?: string;');
    const provider = rows('aws', 'provider');
    expect(provider['alias']).toBeUndefined();
    expect(provider['region']).toBe('string optional');
    expect(provider['default_tags']).toBe('block list');
    expect(provider['default_tags.tags']).toBe('map(string) optional');
  });
});
