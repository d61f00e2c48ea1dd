/**
 * What real apps hold beside clusters: types that no rule knows, everything that Terraform's language can do with resources,
 * several stacks; and what becomes of a rehearsal when something in it breaks. Real Terraform, simulated AWS.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { Fault, rehearse } from '../../../lib/rehearsal';
import { AWS_RULES } from '../../../lib/rehearsal/aws/aws-rules';
import type { ResourceRules } from '../../../lib/rehearsal/engine/rules';
import { changesOf, errorTextOf, messageOf, rulesOf, stepsOf } from '../../support/rehearsed';
import { describeRehearsal } from '../describe-terraform';
import { manyTypes, queues, rawApp, rawStack, removeRawApps } from './generic-stacks';

afterEach(removeRawApps);

describeRehearsal('resources of types without rules', () => {
  it('are created, changed and destroyed, and a plan in between is empty', async () => {
    const rehearsal = rehearse(manyTypes(1));
    const created = await rehearsal.create();
    expect(created.errors).toEqual([]);
    expect(stepsOf(created)).toContain('create aws_route53_record.proof["www.example.com"]');
    expect((await rehearsal.plan()).changes).toEqual([]);
    const changed = await rehearsal.apply(manyTypes(2));
    expect(changed.errors).toEqual([]);
    expect(changesOf(changed)).toContain('update aws_security_group.g');
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect((await rehearsal.destroy()).errors).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('are found anew by a plan when somebody deletes one by hand, which is no violation', async () => {
    const rehearsal = rehearse(queues({ q: { name: 'q' } }));
    await rehearsal.create();
    rehearsal.world.vanish(rehearsal.world.all('aws_sqs_queue')[0]!.id);
    expect(changesOf(await rehearsal.plan())).toEqual(['create aws_sqs_queue.q']);
    await rehearsal.apply();
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('are changed again after a change that failed, and deleted again after a deletion that did', async () => {
    const trouble = (action: string) => ({
      faults: [Fault.fail({ operation: `aws_sqs_queue ${action}` }, 'Busy', 'not now')],
    });
    const rehearsal = rehearse(queues({ q: { name: 'q', delay_seconds: 1 } }));
    await rehearsal.create();
    const next = queues({ q: { name: 'q', delay_seconds: 2 } });
    expect(errorTextOf(await rehearsal.apply(next, trouble('update')))).toContain('Busy: not now');
    expect(changesOf(await rehearsal.plan())).toEqual(['update aws_sqs_queue.q']);
    expect((await rehearsal.apply()).errors).toEqual([]);
    expect(errorTextOf(await rehearsal.destroy(trouble('delete')))).toContain('Busy: not now');
    expect(stepsOf(await rehearsal.destroy())).toEqual(['delete aws_sqs_queue.q']);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('a block that EKS fills in', () => {
  it('can be referred to by others, although the configuration has it not', async () => {
    const assume_role_policy =
      '{"Statement":[{"Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
    const resource = {
      aws_iam_role: { c: { name: 'c', assume_role_policy } },
      aws_iam_role_policy_attachment: {
        c: { role: '${aws_iam_role.c.name}', policy_arn: 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy' },
      },
      aws_eks_cluster: {
        c: {
          name: 'c',
          role_arn: '${aws_iam_role.c.arn}',
          vpc_config: { subnet_ids: ['subnet-1', 'subnet-2'] },
          depends_on: ['aws_iam_role_policy_attachment.c'],
        },
      },
      aws_ssm_parameter: {
        range: {
          name: '/range',
          type: 'String',
          value: '${aws_eks_cluster.c.kubernetes_network_config[0].service_ipv4_cidr}',
        },
      },
    };
    const rehearsal = rehearse(rawStack({ resource }));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect(rehearsal.world.find('aws_ssm_parameter', { value: '172.20.0.0/16' })).toBeDefined();
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal("Terraform's language", () => {
  it('counts and names instances, with quotes in their names', async () => {
    const form = (count: number, names: readonly string[]) =>
      queues({
        n: { count, name: 'n-${count.index}' },
        k: { for_each: `\${toset(${JSON.stringify(names)})}`, name: 'k-${each.key}' },
      });
    const rehearsal = rehearse(form(1, ['a', 'say "b\\"']));
    expect(stepsOf(await rehearsal.create())).toEqual([
      'create aws_sqs_queue.k["a"]',
      'create aws_sqs_queue.k["say \\"b\\\\\\""]',
      'create aws_sqs_queue.n[0]',
    ]);
    expect(changesOf(await rehearsal.apply(form(2, ['a'])))).toEqual([
      'create aws_sqs_queue.n[1]',
      'delete aws_sqs_queue.k["say \\"b\\\\\\""]',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('moves what is renamed, and leaves alone what it is told to', async () => {
    const rehearsal = rehearse(queues({ a: { name: 'a' }, b: { name: 'b' } }));
    await rehearsal.create();
    const next = queues(
      { c: { name: 'a' } },
      {
        moved: [{ from: 'aws_sqs_queue.a', to: 'aws_sqs_queue.c' }],
        removed: [{ from: 'aws_sqs_queue.b', lifecycle: { destroy: false } }],
      },
    );
    const applied = await rehearsal.apply(next);
    expect(changesOf(applied)).toEqual(['move aws_sqs_queue.c', 'remove aws_sqs_queue.b']);
    expect(applied.operations).toEqual([]);
    expect((await rehearsal.destroy()).operations).toHaveLength(1);
    // What was to be left alone stays on purpose.
    expect(rehearsal.world.all('aws_sqs_queue')).toHaveLength(1);
    expect(rehearsal.violations()).toEqual([]);
  });

  it('imports what is in the world, and says how to put it there', async () => {
    const id = 'https://sqs.eu-west-1.amazonaws.com/111122223333/q';
    const app = () => queues({ q: { name: 'q' } }, { import: [{ to: 'aws_sqs_queue.q', id }] });
    expect(errorTextOf(await rehearse(app()).create())).toContain(
      `rehearsal.world.add({ kind: 'aws_sqs_queue', id: '${id}', region: 'eu-west-1', attributes: { … } })`,
    );
    const rehearsal = rehearse(app());
    rehearsal.world.add({ kind: 'aws_sqs_queue', id, region: 'eu-west-1', attributes: { id, name: 'q' } });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    await rehearsal.destroy();
    expect(rehearsal.violations()).toEqual([]);
  });

  it('has data of its own, replaces by it, and runs nothing on this machine', async () => {
    const witness = join(mkdtempSync(join(tmpdir(), 'safe-eks-witness-')), 'ran');
    const provisioner = [{ 'local-exec': { command: `touch '${witness}'` } }];
    const form = (text: string) =>
      rawStack({
        resource: {
          terraform_data: { t: { input: { text }, triggers_replace: [text], provisioner } },
          aws_sqs_queue: {
            q: {
              name: '${terraform_data.t.output.text}',
              provisioner,
              lifecycle: { replace_triggered_by: ['terraform_data.t'], create_before_destroy: true },
            },
          },
        },
      });
    const rehearsal = rehearse(form('a'));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect(changesOf(await rehearsal.apply(form('b')))).toEqual([
      'replace aws_sqs_queue.q',
      'replace terraform_data.t',
    ]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    expect(existsSync(witness)).toBe(false);
    rmSync(join(witness, '..'), { recursive: true });
    await rehearsal.destroy();
    expect(rehearsal.violations()).toEqual([]);
  });

  it('takes variables and foreign states from the options, and says so when they are missing', async () => {
    const app = rawStack({
      variable: { name: { type: 'string' }, delay: { default: 3 } },
      data: {
        terraform_remote_state: { net: { backend: 's3', config: { bucket: 'b', key: 'k', region: 'r' } } },
      },
      resource: {
        aws_sqs_queue: {
          q: {
            name: '${var.name}-${data.terraform_remote_state.net.outputs.zone.name}',
            delay_seconds: '${var.delay}',
          },
        },
      },
    });
    await expect(rehearse(app).create()).rejects.toThrow(
      'The variable "name" of the stack "main" has no value: give one in the option "variables", or as --var NAME=VALUE.',
    );
    const rehearsal = rehearse(app, {
      variables: { name: 'q', unheard: 1 },
      remoteStates: { net: { zone: { name: 'a' } } },
    });
    expect((await rehearsal.create()).errors).toEqual([]);
    expect(rehearsal.world.find('aws_sqs_queue', { name: 'q-a', delay_seconds: 3 })).toBeDefined();
    expect((await rehearsal.plan()).changes).toEqual([]);
  });

  it('has providers in two regions, with tags by default, and the same names in both', async () => {
    const rehearsal = rehearse(
      rawStack({
        provider: {
          aws: [
            { region: 'eu-west-1', default_tags: [{ tags: { team: 'a' } }] },
            { region: 'us-east-1', alias: 'us' },
          ],
        },
        resource: {
          aws_cloudwatch_log_group: { eu: { name: '/g' }, us: { name: '/g', provider: 'aws.us' } },
        },
      }),
    );
    expect((await rehearsal.create()).errors).toEqual([]);
    const groups = rehearsal.world.all('aws_cloudwatch_log_group');
    expect(groups.map(({ region, attributes }) => [region, attributes['tags_all']])).toEqual([
      ['eu-west-1', { team: 'a' }],
      ['us-east-1', {}],
    ]);
    await rehearsal.destroy();
    expect(rehearsal.violations()).toEqual([]);
  });
});

describeRehearsal('stacks that build on each other', () => {
  const cloudOf = (name: string) => ({ organization: 'acme', workspaces: { name } });
  const chain = (tag: string, hasLast = true) =>
    rawApp({
      first: {
        configuration: {
          terraform: { cloud: cloudOf('first') },
          resource: { aws_sqs_queue: { q: { name: `a${tag}` } } },
          output: { name: { value: '${aws_sqs_queue.q.name}' } },
        },
      },
      ...(hasLast
        ? {
            last: {
              after: ['first'],
              configuration: {
                terraform: { cloud: cloudOf('last') },
                data: { terraform_remote_state: { first: { backend: 'remote', config: cloudOf('first') } } },
                resource: {
                  aws_sqs_queue: { q: { name: '${data.terraform_remote_state.first.outputs.name}b' } },
                },
              },
            },
          }
        : {}),
    });

  it('keep their states in a cloud, read them there, and follow a change', async () => {
    const rehearsal = rehearse(chain('1'));
    expect((await rehearsal.create()).errors).toEqual([]);
    expect((await rehearsal.apply(chain('2'))).errors).toEqual([]);
    expect((await rehearsal.plan()).changes).toEqual([]);
    const names = rehearsal.world.all('aws_sqs_queue').map(({ attributes }) => attributes['name']);
    expect(names).toEqual(['a2', 'a2b']);
    await rehearsal.destroy();
    expect(rehearsal.violations()).toEqual([]);
  });

  it('leave behind what was in a stack that the app has no longer', async () => {
    const rehearsal = rehearse(chain('1'));
    await rehearsal.create();
    expect((await rehearsal.apply(chain('1', false))).changes).toEqual([]);
    await rehearsal.destroy();
    expect(rulesOf(rehearsal)).toEqual(['left-behind']);
    expect(messageOf(rehearsal, 'left-behind')).toContain('the app has its stack last no longer');
  });
});

describeRehearsal('a rehearsal that breaks', () => {
  const simulateQueuesBy = (rules: ResourceRules) =>
    Object.assign(AWS_RULES.resources, { aws_sqs_queue: rules });
  afterEach(() => {
    Reflect.deleteProperty(AWS_RULES.resources, 'aws_sqs_queue');
  });

  it('tells which type was simulated wrongly, also amid troubles on purpose', async () => {
    simulateQueuesBy({
      create: (call) => {
        call.exists('q');
        throw new TypeError('a mistake');
      },
    });
    const rehearsal = rehearse(queues({ q: { name: 'q' } }));
    const created = await rehearsal.create({ faults: [Fault.killAt(9)] });
    expect(rulesOf(rehearsal)).toEqual(['simulation-failed']);
    expect(messageOf(rehearsal, 'simulation-failed')).toContain('aws_sqs_queue: TypeError: a mistake');
    expect(created.operations).toMatchObject([{ outcome: 'failed', error: 'a mistake' }]);
  });

  it('ends with an error when it waits for something that never happens, and leaves nothing behind', async () => {
    simulateQueuesBy({ create: async () => new Promise(() => undefined) });
    const rehearsal = rehearse(queues({ q: { name: 'q' } }));
    await expect(rehearsal.create()).rejects.toThrow('Under way: aws_sqs_queue.q create.');
  });

  it('says at once that there is no such folder and no such Terraform', () => {
    expect(() => rehearse('/nowhere')).toThrow('/nowhere is no folder of a synthesized app');
    expect(() => rehearse(queues({}), { terraform: '/nowhere/terraform' })).toThrow(
      'A rehearsal needs Terraform: `/nowhere/terraform` cannot be run',
    );
  });

  it('leaves neither files nor a process behind when it is interrupted, and heeds no settings of Terraform', async () => {
    const app = queues({ q: { count: 200, name: 'q-${count.index}' } });
    const temporary = mkdtempSync(join(tmpdir(), 'safe-eks temporary '));
    const library = resolve('lib/rehearsal');
    const program = `
      const { rehearse } = require(${JSON.stringify(library)});
      void (async () => {
        for (;;) {
          const phase = await rehearse(${JSON.stringify(app)}).create();
          process.send(phase.errors);
        }
      })();`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        TMPDIR: temporary,
        TF_CLI_ARGS: '-nonsense',
        TF_WORKSPACE: 'prod',
        AWS_PROFILE: 'none',
      },
    });
    try {
      const errors = await new Promise((answer) => child.once('message', answer));
      expect(errors).toEqual([]);
      const ended = new Promise((answer) =>
        child.once('exit', (_code, signal) => {
          answer(signal);
        }),
      );
      child.kill('SIGINT');
      expect(await ended).toBe('SIGINT');
      expect(readdirSync(temporary).filter((name) => name.startsWith('safe-eks-rehearsal-'))).toEqual([]);
    } finally {
      child.kill('SIGKILL');
      rmSync(temporary, { recursive: true, force: true });
    }
  });
});
