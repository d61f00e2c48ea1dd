/**
 * `safe-eks doctor`: whether a live cluster is well, and is what the code says.
 */
import { existsSync } from 'node:fs';
import type { DeclaredCluster } from '../../doctor/declared-cluster';
import { declaredClusterNames, readDeclaredCluster } from '../../doctor/declared-cluster';
import type { DoctorFinding } from '../../doctor/doctor-finding';
import { examineCluster } from '../../doctor/examine-cluster';
import { DoctorSeverity } from '../../doctor/rule-definition';
import type { Command, ExitCode } from '../command';
import { CommandError } from '../command';
import type { Terminal } from '../terminal';
import type { DoctorArguments } from './arguments';
import { DEFAULT_STACK, DOCTOR_HELP, readDoctorArguments } from './arguments';
import { fatalError, kindOfFailure } from './aws-failures';
import { AwsGateway } from './aws-gateway';
import { loadAwsSdk } from './aws-sdk';
import type { Collected } from './collect';
import { ClusterNotFound, Collector } from './collect';
import { findingsText } from './findings-text';
import { readStacks } from './stack-files';

/** The subcommand. */
export const DOCTOR: Command = {
  name: 'doctor',
  summary: 'Compares a live cluster with the stack that declares it.',
  help: DOCTOR_HELP,
  run: async (arguments_, terminal) => {
    const wanted = readDoctorArguments(arguments_);
    const { clusterName, profile, json } = wanted;
    const stack = findStack(wanted);
    const gateway = new AwsGateway(await loadAwsSdk(), {
      region: wanted.region ?? stack.declared?.region,
      profile,
    });
    const { region, live, notExamined } = await readAll(gateway, wanted, { stack, terminal });
    if (Object.values(live).every((value) => value === undefined)) {
      const actions = notExamined.map(({ action, message }) => `  ${action}: ${message}`).join('\n');
      throw new CommandError(`Nothing of ${clusterName} may be read:\n${actions}`);
    }
    const findings = examineCluster({ clusterName, live, notExamined, ...stack });
    const exitCode = exitCodeOf(findings);
    terminal.line(
      json
        ? JSON.stringify({ exitCode, findings, notExamined }, undefined, 2)
        : findingsText(findings, { clusterName, region, path: stack.path }),
    );
    return exitCode;
  },
};

/** What a cluster is compared with. */
interface FoundStack {
  readonly declared?: DeclaredCluster;
  readonly path?: string;
  /** Set where there are stacks, but none that knows the cluster. */
  readonly otherClusters?: readonly string[];
}

/** A stack that is named has to know the cluster; one that happens to lie about need not. */
function findStack({ clusterName, stack }: DoctorArguments): FoundStack {
  if (stack === undefined && !existsSync(DEFAULT_STACK)) {
    return {};
  }
  const { path, stacks } = readStacks(stack ?? DEFAULT_STACK);
  const declared = readDeclaredCluster(stacks, clusterName);
  if (declared !== undefined) {
    return { declared, path };
  }
  const otherClusters = declaredClusterNames(stacks).map((name) => name ?? 'one that is named at apply');
  if (stack !== undefined) {
    const others = otherClusters.length === 0 ? 'no cluster' : otherClusters.join(', ');
    throw new CommandError(
      `${path} says nothing of a cluster ${clusterName}: it declares ${others}. Name another --stack, or another --cluster.`,
    );
  }
  return { otherClusters };
}

async function readAll(
  gateway: AwsGateway,
  wanted: DoctorArguments,
  where: { readonly stack: FoundStack; readonly terminal: Terminal },
): Promise<Collected & { readonly region: string }> {
  try {
    const region = await regionOf(gateway);
    return { region, ...(await collect(gateway, wanted, { ...where, region })) };
  } finally {
    gateway.close();
  }
}

async function regionOf(gateway: AwsGateway): Promise<string> {
  try {
    return await gateway.region();
  } catch (error) {
    throw kindOfFailure(error) === 'fatal' ? fatalError(error) : error;
  }
}

async function collect(
  gateway: AwsGateway,
  { clusterName, json }: DoctorArguments,
  where: { readonly stack: FoundStack; readonly region: string; readonly terminal: Terminal },
): Promise<Collected> {
  const tell = (what: string): void => {
    if (!json) {
      where.terminal.status(`${clusterName} in ${where.region}: reading ${what} …`);
    }
  };
  try {
    return await new Collector(gateway, clusterName, tell).collect(where.stack.declared);
  } catch (error) {
    if (!(error instanceof ClusterNotFound)) {
      throw error;
    }
    const there = await clustersThere(gateway);
    throw new CommandError(
      `There is no cluster ${clusterName} in ${where.region}${there}. ` +
        'If it is in another region or account, name it with --region or --profile.',
      { cause: error },
    );
  }
}

/** Which clusters there are instead; whoever may not ask is simply not told. */
async function clustersThere(gateway: AwsGateway): Promise<string> {
  try {
    const names = await gateway.listClusters();
    return names.length === 0 ? ', nor any other' : `; there are: ${names.join(', ')}`;
  } catch {
    return '';
  }
}

function exitCodeOf(findings: readonly DoctorFinding[]): ExitCode {
  return findings.some(({ severity }) => severity !== DoctorSeverity.NOTE) ? 1 : 0;
}
