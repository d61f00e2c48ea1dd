/**
 * The real terraform binary against a provider that runs in this process: nothing else can tell whether the protocol is
 * spoken as Terraform understands it.
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ProviderServer } from '../../lib/rehearsal/protocol/provider-server';
import { TerraformDirectory } from '../rehearsal/protocol/terraform-directory';
import { TinyProvider } from '../rehearsal/protocol/tiny-provider';
import { describeRehearsal } from './describe-terraform';

const REQUIRED = `
terraform {
  required_providers {
    tiny = { source = "example/tiny", version = "99.0.0" }
  }
}
`;

/** Every kind of attribute and block. */
const everything = (name: string, size: number) => `
${REQUIRED}
variable "texts" {
  type    = list(string)
  default = ["x", "y"]
}
resource "tiny_thing" "all" {
  name     = "${name}"
  size     = ${size}
  ratio    = 0.1
  enabled  = true
  zones    = ["b", "a"]
  labels   = ["q", "p"]
  tags     = { k = "v" }
  shape    = { width = 1, unit = "m" }
  options  = [{ key = "a" }]
  manifest = {
    kind  = "X"
    mixed = [1, "two", null]
    deep  = { big = 12345678901234567890, list = var.texts, set = toset(["m", "n"]) }
  }
  rule { port = 1 }
  rule { port = 2 }
  member { user = "u" }
  network { cidr = "10.0.0.0/8" }
}
resource "tiny_thing" "follower" {
  name     = "follower"
  manifest = { from = tiny_thing.all.id, text = "of-\${tiny_thing.all.id}", tags = tiny_thing.all.tags }
}
`;

let provider: TinyProvider;
let server: ProviderServer;
let terraform: TerraformDirectory;

beforeEach(async () => {
  provider = new TinyProvider();
  server = await ProviderServer.start(provider);
  terraform = new TerraformDirectory({ attached: { 'example/tiny': server.port } });
});

afterEach(() => {
  terraform.dispose();
  server.stop();
});

/** What the provider was asked to change, in order. */
const changes = () => provider.log.filter((line) => /^(create|update|delete) /.test(line));

