/**
 * The code that `safe-eks doctor` proposes compiles: all that the cases of its rules give, each where a user would write it.
 */
import { expect, test } from '@jest/globals';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import type { Case } from '../doctor/cases';
import { CASES } from '../doctor/cases';
import { root } from './code-blocks';

const folder = join(root, '.cache', 'doctor-repairs');

/** Where a property belongs; the others are those of a cluster. */
const OPTIONS: Readonly<Record<string, string>> = {
  controlPlaneSubnetIds: 'EksNetworkAttributes',
  kubernetesGroups: 'AccessGrantOptions',
  releaseVersion: 'Al2023EksOptimizedAmiOptions',
  subnetIds: 'NodeGroupOptions',
};

function statement({ rule, repair }: Case): string {
  if (repair.startsWith('cluster.')) {
    return `${repair};`;
  }
  if (repair.startsWith('AccessPolicy.')) {
    return `cluster.grantAccess('id', 'arn', [${repair}]);`;
  }
  const [property = ''] = repair.split(':');
  const isOfNodes = property === 'version' && rule.startsWith('node-group-');
  const options = isOfNodes ? 'NodeGroupOptions' : (OPTIONS[property] ?? 'SafeEksClusterProps');
  return `void ({ ${repair} } satisfies Partial<safe.${options}>);`;
}

test('every repair compiles', () => {
  const code = [...new Set(CASES.filter(({ repair }) => repair !== '').map(statement))].join('\n');
  const classes = [...new Set([...code.matchAll(/\b([A-Z]\w+)\.\w/g)].map(([, name = '']) => name))].sort();
  const file = join(folder, 'repairs.ts');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `import type * as safe from 'cdktf-safe-eks';
import { ${classes.join(', ')} } from 'cdktf-safe-eks';
declare const cluster: safe.SafeEksCluster;
${code}
`,
  );
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, root);
  const program = ts.createProgram([file], options);
  const source = program.getSourceFile(file)!;
  const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  // Nothing became of a case would be nothing that fails to compile.
  expect(code.split('\n').length).toBeGreaterThan(30);
});
