/**
 * What is wrong with the choice of an image: with the way it is found, and with its family on this cluster.
 */
import { IpFamily } from '../cluster/i-safe-eks-cluster';
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';
import type { AmiArchitecture, AmiFamily, AmiFamilyFacts } from './ami-family';
import { factsOf } from './ami-family';
import type { AmiSource } from './ami-source';
import { AmiKind } from './ami-source';

/** An image of a family, as far as it is judged. */
interface ImageOfFamily extends AmiSource {
  readonly family?: AmiFamily;
  readonly architecture: AmiArchitecture;
}

/** Whether ids, names, releases and versions have the form that AWS wants. */
export function judgeSource(image: ImageOfFamily, kubernetesVersion: string): ProblemDetails[] {
  const problems = image.kind === AmiKind.LAUNCH_TEMPLATE ? judgeTemplate(image) : judgeLookup(image);
  const { releaseVersion, family } = image;
  if (releaseVersion === undefined || !isKnown(releaseVersion)) {
    return problems;
  }
  return family === undefined
    ? [...problems, releaseWithoutFamily(releaseVersion)]
    : [...problems, ...judgeRelease(releaseVersion, factsOf(family), kubernetesVersion)];
}

/** Whether the family exists for this cluster, and what it needs of it. */
export function judgeFamily(
  { family, kind, architecture }: ImageOfFamily,
  kubernetesVersion: string,
  ipFamily: IpFamily,
): ProblemDetails[] {
  if (family === undefined) {
    return [];
  }
  const facts = factsOf(family);
  const { title } = facts;
  const image = facts.images[architecture];
  const problems = judgeKubernetesVersion(facts, kubernetesVersion);
  if (image === undefined) {
    const what = `ami is ${title}, which there is not for ${architecture}`;
    const fix = 'Give another architecture or another variant.';
    problems.push({ code: 'SEKS2008', property: 'ami', value: architecture, what, fix });
  } else if (image.amiType === undefined && takesAmiType(kind)) {
    const what = `ami is ${title} as made by EKS, but the AWS provider refuses its AMI type`;
    const fix = 'Give the id of such an image; ssmParameter() names where AWS publishes it.';
    problems.push({ code: 'SEKS2009', property: 'ami', value: family, what, fix });
  }
  if (ipFamily === IpFamily.IPV6 && !facts.supportsIpv6) {
    const what = `ami is ${title}, which has IPv4 only, and the cluster has IPv6`;
    const fix = 'Take an image of Linux, or another cluster.';
    problems.push({ code: 'SEKS2011', property: 'ami', value: family, limit: 'ipv4', what, fix });
  }
  return problems;
}

function takesAmiType(kind: AmiKind): boolean {
  return kind === AmiKind.EKS_OPTIMIZED || kind === AmiKind.LAUNCH_TEMPLATE;
}

function judgeLookup({ id, owner, name, newest }: AmiSource): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  if (id !== undefined && isKnown(id) && !/^ami-[0-9a-f]{8,17}$/.test(id)) {
    const what = `ami.id ${show(id)} is not the id of an image`;
    const fix = 'Give an id such as ami-0abc….';
    problems.push({ code: 'SEKS2003', property: 'ami.id', value: id, what, fix });
  }
  for (const [property, value] of [
    ['ami.owner', owner],
    ['ami.name', name],
  ] as const) {
    if (value?.trim() === '') {
      const what = `${property} is empty, so the lookup would take an image of anybody`;
      problems.push({ code: 'SEKS2003', property, value, what, fix: 'Name the owner and the image.' });
    }
  }
  if (newest === true) {
    const what =
      'ami.newest looks the image up at every plan, so that an apply without a change may replace nodes';
    const fix = 'Give the id or a name that matches one image, or acknowledge the code with a reason.';
    problems.push({ code: 'SEKS2007', property: 'ami.newest', value: true, limit: 'one image', what, fix });
  }
  return problems;
}

function judgeTemplate({ id = '', version = '' }: AmiSource): ProblemDetails[] {
  const problems: ProblemDetails[] = [];
  if (isKnown(id) && !/^lt-[0-9a-f]{8,17}$/.test(id)) {
    const what = `ami.id ${show(id)} is not the id of a launch template`;
    const fix = 'Give an id such as lt-0abc….';
    problems.push({ code: 'SEKS2003', property: 'ami.id', value: id, what, fix });
  }
  if (isKnown(version) && !/^[1-9]\d*$/.test(version)) {
    const what = `ami.version ${show(version)} is not the number of a version, so every plan would show a change`;
    const fix = "Give a number such as '3', or a reference to latest_version of the template.";
    const limit = 'a number from 1';
    problems.push({ code: 'SEKS2014', property: 'ami.version', value: version, limit, what, fix });
  }
  return problems;
}

function releaseWithoutFamily(release: string): ProblemDetails {
  return {
    code: 'SEKS2003',
    property: 'ami.releaseVersion',
    value: release,
    what: `ami.releaseVersion ${show(release)} is given for a launch template that names an image of its own`,
    fix: 'Leave it out, or name the family of EKS in eksOptimized.',
  };
}

function judgeRelease(
  release: string,
  { release: form }: AmiFamilyFacts,
  kubernetesVersion: string,
): ProblemDetails[] {
  const property = 'ami.releaseVersion';
  const match = form.pattern.exec(release);
  if (match === null) {
    const what = `ami.releaseVersion ${show(release)} is not a release of an EKS image`;
    const fix = `Write it as EKS does, such as ${form.example}.`;
    return [{ code: 'SEKS2003', property, value: release, what, fix }];
  }
  // Releases of Bottlerocket do not name the version.
  const [, minor = kubernetesVersion] = match;
  if (minor !== kubernetesVersion) {
    const what = `ami.releaseVersion ${show(release)} is for Kubernetes ${minor}, the cluster has ${kubernetesVersion}`;
    const fix = `Give a release that begins with ${kubernetesVersion}.`;
    return [{ code: 'SEKS2003', property, value: release, limit: kubernetesVersion, what, fix }];
  }
  return [];
}

function judgeKubernetesVersion(facts: AmiFamilyFacts, kubernetesVersion: string): ProblemDetails[] {
  const { title, firstMinor, lastMinor } = facts;
  const minor = Number(/^1\.(\d+)$/.exec(kubernetesVersion)?.[1] ?? Number.NaN);
  const range =
    lastMinor !== undefined && minor > lastMinor
      ? `up to Kubernetes 1.${String(lastMinor)}`
      : firstMinor !== undefined && minor < firstMinor
        ? `from Kubernetes 1.${String(firstMinor)}`
        : undefined;
  if (range === undefined) {
    return [];
  }
  const what = `ami is ${title}, which there is ${range} only, and the cluster has ${kubernetesVersion}`;
  const fix =
    facts.userData === 'bootstrap-script' ? 'Take Ami.al2023 or Ami.bottlerocket.' : 'Take another edition.';
  return [{ code: 'SEKS2008', property: 'ami', value: kubernetesVersion, limit: range, what, fix }];
}
