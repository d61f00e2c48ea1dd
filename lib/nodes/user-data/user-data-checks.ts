/**
 * What is wrong with what nodes are told: shapes that the format has no word for, what the library says itself, sizes.
 */
import { Token } from 'cdktf';
import { isKnown } from '../../validation/checks/known';
import type { ProblemDetails } from '../../validation/problem';
import { show } from '../../validation/problem';
import type { BootstrapOptions } from './bootstrap-options';
import { namedSettings } from './bottlerocket';
import type { BottlerocketContent } from './bottlerocket';
import { knownBytes } from './literal-text';
import type { MimePart } from './mime';
import type { NodeadmContent } from './nodeadm';
import { judgeTree, leavesOf } from './tree-checks';
import type { UserDataContent } from './user-data';

/** Before base64. @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const MAX_BYTES = 16384;

const LABELS_AND_TAINTS = 'Use labels and taints of the node group.';
const MAX_PODS = 'Use maxPods beside it.';
/** Flags of the kubelet that the library renders; of two, the kubelet takes the last. */
const OWN_FLAGS: ReadonlyMap<string, string> = new Map([
  ['--node-labels', LABELS_AND_TAINTS],
  ['--register-with-taints', LABELS_AND_TAINTS],
  ['--max-pods', MAX_PODS],
]);
const OWN_KUBELET_FIELDS: ReadonlyMap<string, string> = new Map([
  ['registerWithTaints', LABELS_AND_TAINTS],
  ['maxPods', MAX_PODS],
]);
const CLUSTER = 'Leave it out: the node is told of the cluster of its group.';
const OWN_BOTTLEROCKET_SETTINGS: ReadonlyMap<string, string> = new Map([
  ['kubernetes.cluster-name', CLUSTER],
  ['kubernetes.api-server', CLUSTER],
  ['kubernetes.cluster-certificate', CLUSTER],
  ['kubernetes.node-labels', LABELS_AND_TAINTS],
  ['kubernetes.node-taints', LABELS_AND_TAINTS],
  ['kubernetes.max-pods', MAX_PODS],
]);

/** What is wrong with what the nodes of an image are told. */
export function judgeUserDataContent(content: UserDataContent): ProblemDetails[] {
  const problems = judgeMaxPods(content.options.maxPods);
  switch (content.kind) {
    case 'nodeadm':
      return [...problems, ...judgeNodeadm(content.options)];
    case 'bottlerocket':
      return [...problems, ...judgeBottlerocket(content.options)];
    case 'powershell':
      return [...problems, ...judgeScripts(content.options), ...judgeBootstrap(content.options)];
    case 'bootstrap-script':
      return [...problems, ...judgeBootstrap(content.options)];
  }
}

/** What is wrong with the whole of it; of what is known at apply only, nothing is counted. */
export function judgeSize(text: string | undefined): ProblemDetails[] {
  const bytes = text === undefined ? 0 : knownBytes(text);
  if (bytes <= MAX_BYTES) {
    return [];
  }
  const limit = `at most ${String(MAX_BYTES)} bytes`;
  const what = `ami makes user data of at least ${String(bytes)} bytes, EC2 takes ${String(MAX_BYTES)}`;
  const fix = 'Bake what is long into the image, or fetch it from S3 at boot.';
  return [{ code: 'SEKS2013', property: 'ami', value: bytes, limit, what, fix }];
}

function judgeMaxPods(maxPods: number | undefined): ProblemDetails[] {
  const property = 'ami.maxPods';
  if (maxPods === undefined) {
    return [];
  }
  if (Token.isUnresolved(maxPods)) {
    // A number within a text would be rendered as the number that stands for the token.
    return judgeTree(property, maxPods);
  }
  if (Number.isInteger(maxPods) && maxPods >= 1) {
    return [];
  }
  const limit = 'an integer of 1 or more';
  const what = `${property} ${String(maxPods)} is not ${limit}`;
  return [{ code: 'SEKS1002', property, value: maxPods, limit, what, fix: `Give ${limit}.` }];
}

