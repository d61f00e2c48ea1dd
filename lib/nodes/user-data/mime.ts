/**
 * User data in several parts, as cloud-init takes it. Pure text: strings in, string out.
 *
 * @see https://docs.cloud-init.io/en/latest/explanation/format.html#mime-multi-part-archive
 */
import { literalText } from './literal-text';

const SHELL_SCRIPT = 'text/x-shellscript; charset="us-ascii"';
const CLOUD_CONFIG = 'text/cloud-config; charset="us-ascii"';
/** The type that nodeadm looks for among the parts. */
export const NODE_CONFIG = 'application/node.eks.aws';

/** One part of a MIME message, for what cloud-init or nodeadm shall do besides. */
export class MimePart {
  /**
   * A script that cloud-init runs, once, when the instance boots for the first time. It arrives as it is written:
   * `${…}` in it belongs to the shell and not to Terraform; references to resources may be put in as tokens.
   *
   * A script without `#!` in its first line is reported as SEKS1002.
   *
   * @param script the script, with `#!` in its first line
   * @see https://docs.cloud-init.io/en/latest/explanation/format.html#user-data-script
   */
  public static shellScript(script: string): MimePart {
    return new MimePart(SHELL_SCRIPT, script);
  }

  /**
   * Settings for cloud-init itself, such as users and packages.
   *
   * @param yaml the settings, as YAML
   * @see https://docs.cloud-init.io/en/latest/reference/examples.html
   */
  public static cloudConfig(yaml: string): MimePart {
    return new MimePart(CLOUD_CONFIG, yaml);
  }

  /**
   * Another NodeConfig, which nodeadm merges with that of the library; of two, the later one wins.
   *
   * @param yaml the NodeConfig, as YAML
   * @see https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
   */
  public static nodeConfig(yaml: string): MimePart {
    return new MimePart(NODE_CONFIG, yaml);
  }

  /**
   * A part of another type.
   *
   * @param contentType its type, such as `text/cloud-boothook; charset="us-ascii"`
   * @param content the part itself
   */
  public static of(contentType: string, content: string): MimePart {
    return new MimePart(contentType, content);
  }

  /** Type of the content, with parameters. */
  public readonly contentType: string;
  /** The content as it was given. */
  public readonly content: string;

  private constructor(contentType: string, content: string) {
    this.contentType = contentType;
    this.content = content;
  }

  /**
   * Whether it is run as a script.
   *
   * @internal
   */
  public get _isScript(): boolean {
    return this.contentType.startsWith('text/x-shellscript');
  }
}

/** A part as it is rendered. */
export interface RenderedPart {
  readonly contentType: string;
  readonly content: string;
}

/** The part as text that Terraform leaves alone. */
export function renderedPart({ contentType, content }: MimePart): RenderedPart {
  return { contentType, content: literalText(content) };
}

/**
 * The name of the project, so that the text depends on the content only. Nothing in JSON begins a line with two dashes;
 * a script might, and then digits are appended until it does not.
 */
const BOUNDARY = 'cdktf-safe-eks';

/** A MIME message of all parts, in their order. */
export function mimeMessage(parts: readonly RenderedPart[]): string {
  const boundary = boundaryFor(parts);
  return [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    ...parts.flatMap(({ contentType, content }) => [
      `--${boundary}`,
      `Content-Type: ${contentType}`,
      '',
      content.replace(/\n$/, ''),
    ]),
    `--${boundary}--`,
    '',
  ].join('\n');
}

function boundaryFor(parts: readonly RenderedPart[]): string {
  let boundary = BOUNDARY;
  for (let count = 1; parts.some(({ content }) => content.includes(`--${boundary}`)); count++) {
    boundary = `${BOUNDARY}-${String(count)}`;
  }
  return boundary;
}
