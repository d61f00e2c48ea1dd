/**
 * Stacks with no cluster in them, written as Terraform's JSON and not with constructs: whatever a `cdk.tf.json` can hold.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A part of a `cdk.tf.json`. */
export interface Json {
  readonly [name: string]: unknown;
}

/** A stack, and the names of those that come before it. */
export interface RawStack {
  readonly configuration: Json;
  readonly after?: readonly string[];
}

const TERRAFORM = { required_providers: { aws: { source: 'aws', version: '6.25.0' } } };
const folders: string[] = [];

/** Writes an app's stacks as if they had been synthesized; each has an AWS provider, unless it says otherwise. */
export function rawApp(stacks: { readonly [name: string]: RawStack }): string {
  const folder = mkdtempSync(join(tmpdir(), 'safe-eks raw '));
  folders.push(folder);
  const entries = Object.entries(stacks).map(([name, { configuration, after = [] }]) => {
    const file = join('stacks', name, 'cdk.tf.json');
    mkdirSync(join(folder, 'stacks', name), { recursive: true });
    const whole = {
      provider: { aws: [{ region: 'eu-west-1' }] },
      ...configuration,
      terraform: { ...TERRAFORM, ...(configuration['terraform'] as Json | undefined) },
    };
    writeFileSync(join(folder, file), JSON.stringify(whole));
    const stack = {
      name,
      workingDirectory: join('stacks', name),
      synthesizedStackPath: file,
      dependencies: after,
      annotations: [],
    };
    return [name, stack];
  });
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify({ version: 'raw', stacks: Object.fromEntries(entries) as Json }),
  );
  return folder;
}

/** An app of one stack. */
export function rawStack(configuration: Json): string {
  return rawApp({ main: { configuration } });
}

/** An app of one stack with nothing but queues. */
export function queues(aws_sqs_queue: Json, more: Json = {}): string {
  return rawStack({ ...more, resource: { aws_sqs_queue } });
}

/** Removes everything that was written. */
export function removeRawApps(): void {
  for (const folder of folders.splice(0)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Types that no rule knows, with what schemas are made of: sets of blocks with computed attributes, blocks in blocks,
 * attributes that are lists of objects, `timeouts`, a `for_each` over what the provider knows only in parts.
 *
 * @param form 1, or 2 for the same with other tags and arguments
 */
export function manyTypes(form: 1 | 2): string {
  const tags = { form: String(form) };
  const isFirst = form === 1;
  const rule = (cidr: string) => ({
    from_port: 80,
    to_port: 80,
    protocol: 'tcp',
    cidr_blocks: [cidr],
    description: null,
    ipv6_cidr_blocks: null,
    prefix_list_ids: null,
    security_groups: null,
    self: null,
  });
  const resource = {
    aws_s3_bucket: { b: { bucket: 'files', tags } },
    aws_s3_bucket_policy: { b: { bucket: '${aws_s3_bucket.b.id}', policy: `{"form":${String(form)}}` } },
    aws_s3_bucket_lifecycle_configuration: {
      b: {
        bucket: '${aws_s3_bucket.b.id}',
        rule: [
          { id: 'old', status: 'Enabled', filter: [{ prefix: 'a/' }], expiration: [{ days: 10 * form }] },
        ],
      },
    },
    aws_sqs_queue: { q: { name: 'jobs', visibility_timeout_seconds: 30 * form, tags } },
    aws_dynamodb_table: {
      t: {
        name: 'things',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'id',
        attribute: [
          { name: 'id', type: 'S' },
          { name: 'owner', type: 'S' },
        ],
        global_secondary_index: [{ name: 'by-owner', hash_key: 'owner', projection_type: 'ALL' }],
        ttl: { attribute_name: 'ttl', enabled: isFirst },
        timeouts: { create: '20m' },
        tags,
      },
    },
    aws_vpc: { v: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: { s: { vpc_id: '${aws_vpc.v.id}', cidr_block: '10.0.1.0/24' } },
    aws_security_group: {
      g: {
        name: 'web',
        vpc_id: '${aws_vpc.v.id}',
        ingress: [rule('10.0.0.0/8'), ...(isFirst ? [] : [rule('192.168.0.0/16')])],
        timeouts: { delete: '5m' },
      },
    },
    aws_vpc_security_group_ingress_rule: {
      r: {
        from_port: 443 * form,
        to_port: 443 * form,
        ip_protocol: 'tcp',
        cidr_ipv4: '10.0.0.0/8',
        security_group_id: '${aws_security_group.g.id}',
      },
    },
    aws_instance: {
      i: {
        ami: 'ami-1',
        instance_type: isFirst ? 't3.micro' : 't3.small',
        subnet_id: '${aws_subnet.s.id}',
        root_block_device: { volume_size: 20 * form },
        ebs_block_device: [
          { device_name: '/dev/sdb', volume_size: 5 },
          { device_name: '/dev/sdc', volume_size: 5 * form },
        ],
        tags,
      },
    },
    aws_acm_certificate: {
      c: {
        domain_name: 'example.com',
        subject_alternative_names: ['www.example.com'],
        validation_method: 'DNS',
        lifecycle: { create_before_destroy: true },
        tags,
      },
    },
    aws_route53_zone: { z: { name: 'example.com', comment: `form ${String(form)}` } },
    aws_route53_record: {
      proof: {
        for_each:
          '${{for o in aws_acm_certificate.c.domain_validation_options : o.domain_name => o.resource_record_value}}',
        zone_id: '${aws_route53_zone.z.zone_id}',
        name: '${each.key}',
        type: 'CNAME',
        ttl: 60 * form,
        records: ['${each.value}'],
      },
    },
    aws_iam_role: { r: { name: 'function', assume_role_policy: '{}' } },
    aws_lambda_function: {
      f: {
        function_name: 'f',
        role: '${aws_iam_role.r.arn}',
        handler: 'h',
        runtime: 'nodejs20.x',
        filename: 'f.zip',
        memory_size: 128 * form,
        environment: { variables: { FORM: String(form) } },
        tags,
      },
    },
    aws_db_instance: {
      d: {
        identifier: 'd',
        engine: 'postgres',
        instance_class: isFirst ? 'db.t3.micro' : 'db.t3.small',
        allocated_storage: 20,
        username: 'u',
        password: 'not a secret',
        skip_final_snapshot: true,
        tags,
      },
    },
    aws_lb_target_group: {
      t: {
        name: 't',
        port: 80,
        protocol: 'HTTP',
        vpc_id: '${aws_vpc.v.id}',
        health_check: { path: `/${String(form)}` },
      },
    },
    aws_cloudwatch_metric_alarm: {
      a: {
        alarm_name: 'a',
        comparison_operator: 'GreaterThanThreshold',
        evaluation_periods: form,
        threshold: 0.1 * form,
      },
    },
  };
  return rawStack({ resource, output: { queue: { value: '${aws_sqs_queue.q.url}' } } });
}