describeRehearsal('terraform, attached to a provider in this process,', () => {
  test('shows what the provider finds wrong with a configuration', async () => {
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" {
      name = "a"
      size = 13
    }`);
    const { exitCode, output } = await terraform.run('validate');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Error: Bad size[\s\S]*Thirteen brings bad luck\./);
  });

  test('ends with the name of the exception when the provider throws', async () => {
    provider.beforeApply = () => Promise.reject(new RangeError('too far'));
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" { name = "a" }`);
    const { exitCode, output } = await terraform.run('apply', '-auto-approve');
    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain(
      'failed in ApplyResourceChange of tiny_thing: RangeError: too far',
    );
    expect(terraform.state()).toEqual([]);
  });

  test('does not take another value than the planned one', async () => {
    provider.beforeApply = ({ planned }) => {
      Object.assign(planned!, { size: 2 });
      return Promise.resolve();
    };
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" {
      name = "a"
      size = 1
    }`);
    const { output } = await terraform.run('apply', '-auto-approve');
    expect(output).toContain('Provider produced inconsistent result after apply');
  });

  test('taints what a failed creation leaves behind, and replaces it', async () => {
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" { name = "half" }`);
    const { exitCode, output } = await terraform.run('apply', '-auto-approve');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Error: Half done[\s\S]*half is left behind\./);
    expect(terraform.state()).toMatchObject([{ instances: [{ status: 'tainted' }] }]);
    const plan = await terraform.run('plan');
    expect(plan.output).toContain('tiny_thing.a is tainted, so must be replaced');
  });

  test('creates, finds nothing to do, updates, replaces and destroys', async () => {
    terraform.write(everything('one', 1));
    expect(await terraform.run('apply', '-auto-approve')).toMatchObject({ exitCode: 0 });
    expect(changes().splice(0)).toEqual(['create one in nowhere', 'create follower in nowhere']);
    expect(await terraform.run('plan', '-detailed-exitcode')).toMatchObject({ exitCode: 0 });

    provider.log.length = 0;
    terraform.write(everything('one', 2));
    const update = await terraform.run('apply', '-auto-approve');
    expect(update.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(changes()).toEqual(['update one in nowhere']);

    provider.log.length = 0;
    terraform.write(everything('two', 2));
    const replacement = await terraform.run('apply', '-auto-approve');
    expect(replacement.output).toContain('# forces replacement');
    expect(changes()).toEqual([
      'delete one in nowhere',
      'create two in nowhere',
      'update follower in nowhere',
    ]);

    provider.log.length = 0;
    expect(await terraform.run('destroy', '-auto-approve')).toMatchObject({ exitCode: 0 });
    expect(changes()).toEqual(['delete follower in nowhere', 'delete two in nowhere']);
    expect(provider.things.size).toBe(0);
    expect(terraform.state()).toEqual([]);
  });

  test('stores every kind of value', async () => {
    terraform.write(everything('one', 1));
    await terraform.run('apply', '-auto-approve');
    const stored = terraform.state().find(({ name }) => name === 'all')?.instances[0]?.attributes;
    expect(stored).toMatchObject({
      id: 'thing-one',
      ratio: 0.1,
      zones: ['b', 'a'],
      labels: ['p', 'q'],
      tags: { k: 'v' },
      shape: { width: 1, unit: 'm' },
      options: [{ key: 'a', value: null }],
      rule: [
        { port: 1, rule_id: 'some-rule_id' },
        { port: 2, rule_id: 'some-rule_id' },
      ],
      member: [{ user: 'u', since: 'some-since' }],
      network: { cidr: '10.0.0.0/8', status: 'some-status' },
      manifest: {
        type: [
          'object',
          {
            kind: 'string',
            mixed: ['tuple', ['number', 'string', 'dynamic']],
            deep: ['object', { big: 'number', list: ['list', 'string'], set: ['set', 'string'] }],
          },
        ],
      },
    });
  });

  test('creates anew what somebody deleted', async () => {
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" { name = "a" }`);
    await terraform.run('apply', '-auto-approve');
    provider.things.clear();
    const { output } = await terraform.run('plan');
    expect(output).toContain('1 to add, 0 to change, 0 to destroy');
  });

  test('imports what exists', async () => {
    provider.things.set('old', { id: 'old', name: 'a', zones: ['z'] });
    terraform.write(`${REQUIRED} resource "tiny_thing" "a" { name = "a" }`);
    expect(await terraform.run('import', 'tiny_thing.a', 'old')).toMatchObject({ exitCode: 0 });
    expect(terraform.state()).toMatchObject([
      { type: 'tiny_thing', instances: [{ attributes: { name: 'a', zones: ['z'], rule: [] } }] },
    ]);
  });

  test('keeps the configurations of a provider apart, for resources and data sources', async () => {
    terraform.write(`${REQUIRED}
      provider "tiny" { region = "one" }
      provider "tiny" {
        alias  = "other"
        region = "two"
      }
      resource "tiny_thing" "here" { name = "here" }
      resource "tiny_thing" "there" {
        name     = "there"
        provider = tiny.other
      }
      data "tiny_lookup" "there" {
        name     = "capital"
        provider = tiny.other
      }
      output "answer" { value = data.tiny_lookup.there.answer }`);
    const { output } = await terraform.run('apply', '-auto-approve');
    expect(changes().sort()).toEqual(['create here in one', 'create there in two']);
    expect(output).toContain('answer = "capital of two"');
  });

  test('has written the state of one resource before it begins the next, and keeps it when it is killed', async () => {
    const waiting = atSecond();
    terraform.write(TWO);
    const run = terraform.start('apply', '-auto-approve');
    await waiting.reached;
    expect(terraform.state().map(({ name }) => name)).toEqual(['first']);
    run.process.kill('SIGKILL');
    await run.ended;
    waiting.goOn();
    expect(terraform.state().map(({ name }) => name)).toEqual(['first']);
    // The lock of a killed process goes with it.
    expect((await terraform.run('plan')).output).toContain('1 to add, 0 to change, 0 to destroy');
  });

  test('tells the provider that it was interrupted, and waits for what goes on', async () => {
    const waiting = atSecond();
    const stopped = new Promise<void>((resolve) => {
      provider.onStop = resolve;
    });
    terraform.write(`${TWO} resource "tiny_thing" "third" {
      name  = "third"
      zones = [tiny_thing.second.id]
    }`);
    const run = terraform.start('apply', '-auto-approve');
    await waiting.reached;
    run.process.kill('SIGINT');
    await stopped;
    waiting.goOn();
    const { exitCode, output } = await run.ended;
    expect(exitCode).toBe(1);
    expect(output).toContain('execution halted');
    expect(terraform.state().map(({ name }) => name)).toEqual(['first', 'second']);
  });
});

const TWO = `${REQUIRED}
resource "tiny_thing" "first" { name = "first" }
resource "tiny_thing" "second" {
  name  = "second"
  zones = [tiny_thing.first.id]
}
`;

/** Holds the second resource back until somebody lets it go on. */
function atSecond(): { readonly reached: Promise<void>; readonly goOn: () => void } {
  let goOn: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    provider.beforeApply = async ({ planned }) => {
      if (planned?.['name'] === 'second') {
        resolve();
        await gate;
      }
    };
  });
  return {
    reached,
    goOn: () => {
      goOn();
    },
  };
}
