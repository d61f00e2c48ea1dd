/**
 * Brings the table of add-on versions up to date from what EKS says.
 *
 *   aws eks describe-addon-versions --output json > versions.json
 *   npm run addon-versions -- versions.json
 *
 * For each add-on of the catalogue and each minor version of Kubernetes that the library has a constant for, it takes the version that EKS has as
 * default. What EKS says nothing of stays as it is. Review the change like any other: each line of it is an update of that add-on for whoever
 * upgrades the library.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDON_CATALOGUE } from '../lib/addons/addon-catalogue';
import { KubernetesVersion } from '../lib/cluster/kubernetes-version';
import { updatedTable } from './addon-versions/updated-table';

const TABLE = join(__dirname, '..', 'lib', 'addons', 'addon-version-table.ts');

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the file that aws eks describe-addon-versions --output json has written.');
  process.exit(2);
}
const minors = Object.values(KubernetesVersion as unknown as Record<string, unknown>)
  .filter((value): value is KubernetesVersion => value instanceof KubernetesVersion)
  .map(({ version }) => version);
const { text, changes } = updatedTable(
  readFileSync(TABLE, 'utf8'),
  JSON.parse(readFileSync(file, 'utf8')),
  Object.keys(ADDON_CATALOGUE),
  minors,
);
writeFileSync(TABLE, text);
console.log(changes.length === 0 ? 'The table is up to date.' : changes.join('\n'));
