import { test } from '@jest/globals';
import { Fn, Lazy, TerraformStack, TerraformVariable, Token, TerraformOutput } from 'cdktf';
import { EksNetwork } from '../../lib';
import { addWorkers, bareCluster, newCluster } from './cluster';
import { messagesOf, newApp, newStack, synth } from './synth';
function probe(name: string, f: (s: TerraformStack, app: any) => void) {
  test(name, () => {
    const app = newApp(); let out: any;
    try { f(newStack(app), app); out = messagesOf(app); } catch (e) { out = 'THROWN ' + (e as Error).message?.slice(0, 200); }
    process.stderr.write(`\n### ${name}\n${JSON.stringify(out, null, 1)}\n`);
  });
}
const lists: Record<string, (s: TerraformStack) => string[]> = {
 lazy: () => Lazy.listValue({ produce: () => ['${var.unknown}'] }),
 asList: () => Token.asList('${var.x}'),
 variable: (s) => new TerraformVariable(s, 'x', { type: 'list(string)' }).listValue,
 fn: () => Fn.split(',', 'a,b'),
};
for (const [n, l] of Object.entries(lists)) {
probe(n + ' bare', (s) => { bareCluster(s, { network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: l(s), availabilityZones: ['eu-west-1a', 'eu-west-1b'] }) }); });
probe(n + ' nodes', (s) => { newCluster(s, { network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: l(s), availabilityZones: ['eu-west-1a', 'eu-west-1b'] }) }); });
probe(n + ' lookup', (s) => { newCluster(s, { network: EksNetwork.fromSubnetIds({ controlPlaneSubnetIds: l(s) }) }); });
probe(n + ' node list', (s) => { addWorkers(newCluster(s), { subnetIds: l(s) }, 'w2'); });
probe(n + ' instance types', (s) => { addWorkers(newCluster(s), { instanceTypes: l(s) }, 'w2'); });
probe(n + ' sgs', (s) => { newCluster(s, { securityGroupIds: l(s) }); });
probe(n + ' node sgs', (s) => { addWorkers(newCluster(s), { securityGroupIds: l(s) }, 'w2'); });
}
