/**
 * What can be said to nodes that are set up by a script of their image: Windows, and Amazon Linux 2.
 */

/** What runs before a node is set up. */
export interface BeforeBootstrapOptions {
  /**
   * Commands that run before the node is set up: PowerShell for Windows, without the tag `<powershell>`; a shell for Amazon
   * Linux 2. They arrive as they are written: `${…}` and `%{…}` in them do not belong to Terraform; references to resources
   * may be put in as tokens.
   *
   * @default - none
   */
  readonly scriptBefore?: string;
}

/** How a node of an image of one's own is set up. */
export interface BootstrapOptions extends BeforeBootstrapOptions {
  /**
   * Commands that run after the node is set up.
   *
   * @default - none
   */
  readonly scriptAfter?: string;

  /**
   * Flags of the kubelet, such as `--v=2`, without spaces. Labels, taints and `--max-pods` have properties of their own;
   * here they are reported as SEKS2012.
   *
   * @default - none beside labels and taints
   */
  readonly kubeletFlags?: string[];

  /**
   * The most pods on a node, 1 or more.
   *
   * @default - derived from the instance type by the image
   */
  readonly maxPods?: number;
}
