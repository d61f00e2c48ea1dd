/**
 * How it is known that an image is made for the Kubernetes version and the architecture of its nodes.
 */
import { isKnown } from '../validation/checks/known';
import type { ProblemDetails } from '../validation/problem';
import { show } from '../validation/problem';

/** Stands in a pattern for the minor version that is looked for. */
const VERSION_MARK = '{version}';
/** Not within a longer number, so that 1.35 is found neither in 11.35 nor in 2021.35. */
const DEFAULT_PATTERN = `(^|[^0-9.])${VERSION_MARK}([^0-9]|$)`;
/** What the build scripts of amazon-eks-ami set, such as `1.35.2/2026-11-02/bin/linux/x86_64`. */
const DEFAULT_TAG = 'kubernetes';

/** Where an image says for which Kubernetes version it is made. */
export interface AmiVersionOptions {
  /**
   * Regular expression (RE2) for the name or the value of the tag, with `{version}` in the place of the minor version.
   *
   * @default '(^|[^0-9.]){version}([^0-9]|$)'
   */
  readonly pattern?: string;

  /**
   * Tag that is looked at beside the name. AWS shows the tags of an image to the account that owns it only.
   *
   * @default 'kubernetes'
   */
  readonly tag?: string;
}

/**
 * What an image of yours must show at plan, before nodes boot from it: a kubelet that is newer than the control plane, or
 * too old for it, never joins, and an image of another architecture does not even start.
 *
 * The image is looked up by each plan, for which whoever plans needs `ec2:DescribeImages`.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/#kubelet
 */
export class AmiFit {
  /**
   * Name or tag must carry the Kubernetes minor version of the nodes, and the architecture must be the one that is named.
   *
   * @param options where the version stands
   */
  public static nameOrTag(options: AmiVersionOptions = {}): AmiFit {
    return new AmiFit({ pattern: options.pattern ?? DEFAULT_PATTERN, tag: options.tag ?? DEFAULT_TAG });
  }

  /**
   * Only the architecture is compared.
   *
   * @param reason why the version is not, such as where else it is checked
   */
  public static architectureOnly(reason: string): AmiFit {
    return new AmiFit({ reason });
  }

  /**
   * The image is not looked up.
   *
   * @param reason why not, such as that whoever plans may not see it
   */
  public static unchecked(reason: string): AmiFit {
    return new AmiFit({ reason, isUnchecked: true });
  }

  /** @internal */
  public readonly _isUnchecked: boolean;
  /** @internal */
  public readonly _tag?: string;
  private readonly pattern?: string;
  private readonly reason?: string;

  private constructor(given: { pattern?: string; tag?: string; reason?: string; isUnchecked?: boolean }) {
    this._isUnchecked = given.isUnchecked ?? false;
    this._tag = given.tag;
    this.pattern = given.pattern;
    this.reason = given.reason;
  }

  /**
   * The regular expression for a version; undefined when the version is not compared.
   *
   * @internal
   */
  public _patternFor(kubernetesVersion: string): string | undefined {
    return this.pattern?.replaceAll(VERSION_MARK, kubernetesVersion.replace('.', '[.]'));
  }

  /**
   * What is wrong with these words, and with a name that is looked for.
   *
   * @param name name of a lookup; undefined where an id is given
   * @internal
   */
  public _judge(kubernetesVersion: string, name: string | undefined): ProblemDetails[] {
    const { pattern, reason, _tag: tag } = this;
    const problems: ProblemDetails[] = [];
    if (reason?.trim() === '') {
      const what = 'ami.fit gives no reason for checking less';
      const fix = 'Say why, so that whoever reads it next year knows.';
      problems.push({ code: 'SEKS1002', property: 'ami.fit', value: reason, limit: 'a reason', what, fix });
    }
    if (pattern !== undefined && !pattern.includes(VERSION_MARK)) {
      const what = `ami.fit.pattern ${show(pattern)} does not hold ${VERSION_MARK}, so it would fit every version`;
      const fix = `Write ${VERSION_MARK} where the minor version stands.`;
      const limit = `a regular expression with ${VERSION_MARK}`;
      problems.push({ code: 'SEKS1002', property: 'ami.fit.pattern', value: pattern, limit, what, fix });
    }
    if (tag?.trim() === '') {
      const what = 'ami.fit.tag is empty';
      problems.push({ code: 'SEKS1002', property: 'ami.fit.tag', value: tag, what, fix: 'Name a tag.' });
    }
    return pattern === DEFAULT_PATTERN ? [...problems, ...judgeName(name, kubernetesVersion)] : problems;
  }
}

/** A lookup whose name holds another minor version would be refused at plan, whatever it finds. */
function judgeName(name: string | undefined, kubernetesVersion: string): ProblemDetails[] {
  const found = name === undefined || !isKnown(name) ? [] : [...name.matchAll(/(?<![0-9.])1\.\d\d(?!\d)/g)];
  const minors = found.map(([minor]) => minor);
  if (minors.length === 0 || minors.includes(kubernetesVersion)) {
    return [];
  }
  const what = `ami.name ${show(name)} names Kubernetes ${minors.join(' and ')}, and the nodes are to have ${kubernetesVersion}`;
  const fix = `Look for an image that is made for ${kubernetesVersion}, or hold the nodes back with version.`;
  return [{ code: 'SEKS2016', property: 'ami.name', value: name, limit: kubernetesVersion, what, fix }];
}
