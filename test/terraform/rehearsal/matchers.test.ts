/**
 * What `expect` learns from `cdktf-safe-eks/rehearsal/jest`.
 */
import 'cdktf-safe-eks/rehearsal/jest';
import { expect, it } from '@jest/globals';
import type { App } from 'cdktf';
import { KubernetesVersion } from '../../../lib';
import { newCluster } from '../../support/cluster';
import { cniAfterNodes, hurriedFleet } from '../../support/naive-stacks';
import { newApp, newStack } from '../../support/synth';
import { describeRehearsal } from '../describe-terraform';

function appOf(build: (app: App) => void): App {
  const app = newApp();
  build(app);
  return app;
}

const clusterOf = (version: KubernetesVersion): App =>
  appOf((app) => {
    newCluster(newStack(app), { version });
  });
const fleetFrom = (image: string): App =>
  appOf((app) => {
    hurriedFleet(app, '1.34', image);
  });

describeRehearsal('expect', () => {
  it('says what went wrong in an app that does not come up', async () => {
    const failing = expect(appOf(cniAfterNodes)).toDeployInOrder();
    await expect(failing).rejects.toThrow(/Expected the app to deploy in order.*cni plugin not initialized/s);
    await expect(appOf(cniAfterNodes)).not.toDeployInOrder();
  });

  it('lets an app pass that comes up, changes and goes', async () => {
    const app = clusterOf(KubernetesVersion.V1_34);
    await expect(app).toDeployInOrder();
    await expect(app).toUpgradeWithoutDowntime(clusterOf(KubernetesVersion.V1_35));
    await expect(app).toDestroyCleanly({ seed: 1 });
    await expect(expect(app).not.toDeployInOrder()).rejects.toThrow('found nothing wrong');
  });

  it('says that work stopped in an app that changes all nodes at once', async () => {
    const options = { workloads: [{ name: 'web', replicas: 3 }] };
    await expect(fleetFrom('ami-1')).not.toUpgradeWithoutDowntime(fleetFrom('ami-2'), options);
    await expect(
      expect(fleetFrom('ami-1')).toUpgradeWithoutDowntime(fleetFrom('ami-2'), options),
    ).rejects.toThrow('workload-down');
  });
});
