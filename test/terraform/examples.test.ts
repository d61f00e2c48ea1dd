/**
 * Every example, validated and planned by real Terraform with the real AWS provider.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { describeTerraform } from './describe-terraform';
import { expectRan } from './results';

const ROOT = path.resolve(__dirname, '../..');
const EXAMPLES = fs.readdirSync(path.join(ROOT, 'examples'));

describeTerraform('the examples', (terraform) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'safe-eks-examples-'));

  afterAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it.each(EXAMPLES)('%s is valid, and its plan creates every resource and nothing else', async (example) => {
    const outdir = path.join(folder, example);
    fs.mkdirSync(outdir);
    const { status, stderr } = spawnSync('npx', ['--no-install', 'tsx', `examples/${example}/main.ts`], {
      cwd: ROOT,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });

    const stack = path.join(outdir, 'stacks', example);
    const validation = expectRan(await terraform.validate(stack));
    expect(validation).toMatchObject({ succeeded: true, diagnostics: [] });
    const plan = expectRan(await terraform.plan(stack));
    expect(plan).toMatchObject({ succeeded: true, diagnostics: [] });
    const { resource } = JSON.parse(fs.readFileSync(path.join(stack, 'cdk.tf.json'), 'utf8')) as {
      resource: Record<string, Record<string, unknown>>;
    };
    const rendered = Object.entries(resource).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => `${type}.${name}: create`),
    );
    expect(plan.changes.map(({ address, action }) => `${address}: ${action}`).sort()).toEqual(
      rendered.sort(),
    );
  });

  it('tells that the stack of the kubernetes provider cannot be run from a mirror without it', async () => {
    const workloads = await terraform.validate(
      path.join(folder, 'quickstart', 'stacks', 'quickstart-workloads'),
    );
    if (workloads.outcome === 'notRun') {
      expect(workloads.missingProviders).toEqual(['registry.terraform.io/hashicorp/kubernetes']);
    } else {
      expect(workloads).toMatchObject({ succeeded: true, diagnostics: [] });
    }
  });
});