function judgeNodeadm(content: NodeadmContent): ProblemDetails[] {
  const { kubeletConfig, kubeletFlags, containerdBaseRuntimeSpec, featureGates } = content;
  const repeated = Object.keys(kubeletConfig ?? {}).filter((key) => OWN_KUBELET_FIELDS.has(key));
  const property = 'ami.nodeadm.kubeletConfig';
  return [
    ...judgeTree(property, kubeletConfig),
    ...judgeTree('ami.nodeadm.containerdBaseRuntimeSpec', containerdBaseRuntimeSpec),
    ...repeated.map((key) => repetition(`${property}.${key}`, OWN_KUBELET_FIELDS.get(key))),
    ...judgeFlags('ami.nodeadm.kubeletFlags', kubeletFlags),
    ...(featureGates?.InstanceIdNodeName === true ? [instanceIdNodeName()] : []),
    ...judgeParts('ami.nodeadm.partsBefore', content.partsBefore),
    ...judgeParts('ami.nodeadm.partsAfter', content.partsAfter),
  ];
}

function instanceIdNodeName(): ProblemDetails {
  return {
    code: 'SEKS2015',
    property: 'ami.nodeadm.featureGates',
    value: 'InstanceIdNodeName',
    what: 'ami.nodeadm.featureGates names nodes by instance id, but the access entry of their role admits them by DNS name',
    fix: 'Leave InstanceIdNodeName out, or acknowledge the code with a reason.',
  };
}

function judgeBottlerocket({ settings }: BottlerocketContent): ProblemDetails[] {
  const property = 'ami.settings.additionalSettings';
  const additional = settings?.additionalSettings;
  const problems = judgeTree(property, additional);
  if (problems.length > 0 || additional === undefined) {
    return problems;
  }
  const named = new Set(leavesOf(namedSettings(settings)));
  return leavesOf(additional).flatMap((path) => {
    const own = [...OWN_BOTTLEROCKET_SETTINGS].find(([name]) => path === name || path.startsWith(`${name}.`));
    const twice = named.has(path) ? 'Say it once: settings has a property for it.' : undefined;
    const fix = own?.[1] ?? twice;
    return fix === undefined ? [] : [repetition(`${property}.${path}`, fix)];
  });
}

function judgeBootstrap({ kubeletFlags }: BootstrapOptions): ProblemDetails[] {
  return judgeFlags('ami.kubeletFlags', kubeletFlags);
}

function judgeFlags(property: string, flags: readonly string[] = []): ProblemDetails[] {
  return flags
    .filter((flag) => isKnown(flag))
    .flatMap((flag) => {
      const own = OWN_FLAGS.get(flag.split('=')[0] ?? '');
      if (own !== undefined) {
        return [repetition(`${property} ${show(flag)}`, own, property)];
      }
      const limit = 'a flag such as --v=2, without spaces';
      const what = `${property} holds ${show(flag)}, which is not ${limit}`;
      return /^--[a-z][^\s'"]*$/.test(flag)
        ? []
        : [{ code: 'SEKS1002', property, value: flag, limit, what, fix: `Give ${limit}.` } as const];
    });
}

function repetition(name: string, fix = '', property = name): ProblemDetails {
  const what = `${name} says what the node group says already`;
  return { code: 'SEKS2012', property, what, fix };
}

/** cloud-init hands a script to the kernel, which looks for its interpreter in the first line. */
function judgeParts(property: string, parts: readonly MimePart[] = []): ProblemDetails[] {
  return parts
    .filter((part) => part._isScript)
    .map(({ content }) => content.split('\n')[0] ?? '')
    .filter((line) => !Token.isUnresolved(line) && !line.startsWith('#!'))
    .map((line) => {
      const limit = 'a script with #! in its first line';
      const what = `${property} holds a script that begins with ${show(line)}, not with #!`;
      const fix = 'Name the interpreter in the first line, such as #!/bin/bash.';
      return { code: 'SEKS1002', property, value: line, limit, what, fix };
    });
}

/** The tag is ours; a second one within it ends the first. */
function judgeScripts({ scriptBefore, scriptAfter }: BootstrapOptions): ProblemDetails[] {
  return Object.entries({ 'ami.scriptBefore': scriptBefore, 'ami.scriptAfter': scriptAfter })
    .filter(([, script]) => script !== undefined && /<\/?powershell>/i.test(script))
    .map(([property]) => {
      const limit = 'commands without the tag <powershell>';
      const what = `${property} holds the tag <powershell>, which the library writes around all commands`;
      return { code: 'SEKS1002', property, limit, what, fix: `Give ${limit}.` };
    });
}
